import { createLogger, type Logger } from '@tallyboard/runtime/logging';

/** A real logger whose lines can be read. */
export function readableLog(): { log: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('alerts', 'trace', {
    write: (line: string) => void lines.push(JSON.parse(line)),
  });
  return { log, lines };
}

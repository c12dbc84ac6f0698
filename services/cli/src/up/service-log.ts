import { createWriteStream } from 'node:fs';
import type { LogEntry } from './history-progress.js';

export interface ServiceLog {
  /** A line of the service's log (JSON), or of its stderr. */
  take(line: string, from: 'stdout' | 'stderr'): void;
  /** The last line on stderr, which is what a service that gives up says. */
  lastWords(): string | null;
  /** From now on what is on stderr is said at once; before, it is what the failure to start will say. */
  started(): void;
  close(): void;
}

const WARN = 40;
/** Node's own warnings, of deprecations for example: for whoever develops the service, who reads its log. */
const NODE_WARNING = /^\(node:\d+\) |^\(Use `node --trace-/;

/** Writes a service's output to a file, and tells `say` what a person should know: warnings and what is on stderr. `hear` gets every entry. */
export function createServiceLog(
  name: string,
  path: string,
  say: (line: string) => void,
  hear: (entry: LogEntry) => void = () => undefined,
): ServiceLog {
  const file = createWriteStream(path, { flags: 'a' });
  // A full disk must not end the stack; the services say so themselves where it matters.
  file.on('error', () => undefined);
  let last: string | null = null;
  let hasStarted = false;
  return {
    take(line, from) {
      if (line.trim() === '') return;
      file.write(`${line}\n`);
      if (from === 'stderr') {
        if (NODE_WARNING.test(line)) return;
        last = line;
        if (hasStarted) say(line.startsWith(`${name}:`) ? line : `${name}: ${line}`);
      } else {
        const entry = entryIn(line);
        if (!entry) return;
        hear(entry);
        const warning = warningIn(entry);
        if (warning !== null) say(`${name}: ${warning}`);
      }
    },
    lastWords: () => last,
    started() {
      hasStarted = true;
    },
    close: () => file.end(),
  };
}

/** The message of a log line of level warn or worse, with what the error said. */
function warningIn({ level, msg, err, error }: LogEntry): string | null {
  if (typeof level !== 'number' || level < WARN) return null;
  const { message } = (err ?? {}) as { message?: unknown };
  const cause = typeof message === 'string' ? message : typeof error === 'string' ? error : '';
  return [msg, cause].filter((part) => part && part !== '').join(': ') || 'warned without words';
}

function entryIn(line: string): LogEntry | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as LogEntry;
  } catch {
    return null;
  }
}

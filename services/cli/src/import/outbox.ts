import type { CsvLine } from './csv.js';
import type { OutgoingEvent } from './events.js';
import type { Rejects } from './rejects.js';
import type { Send } from './send.js';

const CHUNK_EVENTS = 2_000;

type Line = Pick<CsvLine, 'line' | 'cells'>;

export interface Outbox {
  /** The events of one line, or of several that are one thing; sent when there are enough. */
  add(lines: readonly Line[], events: OutgoingEvent[]): Promise<void>;
  flush(): Promise<void>;
  /** Events that were taken. */
  sent(): number;
}

/** Collects events and sends them in chunks; what was refused goes back to the line that it came from, once per line. */
export function createOutbox(
  send: Send,
  rejects: Rejects,
  onReject: (line: number, reason: string) => void,
): Outbox {
  let chunk = new Map<string, { event: OutgoingEvent; lines: readonly Line[] }>();
  let sent = 0;
  let lastRefused: readonly Line[] | undefined;
  const flush = async () => {
    const sending = chunk;
    chunk = new Map();
    if (sending.size === 0) return;
    const refusals = await send([...sending.values()].map(({ event }) => event));
    sent += sending.size - refusals.length;
    for (const { id, reason } of refusals) {
      const from = sending.get(id);
      if (!from || from.lines === lastRefused) continue;
      lastRefused = from.lines;
      for (const { line, cells } of from.lines) {
        rejects.add(line, cells, `refused by the ingest service: ${reason}`);
        onReject(line, `refused by the ingest service: ${reason}`);
      }
    }
  };
  return {
    flush,
    sent: () => sent,
    async add(lines, events) {
      for (const event of events) if (!chunk.has(event.id)) chunk.set(event.id, { event, lines });
      if (chunk.size >= CHUNK_EVENTS) await flush();
    },
  };
}

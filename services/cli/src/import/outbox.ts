import type { OutgoingEvent } from './events.js';
import type { Rejects } from './rejects.js';
import type { Send } from './send.js';

const CHUNK_EVENTS = 2_000;

export interface Outbox {
  /** The events of one line; sent when there are enough. */
  add(line: number, cells: string[], events: OutgoingEvent[]): Promise<void>;
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
  let chunk = new Map<string, { event: OutgoingEvent; line: number; cells: string[] }>();
  let sent = 0;
  let lastRefused = 0;
  const flush = async () => {
    const sending = chunk;
    chunk = new Map();
    if (sending.size === 0) return;
    const refusals = await send([...sending.values()].map(({ event }) => event));
    sent += sending.size - refusals.length;
    for (const { id, reason } of refusals) {
      const from = sending.get(id);
      if (!from || from.line === lastRefused) continue;
      lastRefused = from.line;
      rejects.add(from.line, from.cells, `refused by the ingest service: ${reason}`);
      onReject(from.line, `refused by the ingest service: ${reason}`);
    }
  };
  return {
    flush,
    sent: () => sent,
    async add(line, cells, events) {
      for (const event of events) if (!chunk.has(event.id)) chunk.set(event.id, { event, line, cells });
      if (chunk.size >= CHUNK_EVENTS) await flush();
    },
  };
}

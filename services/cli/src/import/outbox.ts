import type { CsvLine } from './csv.js';
import type { OutgoingEvent } from './events.js';
import type { Rejects } from './rejects.js';
import type { Refusal, Send } from './send.js';

const CHUNK_EVENTS = 2_000;
/** Lines are read while so many chunks are on their way. */
const MOST_UNDER_WAY = 2;

type Line = Pick<CsvLine, 'line' | 'cells'>;

/** Events by id, with the lines that they come from. */
type Chunk = Map<string, { event: OutgoingEvent; lines: readonly Line[] }>;

export interface Outbox {
  /** The events of one line, or of several that are one thing; sent when there are enough. */
  add(lines: readonly Line[], events: OutgoingEvent[]): Promise<void>;
  flush(): Promise<void>;
  /** Events that were taken. */
  sent(): number;
}

/** Collects events and sends them in chunks, reading goes on meanwhile; what was refused goes back to the line that it came from, once per line. */
export function createOutbox(
  send: Send,
  rejects: Rejects,
  onReject: (line: number, reason: string) => void,
): Outbox {
  let chunk: Chunk = new Map();
  let sent = 0;
  let lastRefused: readonly Line[] | undefined;
  /** Each ends after the one before it, so that what is refused is in the order of lines. */
  const underWay: Promise<void>[] = [];

  const take = (sending: Chunk, refusals: readonly Refusal[]) => {
    sent += sending.size - refusals.length;
    for (const { id, reason } of refusals) {
      const from = sending.get(id);
      if (!from || from.lines === lastRefused) continue;
      lastRefused = from.lines;
      for (const { line, cells } of from.lines) {
        rejects.add(line, cells, { reason: `refused by the ingest service: ${reason}`, column: null });
        onReject(line, `refused by the ingest service: ${reason}`);
      }
    }
  };
  const dispatch = () => {
    const sending = chunk;
    chunk = new Map();
    const answer = send([...sending.values()].map(({ event }) => event));
    const taken = Promise.all([answer, underWay.at(-1)]).then(([refusals]) => take(sending, refusals));
    // Whoever waits for it hears of it.
    taken.catch(() => undefined);
    underWay.push(taken);
  };
  return {
    async flush() {
      if (chunk.size > 0) dispatch();
      while (underWay.length > 0) await underWay.shift();
    },
    sent: () => sent,
    async add(lines, events) {
      for (const event of events) if (!chunk.has(event.id)) chunk.set(event.id, { event, lines });
      if (chunk.size < CHUNK_EVENTS) return;
      dispatch();
      if (underWay.length > MOST_UNDER_WAY) await underWay.shift();
    },
  };
}

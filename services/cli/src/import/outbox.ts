import type { CsvLine } from './csv.js';
import type { OutgoingEvent } from './events.js';
import type { Refusal, Send } from './send.js';

const CHUNK = 2_000;
/** Lines are read while so many chunks are on their way. */
const MOST_UNDER_WAY = 2;

type Line = Pick<CsvLine, 'line' | 'cells'>;

/** A line that cannot be used. `column`: the title of the cell that is wrong; null where it is the line. */
export interface Rejected extends Line {
  reason: string;
  column: string | null;
}

/** Lines that are settled, after all before them: what of them is in the log, and what cannot be. */
export interface Settled {
  /** How many lines of the file, from its beginning. */
  lines: number;
  /** Of these lines. */
  events: OutgoingEvent[];
  rejected: Rejected[];
  passed: number;
}

export interface Outbox {
  /** The events of one line, or of several that are one thing. */
  add(lines: readonly Line[], events: readonly OutgoingEvent[]): void;
  reject(line: Rejected): void;
  /** A line with nothing to import. */
  pass(): void;
  /** All of so many lines is given; what is enough of them is sent. */
  lineRead(lines: number): Promise<void>;
  /** Resolves when everything is settled. */
  flush(): Promise<void>;
  /** Resolves when nothing is under way any more, whatever became of it; sends no more. */
  idle(): Promise<void>;
}

interface Chunk {
  lines: number;
  /** By id, with the lines that they come from. */
  events: Map<string, { event: OutgoingEvent; lines: readonly Line[] }>;
  rejected: Rejected[];
  passed: number;
}

const emptyChunk = (): Chunk => ({ lines: 0, events: new Map(), rejected: [], passed: 0 });

/**
 * Collects what lines say and sends it in chunks; reading goes on meanwhile. They are settled in the order of sending, with
 * what was refused gone back to the line that it came from, once per line.
 */
export function createOutbox(send: Send, onSettled: (settled: Settled) => void): Outbox {
  let chunk = emptyChunk();
  /** Each ends after the one before it. */
  const underWay: Promise<void>[] = [];

  const dispatch = () => {
    const sending = chunk;
    chunk = emptyChunk();
    const events = [...sending.events.values()].map(({ event }) => event);
    const answer = events.length > 0 ? send(events) : Promise.resolve([]);
    const settled = Promise.all([answer, underWay.at(-1)]).then(([refusals]) =>
      onSettled(settledBy(sending, refusals)),
    );
    // Whoever waits for it hears of it.
    settled.catch(() => undefined);
    underWay.push(settled);
  };
  return {
    add(lines, events) {
      for (const event of events)
        if (!chunk.events.has(event.id)) chunk.events.set(event.id, { event, lines });
    },
    reject: (line) => void chunk.rejected.push(line),
    pass() {
      chunk.passed += 1;
    },
    async lineRead(lines) {
      chunk.lines = lines;
      if (chunk.events.size + chunk.rejected.length < CHUNK) return;
      dispatch();
      if (underWay.length > MOST_UNDER_WAY) await underWay.shift();
    },
    async flush() {
      if (chunk.lines > 0) dispatch();
      while (underWay.length > 0) await underWay.shift();
    },
    async idle() {
      await Promise.allSettled(underWay);
    },
  };
}

function settledBy({ lines, events, rejected, passed }: Chunk, refusals: readonly Refusal[]): Settled {
  const refused = new Map<readonly Line[], string>();
  const taken = new Map(events);
  for (const { id, reason } of refusals) {
    const from = events.get(id)?.lines;
    if (from && !refused.has(from)) refused.set(from, `refused by the ingest service: ${reason}`);
    taken.delete(id);
  }
  const sentBack = [...refused].flatMap(([from, reason]) =>
    from.map(({ line, cells }) => ({ line, cells, reason, column: null })),
  );
  return {
    lines,
    passed,
    events: [...taken.values()].map(({ event }) => event),
    rejected: [...rejected, ...sentBack].sort((a, b) => a.line - b.line),
  };
}

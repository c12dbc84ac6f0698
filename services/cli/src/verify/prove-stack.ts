import { setFlagsFromString } from 'node:v8';
import { FACTS } from '@tallyboard/facts/facts';
import { endOffsets } from '@tallyboard/kafka/admin';
import type { Context } from '../command.js';
import { count, createProgress } from '../terminal/progress.js';
import { untilCaughtUp } from './caught-up.js';
import { eventTables, storedRows } from './event-table.js';
import { foldSlice } from './fold.js';
import { createLogReader, distance, type LogReader, logRange } from './log.js';
import { type Proof, prove, type Sides } from './prove.js';
import { createSpill } from './spill.js';
import type { Stack } from './stack.js';
import { storedCells } from './stored-cells.js';

export interface ProofSettings {
  /** How long the pipeline may stand still. */
  patience: number;
  rounds: number;
  /** Of the whole process. */
  memoryMb: number;
}

/** What a proof ended with. */
export interface Proven {
  proof: Proof;
  read: { messages: number; undecodable: number };
  ms: number;
}

/** What the process takes beside what it keeps of the log: engine, Kafka's fetches, answers under way. */
const BASE_MB = 320;
/** What an event takes while it is folded and its row compared; measured on mixed events, with room for garbage. */
const EVENT_BYTES = 2_048;

export const LEAST_MEMORY_MB = 400;

/** In how many slices a log of so many messages fits into the memory. */
export const slicesFor = (messages: number, memoryMb: number): number =>
  Math.max(1, Math.ceil((messages * EVENT_BYTES) / ((memoryMb - BASE_MB) * 1024 * 1024)));

/** Replays the log of a stack and compares everything that is stored with it, telling how far that is. */
export async function proveStack(
  { output }: Context,
  stack: Stack,
  { patience, rounds, memoryMb }: ProofSettings,
  quiet: boolean,
): Promise<Proven> {
  const began = Date.now();
  // Left to itself, the heap grows to several times what lives in it, as long as the machine has memory.
  setFlagsFromString('--heap-growing-percent=30');
  const { kafka, clickhouse, topics, pipeline, offsets } = stack;
  const range = await logRange(kafka, topics.events);
  let at = range.from;
  const spill = createSpill(slicesFor(distance(at, range.to), memoryMb) + 1);
  const log: LogReader = createLogReader(kafka, topics.events, at, spill);
  const progress = (label: string) => createProgress(output, label, { quiet });
  let round = 0;
  const advance = async () => {
    round += 1;
    const to = await endOffsets(kafka, topics.events);
    const messages = distance(at, to);
    const silent = quiet || round > 1;
    const reading = createProgress(output, 'Replaying the log', { quiet: silent });
    const rate = rateSince(Date.now());
    const replayed = log
      .readTo(to, (read) => reading.update(read, messages, `${count(read)} messages, ${rate(read)}/s`))
      .then(() => reading.finish(`${count(messages)} messages, ${rate(messages)}/s`));
    // The shorter the while between the end of the log and the look at the cells, the fewer of them have moved.
    if (round === 1) await replayed;
    const waiting = createProgress(output, 'Waiting for the pipeline', { quiet: silent });
    const caughtUp = untilCaughtUp(offsets, pipeline, to, {
      patienceMs: patience * 1_000,
      onProgress: (stage, behind) => waiting.update(behind, 0, `messages ahead of the ${stage}`),
    });
    await Promise.all([replayed, caughtUp]);
    at = to;
    waiting.finish('caught up');
  };
  const sides: Sides = {
    facts: FACTS,
    tables: await eventTables(clickhouse),
    slices: log.slices,
    advance,
    proven: (slice, onEvent) => foldSlice(log, slice, onEvent),
    storedCells: (fact, only) => storedCells(clickhouse, fact, only),
    storedRows: (table, only) => storedRows(clickhouse, table, only),
    spill: createSpill,
  };
  try {
    const stored = progress('Reading what is stored');
    const folding = progress('Folding');
    const comparing = progress('Comparing');
    let foldRate: ((n: number) => string) | null = null;
    const proof = await prove(sides, {
      rounds,
      onStored: (what, n) => stored.update(n, 0, what),
      onFolded(events) {
        foldRate ??= rateSince(Date.now());
        if (events === 0) return;
        folding.update(
          events,
          log.read().messages,
          `${count(events)} events, ${foldRate(events)}/s, in ${count(log.slices)} slices`,
        );
      },
      onCompared: (groups) => comparing.update(groups, 0, 'groups of cells'),
      onRound(n, mismatching) {
        if (!quiet)
          output.say(
            `Looking at ${count(mismatching)} groups and rows again (round ${n}): events for them may have arrived meanwhile.`,
          );
      },
    });
    return { proof, read: log.read(), ms: Date.now() - began };
  } finally {
    spill.close();
  }
}

function rateSince(beganMs: number): (n: number) => string {
  return (n) => count(Math.round((n * 1_000) / Math.max(1, Date.now() - beganMs)));
}

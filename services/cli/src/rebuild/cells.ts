import { setTimeout as sleep } from 'node:timers/promises';
import type { Fact } from '@tallyboard/facts/facts';
import { createProducer } from '@tallyboard/kafka/producer';
import { announceAllCells, forgetInterrupted, interrupted } from '@tallyboard/rebuild/announce-cells';
import { Failure } from '@tallyboard/runtime/failure';
import type { Context } from '../command.js';
import { count, createProgress } from '../terminal/progress.js';
import { untilCommitted } from '../verify/caught-up.js';
import { distance } from '../verify/log.js';
import type { Stack } from '../verify/stack.js';

export interface RebuildCells {
  facts: readonly Fact[];
  /** Waits while the aggregator is further behind than this. */
  backlog: number;
  patience: number;
  /** Forgets what was interrupted. */
  anew: boolean;
  quiet: boolean;
  /** Told how far it is, and what the same command does when it is interrupted there. */
  standing(text: string): void;
}

/** Cells announced again, per fact. */
export type RebuiltCells = Record<string, number>;

const POLL_MS = 100;

/** Has every cell of these facts restated, at a pace that leaves live traffic its turn; resolves when they are. */
export async function rebuildCells(
  { output }: Context,
  stack: Stack,
  { facts, backlog, patience, anew, quiet, standing }: RebuildCells,
): Promise<RebuiltCells> {
  const { kafka, clickhouse, topics } = stack;
  const log = await stack.logId(topics.cells);
  const producer = await createProducer(kafka);
  const rebuilt: RebuiltCells = {};
  try {
    for (const fact of facts) {
      if (anew) await forgetInterrupted(clickhouse, fact, log);
      const before = await interrupted(clickhouse, fact, log);
      if (before && !quiet)
        output.say(
          `Goes on with the ${fact.name} cells where it was interrupted: ${count(before.cells)} of some ${count(before.of)} were announced.`,
        );
      if (before) standing(standingOf(fact, before.cells, before.of));
      const progress = createProgress(output, `Rebuilding ${fact.name} cells`, { quiet });
      const { cells } = await announceAllCells(fact, {
        clickhouse,
        producer,
        topic: topics.cells,
        log,
        turn: () => untilLittleIsBehind(stack, backlog, patience),
        onProgress({ cells, of }) {
          progress.update(cells, of, `${count(cells)} cells announced`);
          standing(standingOf(fact, cells, of));
        },
      });
      progress.finish(`${count(cells)} cells announced`);
      rebuilt[fact.name] = cells;
    }
  } finally {
    await producer.close();
  }
  standing(
    'Every cell is announced, and the processor restates them by itself: nothing need be asked again.',
  );
  await untilRestated({ output }, stack, patience, quiet);
  return rebuilt;
}

const standingOf = ({ name }: Fact, cells: number, of: number): string =>
  `${count(cells)} of some ${count(of)} ${name} cells are announced, and the processor restates those. The same command goes on from there; with --anew it begins from the first.`;

/** Resolves once the aggregator has restated whatever is announced by now. */
export async function untilRestated(
  { output }: Pick<Context, 'output'>,
  { offsets, pipeline }: Stack,
  patience: number,
  quiet: boolean,
): Promise<void> {
  const progress = createProgress(output, 'Restating', { quiet });
  await untilCommitted(
    offsets,
    'aggregator',
    pipeline.aggregator,
    pipeline.cells,
    await offsets.ends(pipeline.cells),
    {
      patienceMs: patience * 1_000,
      onProgress: (_, behind) => progress.update(behind, 0, 'cells to go'),
    },
  );
  progress.finish('done');
}

/** Resolves when the aggregator has at most so many messages to go. */
async function untilLittleIsBehind(
  { offsets, pipeline }: Stack,
  backlog: number,
  patience: number,
): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let movedMs = Date.now();
  for (;;) {
    const [committed, ends] = await Promise.all([
      offsets.committed(pipeline.aggregator, pipeline.cells),
      offsets.ends(pipeline.cells),
    ]);
    const starts = await offsets.starts(pipeline.cells);
    const reached = new Map(
      [...ends.keys()].map((p) => [p, Math.max(committed.get(p) ?? 0, starts.get(p) ?? 0)]),
    );
    const behind = distance(reached, ends);
    if (behind <= backlog) return;
    // Live traffic adds to it all the time: what counts is whether the aggregator gets on.
    const done = [...reached.values()].reduce((sum, offset) => sum - offset, 0);
    if (done < least) {
      least = done;
      movedMs = Date.now();
    }
    if (Date.now() - movedMs > patience * 1_000)
      throw new Failure(
        `The aggregator has stood still for ${patience} s with ${count(behind)} messages of ${pipeline.cells} to go: see that the processor runs (tally up) and what its log says. The same command goes on from here.`,
      );
    await sleep(POLL_MS);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@tallyboard/runtime/failure';
import { distance, type Offsets } from './log.js';

/** What the waiting needs to know of Kafka. */
export interface Offsetting {
  ends(topic: string): Promise<Offsets>;
  starts(topic: string): Promise<Offsets>;
  committed(group: string, topic: string): Promise<Offsets>;
  /** How many partitions of the log are to be read again, and no projector has gone back yet. */
  notRewound(): Promise<number>;
}

export interface Pipeline {
  events: string;
  cells: string;
  projector: string;
  aggregator: string;
}

export interface Waiting {
  /** How long nothing may move before it is given up. */
  patienceMs: number;
  onProgress(stage: string, behind: number): void;
}

const POLL_MS = 100;

/**
 * Resolves once every event before `to` is in the cells: the projector has committed them, also those that it was asked
 * to read again, and the aggregator has committed everything that was announced until then. A pipeline that stands still
 * is a Failure.
 */
export async function untilCaughtUp(
  kafka: Offsetting,
  pipeline: Pipeline,
  to: Offsets,
  waiting: Waiting,
): Promise<void> {
  await untilRewound(kafka, waiting);
  await untilCommitted(kafka, 'projector', pipeline.projector, pipeline.events, to, waiting);
  const announced = await kafka.ends(pipeline.cells);
  await untilCommitted(kafka, 'aggregator', pipeline.aggregator, pipeline.cells, announced, waiting);
}

/** A projector that is asked to go back does so within seconds. */
export async function untilRewound(kafka: Offsetting, { patienceMs, onProgress }: Waiting): Promise<void> {
  const giveUpMs = Date.now() + patienceMs;
  for (;;) {
    const left = await kafka.notRewound();
    if (left === 0) return;
    onProgress('projector', left);
    if (Date.now() > giveUpMs)
      throw new Failure(
        `The projector was asked to read ${left} partitions again and has not begun for ${Math.round(patienceMs / 1_000)} s: see that the processor runs (tally up) and what its log says.`,
      );
    await sleep(POLL_MS);
  }
}

/** Resolves once a group has committed everything before `to`. */
export async function untilCommitted(
  kafka: Offsetting,
  stage: string,
  group: string,
  topic: string,
  to: Offsets,
  { patienceMs, onProgress }: Waiting,
): Promise<void> {
  const starts = await kafka.starts(topic);
  let least = Number.POSITIVE_INFINITY;
  let movedAt = Date.now();
  for (;;) {
    const committed = await kafka.committed(group, topic);
    // What retention has removed counts as done: nobody can read it any more.
    const reached = new Map(
      [...to.keys()].map((partition) => [
        partition,
        Math.max(committed.get(partition) ?? 0, starts.get(partition) ?? 0),
      ]),
    );
    const behind = distance(reached, to);
    if (behind === 0) return;
    if (behind < least) {
      least = behind;
      movedAt = Date.now();
    }
    onProgress(stage, behind);
    if (Date.now() - movedAt > patienceMs)
      throw new Failure(
        `The ${stage} has stood still for ${Math.round(patienceMs / 1_000)} s with ${behind.toLocaleString('en-US')} messages of ${topic} to go, so nothing can be proven: see that the processor runs (tally up) and what its log says.`,
      );
    await sleep(POLL_MS);
  }
}

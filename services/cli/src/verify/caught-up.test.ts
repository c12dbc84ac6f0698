import { describe, expect, it } from 'vitest';
import { type Offsetting, untilCaughtUp } from './caught-up.js';
import type { Offsets } from './log.js';

const pipeline = { events: 'events', cells: 'cells', projector: 'projector', aggregator: 'aggregator' };
const offsets = (...each: number[]): Offsets => new Map(each.entries());
const waiting = { patienceMs: 1_000, onProgress: () => undefined };

/** Committed offsets come in turn; the last ones stay. */
function kafka(
  committed: Record<string, Offsets[]>,
  cellsEnd = offsets(5),
  starts = offsets(0, 0),
  rewinds: number[] = [],
): Offsetting & { log: string[] } {
  const log: string[] = [];
  return {
    log,
    starts: async () => starts,
    notRewound: async () => rewinds.shift() ?? 0,
    async ends(topic) {
      log.push(`end of ${topic}`);
      return cellsEnd;
    },
    async committed(group) {
      log.push(group);
      const left = committed[group] ?? [];
      return (left.length > 1 ? left.shift() : left[0]) ?? new Map();
    },
  };
}

describe('waiting for the pipeline', () => {
  it('asks how much was announced only after the projector has got there', async () => {
    const offsetting = kafka({ projector: [offsets(3, 9), offsets(4, 9)], aggregator: [offsets(5)] });
    await untilCaughtUp(offsetting, pipeline, offsets(4, 9), waiting);
    expect(offsetting.log).toEqual(['projector', 'projector', 'end of cells', 'aggregator']);
  });

  it('does not wait for what retention has removed', async () => {
    const offsetting = kafka(
      { projector: [offsets(4, 9)], aggregator: [new Map()] },
      offsets(5),
      offsets(5, 0),
    );
    await untilCaughtUp(offsetting, pipeline, offsets(4, 9), waiting);
    expect(offsetting.log.at(-1)).toBe('aggregator');
  });

  it('believes no group while somebody has yet to go back in the log', async () => {
    const committed = { projector: [offsets(4, 9)], aggregator: [offsets(5)] };
    const rewinds = [2, 1];
    await untilCaughtUp(kafka(committed, undefined, undefined, rewinds), pipeline, offsets(4, 9), waiting);
    expect(rewinds).toEqual([]);
    await expect(
      untilCaughtUp(kafka(committed, undefined, undefined, [1, 1]), pipeline, offsets(4, 9), {
        ...waiting,
        patienceMs: -1,
      }),
    ).rejects.toThrow(/asked to read 1 partitions again and has not begun/);
  });

  it('gives up on a stage that stands still, and says which', async () => {
    const offsetting = kafka({ projector: [offsets(3, 9)] });
    await expect(
      untilCaughtUp(offsetting, pipeline, offsets(4, 9), { ...waiting, patienceMs: -1 }),
    ).rejects.toThrow(/^The projector has stood still .* with 1 messages of events to go/);
  });
});

import { describe, expect, it } from 'vitest';
import { judgeHistory, type ReadSums } from './history.js';
import { judgeOf } from './judge.js';

const START = Date.parse('2026-01-05T00:00:00Z') / 1_000;

/** Calls of two offices, the second of which begins late. */
const read: ReadSums = async (_judge, bounds) =>
  ['munich', 'sydney'].map((office) => ({
    group: [office],
    opening: undefined,
    steps: bounds.slice(0, -1).map((from, i) => {
      let sum = 0;
      for (let at = from; at < bounds[i + 1]!; at += 900)
        if (at >= START && (office === 'munich' || at > START + 40 * 86_400)) sum += (at / 900) % 7;
      return [sum];
    }),
  }));

describe('many instants at once', () => {
  it('are judged as each alone, in however many readings', async () => {
    const judge = judgeOf({ name: 'busy', metric: 'calls', by: ['office'], window: '1h', above: 12 });
    const instants = judge.instants(START, START + 200 * 86_400);
    let readings = 0;
    const all = await judgeHistory(judge, instants, (...asked) => {
      readings += 1;
      return read(...asked);
    });
    expect(readings).toBeGreaterThan(1);
    expect(all.map(({ group, judged }) => [group[0], judged.length])).toEqual([
      ['munich', instants.length],
      ['sydney', instants.length],
    ]);
    for (const place of [0, 4_000, 15_996, 15_997, 16_003, 16_004, instants.length - 1]) {
      const alone = await judgeHistory(judge, [instants[place]!], read);
      expect(all.map(({ judged }) => judged[place])).toEqual(alone.map(({ judged }) => judged[0]));
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { ReadSums } from '../history.js';
import { judgeOf } from '../judge.js';
import type { Said } from '../states/reconcile.js';
import { Track } from './track.js';

/** A Monday, 12:00; epoch seconds. */
const NOON = Date.parse('2026-03-02T12:00:00Z') / 1_000;
const QUARTER = 900;

/** Forty calls in the quarter of an hour that begins at noon, and none before. */
const read: ReadSums = async (_judge, bounds) => [
  {
    group: [],
    opening: undefined,
    steps: bounds.slice(0, -1).map((from, i) => (from <= NOON && bounds[i + 1]! > NOON ? [40] : undefined)),
  },
];

describe('what was said before its time', () => {
  /** A rule that fires early, and that was judged up to `judgedTo`. */
  async function early(judgedTo: number) {
    const track = new Track('demo', judgeOf({ name: 'busy', metric: 'calls', window: '1h', above: 20 }));
    await track.look(track.due(judgedTo), read);
    const [found] = await track.early(NOON + QUARTER, () => [], read);
    const [step] = found!.steps;
    expect(step).toMatchObject({ state: 'firing', judged: { at: NOON + QUARTER } });
    const said: Said = {
      alert: step!.alert,
      since: step!.since,
      firedAt: step!.judged.at,
      firedBy: step!.id,
      endedAt: null,
      isWithdrawn: false,
      turns: 1,
    };
    return { track, said: () => [said] };
  }

  it('stands while instants before it are judged', async () => {
    const { track, said } = await early(NOON - 4 * QUARTER);
    await track.look(track.due(NOON - QUARTER), read);
    expect(await track.steps(said, read)).toEqual([]);
  });

  it('stands while what is older is corrected', async () => {
    const { track, said } = await early(NOON);
    await track.look(track.touched(new Set([NOON - 4 * QUARTER])), read);
    expect(await track.steps(said, read)).toEqual([]);
  });

  it('is what is said when its time has come', async () => {
    const { track, said } = await early(NOON);
    await track.look(track.due(NOON + QUARTER), read);
    expect(await track.steps(said, read)).toEqual([]);
  });

  it('is withdrawn when its time has come and it was not so', async () => {
    const { track, said } = await early(NOON);
    const nothing: ReadSums = async () => [];
    await track.look(track.due(NOON + QUARTER), nothing);
    const steps = (await track.steps(said, nothing)).flatMap((group) => group.steps);
    expect(steps).toMatchObject([{ state: 'withdrawn', judged: { at: NOON + QUARTER } }]);
  });

  it('is withdrawn of the instant that had fired, however much later that is found out', async () => {
    const { track, said } = await early(NOON);
    await track.look(track.due(NOON + QUARTER), read);
    const nothing: ReadSums = async () => [];
    for (const judgedTo of [NOON + QUARTER, NOON + 9 * QUARTER]) {
      await track.look([...track.touched(new Set([NOON])), ...track.due(judgedTo)], nothing);
      const steps = (await track.steps(said, nothing)).flatMap((group) => group.steps);
      expect(steps).toMatchObject([{ state: 'withdrawn', judged: { at: NOON + QUARTER } }]);
    }
  });
});

describe('a bucket that is restated', () => {
  const judged = async (metric: string) => {
    const track = new Track('demo', judgeOf({ name: 'r', metric, window: '4w', above: 20 }));
    await track.look(track.due(NOON), read);
    return track;
  };
  const YEARS_AGO = NOON - 3 * 366 * 96 * QUARTER;

  it('is forgotten when no judged instant reads it, so that years of them take no room', async () => {
    const track = await judged('calls');
    expect(track.bucketRead(NOON - QUARTER)).toBe(NOON - QUARTER);
    expect(track.bucketRead(YEARS_AGO)).toBeNull();
  });

  it('counts once with all that were as early, where what was before the window counts', async () => {
    const track = await judged('churn_rate');
    const bucket = track.bucketRead(YEARS_AGO)!;
    expect(track.bucketRead(YEARS_AGO - QUARTER)).toBe(bucket);
    expect(track.touched(new Set([bucket]))).toEqual(track.touched(new Set([YEARS_AGO])));
    expect(track.touched(new Set([bucket])).length).toBeGreaterThan(80);
  });
});

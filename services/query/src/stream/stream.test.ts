import { badParameter } from '@tallyboard/answers/refusal';
import { describe, expect, it } from 'vitest';
import { CALLS, DEALS, eventually, meanwhile, NOW, streamWorld, TODAY } from '../testing/stream-world.js';

describe('a stream', () => {
  it('begins with every answer, and says how recent they are', async () => {
    const { open, progress } = streamWorld();
    progress(NOW - 1_000);
    const stream = open([CALLS, DEALS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    expect(stream.results().toSorted()).toEqual([
      [CALLS, 1],
      [DEALS, 1],
    ]);
    // Only with the last answer does the client have something to resume from.
    expect(stream.ofKind('result').map(({ id }) => typeof id)).toEqual(['undefined', 'string']);
    expect(stream.ofKind('result')[0]!.data).toMatchObject({
      result: { freshness: { lag_ms: 1_000, live: true } },
    });
    expect(stream.lastFreshness()).toEqual({
      complete_to: '2026-03-18T09:59:59.000Z',
      lag_ms: 1_000,
      live: true,
    });
  });

  it('pushes an answer when its cells change, and asks nothing else', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS, DEALS]);
    await eventually(() => expect(stream.results()).toHaveLength(2));
    it.runs.length = 0;
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(stream.results()).toHaveLength(3));
    await meanwhile();
    expect(it.runs).toEqual([{ tenant: 'acme', metric: 'calls' }]);
    expect(stream.results().at(-1)).toEqual([CALLS, 2]);
  });

  it('sends the new number, once', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(stream.results()).toEqual([[CALLS, 1], [CALLS, 2]])); // biome-ignore format: one line
    // Restated to the same number.
    it.cells('call');
    await eventually(() => expect(it.runs).toHaveLength(3));
    await meanwhile();
    expect(stream.results()).toHaveLength(2);
  });

  it('is not bothered by cells of others', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.cells('deal');
    it.cells('call', TODAY - 86_400 * 3);
    it.cells('call', TODAY, 'globex');
    await meanwhile();
    expect(it.runs).toHaveLength(1);
  });

  it('counts a stock anew when any earlier bucket changes', async () => {
    const it = streamWorld();
    const stream = it.open(['tickets_waiting?period=today']);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.cells('ticket', TODAY - 86_400 * 300);
    await eventually(() => expect(it.runs).toHaveLength(2));
  });

  it('shares its question with the streams that ask the same', async () => {
    const it = streamWorld();
    const first = it.open([CALLS]);
    await eventually(() => expect(first.results()).toHaveLength(1));
    const second = it.open([CALLS]);
    await eventually(() => expect(second.results()).toHaveLength(1));
    expect(it.runs).toHaveLength(1);
    const other = it.open([CALLS], undefined, 'globex');
    await eventually(() => expect(other.results()).toHaveLength(1));
    expect(it.runs.map(({ tenant }) => tenant)).toEqual(['acme', 'globex']);
  });

  it('misses no cells that are restated while a query runs', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    let letGo = () => {};
    it.during = () => new Promise((resolve) => (letGo = resolve as () => void));
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(it.runs).toHaveLength(2));
    it.value = 3;
    it.cells('call');
    it.during = async () => {};
    letGo();
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 3]));
  });
});

describe('what goes wrong', () => {
  it('is an event when a question is refused, and an answer again when it no longer is', async () => {
    const it = streamWorld();
    it.refusal = badParameter('by', 'too many rows');
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('refused')).toHaveLength(1));
    expect(stream.ofKind('refused')[0]!.data).toEqual({
      q: CALLS,
      error: { code: 'bad_by', message: 'too many rows', field: 'by' },
    });
    it.refusal = null;
    it.cells('call');
    await eventually(() => expect(stream.results()).toEqual([[CALLS, 1]]));
  });

  it('is tried again when ClickHouse fails, and said once', async () => {
    const it = streamWorld();
    let tries = 0;
    it.during = async () => {
      tries += 1;
      if (tries <= 2) throw new Error('ClickHouse is away');
    };
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toEqual([[CALLS, 1]]));
    expect(it.failures).toHaveLength(1);
  });
});

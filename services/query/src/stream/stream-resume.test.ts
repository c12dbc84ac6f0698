import { describe, expect, it } from 'vitest';
import { CALLS, DEALS, eventually, meanwhile, streamWorld } from '../testing/stream-world.js';

describe('a stream that resumes', () => {
  const disconnected = async (qs: string[]) => {
    const it = streamWorld();
    const before = it.open(qs);
    await eventually(() => expect(before.results()).toHaveLength(qs.length));
    const lastEventId = before.lastId()!;
    before.close();
    it.runs.length = 0;
    return { it, lastEventId };
  };

  it('is sent nothing that it has', async () => {
    const { it, lastEventId } = await disconnected([CALLS, DEALS]);
    it.cells('ticket');
    const stream = it.open([CALLS, DEALS], lastEventId);
    await meanwhile();
    expect(stream.results()).toEqual([]);
    expect(stream.ofKind('freshness')).toHaveLength(1);
    expect(it.runs).toEqual([]);
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(stream.results()).toEqual([[CALLS, 2]]));
  });

  it('is sent what changed meanwhile, and only that', async () => {
    const { it, lastEventId } = await disconnected([CALLS, DEALS]);
    it.value = 2;
    it.cells('call');
    const stream = it.open([CALLS, DEALS], lastEventId);
    await eventually(() => expect(stream.results()).toEqual([[CALLS, 2]]));
    await meanwhile();
    expect(stream.results()).toHaveLength(1);
    // And can go on from there.
    const next = stream.lastId();
    stream.close();
    const third = it.open([CALLS, DEALS], next);
    await meanwhile();
    expect(third.results()).toEqual([]);
  });

  it('is not sent again what it has because another stream asks the same for the first time', async () => {
    const { it, lastEventId } = await disconnected([CALLS]);
    const resumed = it.open([CALLS], lastEventId);
    const another = it.open([CALLS]);
    await eventually(() => expect(another.results()).toEqual([[CALLS, 1]]));
    expect(resumed.results()).toEqual([]);
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(another.results()).toHaveLength(2));
    expect(resumed.results()).toEqual([[CALLS, 2]]);
  });

  it('is sent what was restated while the answer that it has was being counted', async () => {
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
    letGo();
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 2]));
    const lastEventId = stream.lastId();
    stream.close();
    it.during = async () => {};
    const resumed = it.open([CALLS], lastEventId);
    await eventually(() => expect(resumed.results()).toEqual([[CALLS, 3]]));
  });

  it('keeps its place while others are pushed to', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS, DEALS]);
    await eventually(() => expect(stream.results()).toHaveLength(2));
    let letGo = () => {};
    // The deals are still being counted when the calls are sent: the client must not think that it has the deals.
    it.during = (metric) =>
      metric === 'deals_won' ? new Promise((resolve) => (letGo = resolve as () => void)) : Promise.resolve();
    it.value = 2;
    it.cells('deal');
    it.cells('call');
    await eventually(() => expect(stream.results()).toContainEqual([CALLS, 2]));
    const lastEventId = stream.lastId();
    it.during = async () => {};
    stream.close();
    letGo();
    const resumed = it.open([CALLS, DEALS], lastEventId);
    await eventually(() => expect(resumed.results()).toContainEqual([DEALS, 2]));
  });

  it.each([
    ['other questions were asked', async () => [[DEALS], null] as const],
    ['the id is nonsense', async () => [[CALLS], 'nonsense'] as const],
    ['the id is of another process', async () => [[CALLS], 'abcdefghijkl.0:3'] as const],
  ])('is sent everything when %s', async (_, how) => {
    const { it, lastEventId } = await disconnected([CALLS]);
    const [qs, id] = await how();
    const stream = it.open([...qs], id ?? lastEventId);
    await eventually(() => expect(stream.results()).toHaveLength(1));
  });

  it('is sent nothing that it has, however much happened elsewhere while it was connected', async () => {
    const it = streamWorld();
    const before = it.open([CALLS]);
    await eventually(() => expect(before.results()).toHaveLength(1));
    for (let n = 0; n < 200; n += 1) it.cells('ticket');
    it.hub.tick();
    const lastEventId = before.lastId()!;
    before.close();
    const resumed = it.open([CALLS], lastEventId);
    await meanwhile();
    expect(resumed.results()).toEqual([]);
  });

  it('is sent everything when too much has happened to remember, or something was missed', async () => {
    const many = await disconnected([CALLS]);
    for (let n = 0; n < 60; n += 1) many.it.cells('ticket');
    const late = many.it.open([CALLS], many.lastEventId);
    await eventually(() => expect(late.results()).toHaveLength(1));
    const gap = await disconnected([CALLS]);
    gap.it.lose();
    gap.it.cells('ticket');
    const stream = gap.it.open([CALLS], gap.lastEventId);
    await eventually(() => expect(stream.results()).toHaveLength(1));
  });

  it('is sent everything when its questions mean another day by now', async () => {
    const { it, lastEventId } = await disconnected([CALLS]);
    it.pass(86_400_000);
    const stream = it.open([CALLS], lastEventId);
    await eventually(() => expect(stream.results()).toHaveLength(1));
  });
});

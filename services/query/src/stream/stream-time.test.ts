import { describe, expect, it } from 'vitest';
import { CALLS, eventually, meanwhile, NOW, streamWorld, TARGET, TODAY } from '../testing/stream-world.js';

describe('time', () => {
  it('moves a relative period on, and the stream with it', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.value = 0;
    it.pass(14 * 3_600_000);
    it.hub.tick();
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 0]));
    it.value = 5;
    it.cells('call', TODAY + 86_400);
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 5]));
  });

  it('alone makes answers about the unanswered old', async () => {
    const it = streamWorld();
    const stream = it.open([TARGET]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.value = 0.5;
    it.pass(9_000);
    it.hub.tick();
    await meanwhile();
    expect(it.runs).toHaveLength(1);
    it.pass(1_500);
    it.hub.tick();
    await eventually(() => expect(stream.results().at(-1)).toEqual([TARGET, 0.5]));
  });
});

describe('who is there', () => {
  it('is asked again where those with nothing to show have rows, because joining changes no cell', async () => {
    const it = streamWorld();
    const everyone = 'calls?period=today&by=rep&zeros=true';
    const stream = it.open([CALLS, everyone]);
    await eventually(() => expect(stream.results()).toHaveLength(2));
    it.value = 2;
    it.pass(10_500);
    it.hub.tick();
    await eventually(() => expect(stream.results().at(-1)).toEqual([everyone, 2]));
    expect(it.runs).toHaveLength(3);
  });
});

describe('what is converted', () => {
  it('is asked again, because a rate that is corrected changes no cell', async () => {
    const it = streamWorld();
    const inEuros = 'revenue_won?period=today&currency=EUR';
    const stream = it.open([CALLS, inEuros]);
    await eventually(() => expect(stream.results()).toHaveLength(2));
    it.value = 2;
    it.pass(10_500);
    it.hub.tick();
    await eventually(() => expect(stream.results().at(-1)).toEqual([inEuros, 2]));
    expect(it.runs).toHaveLength(3);
  });
});

describe('what is split or filtered by products', () => {
  it.each(['units?period=today&by=product', 'units?period=today&filter=category:Widgets'])(
    'is asked again, because a product that is renamed or merged changes no cell: %s',
    async (ofProducts) => {
      const it = streamWorld();
      const stream = it.open([CALLS, ofProducts]);
      await eventually(() => expect(stream.results()).toHaveLength(2));
      it.value = 2;
      it.pass(10_500);
      it.hub.tick();
      await eventually(() => expect(stream.results().at(-1)).toEqual([ofProducts, 2]));
      expect(it.runs).toHaveLength(3);
    },
  );
});

describe('a stream says when it is behind', () => {
  it('about each second, as long as nothing is known or the lag is large', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    expect(stream.lastFreshness()).toEqual({ complete_to: null, lag_ms: null, live: false });
    it.progress(NOW);
    it.hub.tick();
    expect(stream.lastFreshness()).toMatchObject({ lag_ms: 0, live: true });
    it.pass(6_000);
    it.hub.tick();
    expect(stream.lastFreshness()).toMatchObject({ lag_ms: 6_000, live: false });
  });

  it('also when the pipeline is current and only the answer is not yet', async () => {
    const it = streamWorld();
    it.progress(NOW);
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    let letGo = () => {};
    it.during = () => new Promise((resolve) => (letGo = resolve as () => void));
    it.cells('call');
    await eventually(() => expect(it.runs).toHaveLength(2));
    it.pass(8_000);
    it.progress(NOW + 8_000);
    it.hub.tick();
    expect(stream.lastFreshness()).toMatchObject({ complete_to: '2026-03-18T10:00:00.000Z', live: false });
    it.during = async () => {};
    letGo();
    await eventually(() => {
      it.hub.tick();
      expect(stream.lastFreshness()).toMatchObject({ lag_ms: 0, live: true });
    });
  });

  it('is asked again when updates were missed', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.value = 7;
    it.lose();
    it.progress(NOW);
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 7]));
  });
});

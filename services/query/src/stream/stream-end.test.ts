import { describe, expect, it } from 'vitest';
import { CALLS, DEALS, eventually, meanwhile, streamWorld } from '../testing/stream-world.js';

describe('a client that reads slowly', () => {
  it('costs one answer per question, skips what it missed and gets the newest', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    stream.fill();
    for (let value = 2; value <= 6; value += 1) {
      it.value = value;
      it.cells('call');
      await eventually(() => expect(it.runs).toHaveLength(value));
      it.hub.tick();
    }
    // The write that filled it was the last one.
    const before = stream.written.length;
    await meanwhile();
    expect(stream.written.length).toBe(before);
    expect(stream.results().length).toBeLessThanOrEqual(2);
    stream.drain();
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 6]));
    expect(stream.results().length).toBeLessThanOrEqual(3);
  });

  it('is dropped, with a reason, when it takes nothing for long', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    stream.fill();
    it.hub.tick();
    it.pass(14_000);
    it.hub.tick();
    expect(it.hub.streamCount).toBe(1);
    it.pass(2_000);
    it.hub.tick();
    expect(stream.ofKind('dropped')[0]!.data).toMatchObject({ code: 'slow', retry_ms: 2_000 });
    expect(it.hub.streamCount).toBe(0);
  });
});

describe('the streams of a client that reads nothing', () => {
  it('hold only so much for it between them, and those of others are not touched', async () => {
    const it = streamWorld();
    const first = it.open([CALLS]);
    await eventually(() => expect(first.ofKind('freshness')).toHaveLength(1));
    first.fill();
    it.roomBytes = 10;
    const second = it.open([CALLS]);
    const other = it.open([CALLS], undefined, 'acme', 'key o');
    await eventually(() => expect(other.results()).toHaveLength(1));
    expect(second.ofKind('dropped')[0]!.data).toMatchObject({ code: 'slow' });
    expect(second.results()).toEqual([]);
    first.drain();
    const third = it.open([CALLS]);
    await eventually(() => expect(third.results()).toHaveLength(1));
  });
});

describe('a stream ends', () => {
  it('when its tenant is on another shard, and is told to come back', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    it.moved = true;
    it.hub.tick();
    expect(stream.ofKind('dropped')[0]?.data).toMatchObject({ code: 'restart', retry_ms: 2_000 });
    expect(it.hub.streamCount).toBe(0);
  });

  it('when its key is revoked', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.revoked = true;
    it.hub.tick();
    expect(stream.ofKind('dropped')[0]!.data).toMatchObject({ code: 'key' });
    expect(it.hub.streamCount).toBe(0);
  });

  it('when its key is revoked although its reader takes nothing', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    stream.fill();
    it.hub.tick();
    it.revoked = true;
    it.hub.tick();
    expect(stream.ofKind('dropped')[0]!.data).toMatchObject({ code: 'key' });
  });

  it('instead of pushing what its key may no longer read', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.revoked = true;
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(stream.ofKind('dropped')).toHaveLength(1));
    expect(stream.results()).toEqual([[CALLS, 1]]);
  });

  it('when the service stops', async () => {
    const it = streamWorld();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.hub.stop();
    expect(stream.ofKind('dropped')[0]!.data).toMatchObject({ code: 'restart' });
  });

  it('and with its last reader the query that is under way', async () => {
    const it = streamWorld();
    let aborted = 0;
    it.during = (_metric, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted += 1;
          reject(signal.reason);
        });
      });
    const [first, second] = [it.open([CALLS]), it.open([CALLS])];
    await eventually(() => expect(it.runs).toHaveLength(1));
    first.close();
    expect(aborted).toBe(0);
    second.close();
    expect(aborted).toBe(1);
    await meanwhile();
    expect([it.runs.length, it.failures]).toEqual([1, []]);
    // Its place in the gate is free again.
    it.during = async () => {};
    const later = it.open([CALLS, DEALS]);
    await eventually(() => expect(later.results()).toHaveLength(2));
  });

  it('and with its last reader the question is no longer asked', async () => {
    const it = streamWorld();
    const [first, second] = [it.open([CALLS, DEALS]), it.open([CALLS])];
    await eventually(() => expect(second.results()).toHaveLength(1));
    expect(it.hub.questionCount).toBe(2);
    first.close();
    expect(it.hub.questionCount).toBe(1);
    second.close();
    expect([it.hub.questionCount, it.hub.streamCount]).toEqual([0, 0]);
    const { length } = it.runs;
    it.cells('call');
    await meanwhile();
    expect(it.runs).toHaveLength(length);
  });
});

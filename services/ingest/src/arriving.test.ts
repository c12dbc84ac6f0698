import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ArrivingOptions, arriving } from './arriving.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const HOUR_MS = 3_600_000;

function reading(options: Partial<ArrivingOptions> = {}) {
  let waitedMs = 0;
  const request = new Readable({ read: () => {} });
  const bytes = arriving(request, {
    patience: {
      waited: (ms) => {
        waitedMs += ms;
        return null;
      },
      arrived: () => {},
    },
    isWelcome: () => true,
    signal: new AbortController().signal,
    ...options,
  });
  return { request, bytes, waitedMs: () => waitedMs };
}

describe('what arrives', () => {
  it('is timed only while it is waited for: whoever reads it may take as long as it likes', async () => {
    const { request, bytes, waitedMs } = reading();
    request.push('one');
    expect(String((await bytes.next()).value)).toBe('one');
    vi.advanceTimersByTime(HOUR_MS);
    request.push('two');
    expect(String((await bytes.next()).value)).toBe('two');
    expect(waitedMs()).toBe(0);

    const three = bytes.next();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    request.push('three');
    expect(String((await three).value)).toBe('three');
    expect(waitedMs()).toBe(HOUR_MS);
  });

  it('ends where the body ends, also when that was before it was read', async () => {
    const { request, bytes } = reading();
    request.push('one');
    request.push(null);
    const all = [];
    for await (const each of bytes) all.push(String(each));
    expect(all).toEqual(['one']);
  });

  it('is not waited for any longer when the sender goes away, or the service stops', async () => {
    const gone = reading();
    const next = gone.bytes.next();
    const rejected = expect(next).rejects.toThrow('the sender went away');
    await vi.advanceTimersByTimeAsync(10);
    gone.request.destroy(new Error('reset'));
    await rejected;

    const stopping = new AbortController();
    const stopped = reading({ signal: stopping.signal });
    const waiting = expect(stopped.bytes.next()).rejects.toThrow('stop');
    stopping.abort(new Error('stop'));
    await waiting;
  });

  it('leaves nothing behind on a body that it does not read to its end', async () => {
    const { request, bytes } = reading();
    request.push('one');
    for await (const _ of bytes) break;
    expect(['readable', 'end', 'close'].map((event) => request.listenerCount(event))).toEqual([0, 0, 0]);
    expect(request.destroyed).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retry } from './retry.js';

describe('retry', () => {
  const timing = { minMs: 100, maxMs: 1_000 };
  const failing = (times: number) => {
    let left = times;
    return vi.fn(async () => {
      left -= 1;
      if (left >= 0) throw new Error(`failure, ${left} left`);
      return 'done';
    });
  };

  it('gives the first success', async () => {
    const fn = failing(2);
    expect(await retry(fn, { minMs: 0, maxMs: 0 })).toBe('done');
    expect(fn.mock.calls).toEqual([[1], [2], [3]]);
  });

  it('gives up with the last error when the attempts are used up', async () => {
    const fn = failing(9);
    await expect(retry(fn, { attempts: 3, minMs: 0, maxMs: 0 })).rejects.toThrow('failure, 6 left');
    expect(fn).toHaveBeenCalledTimes(3);
  });

  it('doubles its waits up to the longest, each at least half fixed', async () => {
    const waits: number[] = [];
    const stop = new AbortController();
    const onRetry = (_error: unknown, attempt: number, waitMs: number) => {
      waits.push(waitMs);
      if (attempt === 6) stop.abort(new Error('enough'));
    };
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const result = retry(failing(99), { ...timing, signal: stop.signal, onRetry });
    const ended = expect(result).rejects.toThrow('enough');
    for (let i = 0; i < 10; i += 1) await vi.advanceTimersByTimeAsync(1_000);
    await ended;
    expect(waits).toHaveLength(6);
    [100, 200, 400, 800, 1_000, 1_000].forEach((ceiling, i) => {
      expect(waits[i]).toBeGreaterThanOrEqual(ceiling / 2);
      expect(waits[i]).toBeLessThanOrEqual(ceiling);
    });
  });

  it('waits as long as an error asks for, if that is longer', async () => {
    const waits: number[] = [];
    const asked = [0, 5_000];
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const result = retry(failing(2), {
      ...timing,
      leastWaitMs: () => asked.shift()!,
      onRetry: (_error, _attempt, waitMs) => waits.push(waitMs),
    });
    await vi.advanceTimersByTimeAsync(100);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await result).toBe('done');
    expect(waits[0]).toBeLessThanOrEqual(100);
    expect(waits[1]).toBe(5_000);
  });

  it('does not even begin when its signal has been given', async () => {
    const fn = failing(0);
    await expect(retry(fn, { ...timing, signal: AbortSignal.abort(new Error('over')) })).rejects.toThrow(
      'over',
    );
    expect(fn).not.toHaveBeenCalled();
  });

  it('ends a wait when the signal is given, with its reason', async () => {
    const stop = new AbortController();
    const result = retry(failing(9), {
      minMs: 60_000_000,
      maxMs: 60_000_000,
      signal: stop.signal,
      onRetry: () => queueMicrotask(() => stop.abort(new Error('over'))),
    });
    await expect(result).rejects.toThrow('over');
  });

  it('lets onRetry end it', async () => {
    const fn = failing(9);
    const onRetry = (error: unknown) => {
      throw error;
    };
    await expect(retry(fn, { ...timing, onRetry })).rejects.toThrow('failure, 8 left');
    expect(fn).toHaveBeenCalledTimes(1);
  });

  beforeEach(() => void vi.useRealTimers());
  afterEach(() => void vi.useRealTimers());
});

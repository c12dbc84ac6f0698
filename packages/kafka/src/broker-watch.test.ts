import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchBroker } from './broker-watch.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a broker that does not answer, or refuses, is told within 10 s, and again when it answers', async () => {
  let ask: () => Promise<unknown> = async () => {};
  let said: unknown[] = [];
  const watch = watchBroker({
    ask: () => ask(),
    onState: (...state) => (said = state),
    monotonicMs: Date.now,
  });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(said).toEqual([true]);

  ask = () => Promise.reject(new Error('connection refused'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(said).toEqual([true]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(said).toEqual([false, expect.stringContaining('connection refused')]);

  let answer = () => {};
  ask = () => new Promise<void>((resolve) => (answer = resolve));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said).toMatchObject([false, {}]);
  answer();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(said).toEqual([true]);
  ask = async () => {};
  answer();
  await watch.stop();
});

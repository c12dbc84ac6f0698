import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type EngineWatch, watchEngine } from './engine-watch.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An engine that the test starts, stops and lets hang; time is that of the fake timers. */
function scripted() {
  let startedMs: number | null = Date.now() - 60_000;
  const onRestart = vi.fn(async () => {});
  const states: boolean[] = [];
  const watch: EngineWatch = watchEngine({
    async uptimeS() {
      if (startedMs === null) throw new Error('refused');
      return Math.floor((Date.now() - startedMs) / 1_000);
    },
    onRestart,
    onState: (ok) => states.push(ok),
    monotonicMs: Date.now,
  });
  return {
    watch,
    onRestart,
    states,
    startAnew: () => (startedMs = Date.now()),
    stop: () => (startedMs = null),
  };
}

test('an engine that goes on is steady, and its uptime is known without asking', async () => {
  const { watch, onRestart } = scripted();
  expect([watch.isSteady(), watch.upS()]).toEqual([false, 0]);
  await vi.advanceTimersByTimeAsync(0);
  expect([watch.isSteady(), watch.upS()]).toEqual([true, 60]);
  await vi.advanceTimersByTimeAsync(30_500);
  expect([watch.isSteady(), watch.upS()]).toEqual([true, 90]);
  expect(onRestart).not.toHaveBeenCalled();
  await watch.stop();
});

test('an engine that comes back is steady once everything has begun anew', async () => {
  const { watch, onRestart, states, stop, startAnew } = scripted();
  await vi.advanceTimersByTimeAsync(0);
  stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([watch.isSteady(), states.at(-1)]).toEqual([false, false]);
  startAnew();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(onRestart).toHaveBeenCalledOnce();
  expect([watch.isSteady(), states.at(-1)]).toEqual([true, true]);
  await watch.stop();
});

test('a restart between two looks is noticed', async () => {
  const { watch, onRestart, startAnew } = scripted();
  await vi.advanceTimersByTimeAsync(500);
  startAnew();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(onRestart).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(onRestart).toHaveBeenCalledOnce();
  await watch.stop();
});

test('what could not be begun anew after a restart is tried again, and nothing is steady before', async () => {
  const { watch, onRestart, startAnew } = scripted();
  await vi.advanceTimersByTimeAsync(0);
  onRestart.mockRejectedValueOnce(new Error('no tables yet'));
  startAnew();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(watch.isSteady()).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(onRestart).toHaveBeenCalledTimes(2);
  expect(watch.isSteady()).toBe(true);
  await watch.stop();
});

test('an engine that hangs is not steady, however well it was', async () => {
  let hangs = false;
  const beganMs = Date.now();
  const watch = watchEngine({
    uptimeS: () =>
      hangs ? new Promise(() => {}) : Promise.resolve(Math.floor((Date.now() - beganMs) / 1_000)),
    onRestart: async () => {},
    onState: () => {},
    monotonicMs: Date.now,
  });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(watch.isSteady()).toBe(true);
  hangs = true;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(watch.isSteady()).toBe(false);
});

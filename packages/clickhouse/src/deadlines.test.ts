import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDeadlines } from './deadlines.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Ends only when it is told to. */
const never = (signal: AbortSignal) =>
  new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
const work = { what: 'restating 7 deal cells', withinMs: 1_000 };

test('an answer in time is the answer', async () => {
  const within = createDeadlines('http://ch');
  expect(await within(work, undefined, async () => 'here')).toBe('here');
  expect(vi.getTimerCount()).toBe(0);
});

test('an answer that does not come is an error that says what was asked, and whoever asked is told', async () => {
  const within = createDeadlines('http://ch');
  const onGivenUp = vi.fn();
  const late = within({ ...work, onGivenUp }, undefined, never);
  const said = expect(late).rejects.toThrow(
    'ClickHouse at http://ch has not answered within 1 s (restating 7 deal cells)',
  );
  await vi.advanceTimersByTimeAsync(1_000);
  await said;
  expect(onGivenUp).toHaveBeenCalledOnce();
});

test('work that was given up gets more time, up to three times, until it succeeds once', async () => {
  const within = createDeadlines('http://ch');
  const limits: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    // The number in it does not make it another kind of work.
    const late = within({ ...work, what: `restating ${i} deal cells` }, undefined, never).catch((error) =>
      limits.push(Number(/within (\d+) s/.exec(error.message)?.[1])),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    await late;
  }
  expect(limits).toEqual([1, 2, 3, 3]);
  await within(work, undefined, async () => 'here');
  const late = expect(within(work, undefined, never)).rejects.toThrow('within 1 s');
  await vi.advanceTimersByTimeAsync(1_000);
  await late;
});

test('whoever asked can end it, with its own reason', async () => {
  const within = createDeadlines('http://ch');
  const gone = new AbortController();
  const ended = expect(within(work, gone.signal, never)).rejects.toThrow('aborted');
  gone.abort();
  await ended;
});

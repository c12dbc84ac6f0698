import { setTimeout as sleep } from 'node:timers/promises';

const AGAIN_MS = 100;

/** Polls until the condition holds; throws with `what` when it does not within `withinMs`. Resolves with how long it took, in ms. */
export async function until(
  what: string,
  withinMs: number,
  condition: () => boolean | Promise<boolean>,
): Promise<number> {
  const began = performance.now();
  for (;;) {
    if (await condition()) return performance.now() - began;
    if (performance.now() - began > withinMs) throw new Error(`not within ${withinMs / 1_000} s: ${what}`);
    await sleep(AGAIN_MS);
  }
}

/** The promise, or a rejection with `what` after so long. */
export async function within<T>(what: string, withinMs: number, promise: Promise<T>): Promise<T> {
  let isOver = false;
  const over = promise.finally(() => (isOver = true));
  await until(what, withinMs, () => isOver);
  return over;
}

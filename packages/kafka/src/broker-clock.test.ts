import { expect, test } from 'vitest';
import { createBrokerClock } from './broker-clock.js';

function clockAt(startMs: number) {
  let nowMs = startMs;
  return { clock: createBrokerClock(() => nowMs), pass: (ms: number) => (nowMs += ms) };
}

test('nothing is known of a broker that has not been heard of', () => {
  expect(clockAt(0).clock.now()).toBeNull();
});

test('time goes on from the stamp that took the shortest way, so it never runs ahead of the broker', () => {
  const { clock, pass } = clockAt(5_000);
  // The broker's clock is 1,000,000 ms ahead of ours.
  for (const [atMs, tookMs] of [
    [5_100, 80],
    [5_200, 10],
    [5_300, 200],
  ] as const) {
    pass(100);
    clock.observe(1_000_000 + atMs - tookMs);
  }
  expect(clock.now()).toBe(1_000_000 + 5_300 - 10);
  pass(40);
  expect(clock.now()).toBe(1_000_000 + 5_340 - 10);
});

test('a broker whose clock was set back is followed within two periods', () => {
  const { clock, pass } = clockAt(0);
  clock.observe(2_000_000);
  for (let i = 0; i < 3; i += 1) {
    pass(31_000);
    clock.observe(1_000_000 + (i + 1) * 31_000);
  }
  expect(clock.now()).toBe(1_093_000);
});

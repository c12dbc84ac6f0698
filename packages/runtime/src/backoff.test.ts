import { expect, it } from 'vitest';
import { backoffMs } from './backoff.js';

it('waits twice as long after each failure, up to a limit', () => {
  const waits = [1, 2, 3, 4, 5, 100].map((failures) => backoffMs(failures, { minMs: 200, maxMs: 1_500 }));
  expect(waits).toEqual([200, 400, 800, 1_500, 1_500, 1_500]);
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aReceiver } from '../testing/alerts.js';
import { readableLog } from '../testing/readable-log.js';
import type { Delivery } from './delivery.js';
import { startHeartbeat } from './heartbeat.js';

const MINUTE = 60_000;

it('beats as long as alerts are alive, also after one that did not arrive', async () => {
  let alive = true;
  const deliver = vi.fn<Delivery['deliver']>(async () => [{ receiver: 'sales', fate: 'delivered' }]);
  deliver.mockRejectedValueOnce(new Error('stopping'));
  const heart = startHeartbeat({
    heartbeat: { everyMs: MINUTE, receiver: aReceiver() },
    delivery: { deliver, pending: () => [], failed: () => [], drop: () => {} },
    isAlive: () => alive,
    now: Date.now,
    log: readableLog().log,
  });
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  expect(deliver).toHaveBeenCalledTimes(3);
  const [notification, options] = deliver.mock.calls[0]!;
  expect(notification).toMatchObject({ kind: 'heartbeat', transitions: [] });
  expect(options).toEqual({ to: ['sales'], giveUpAfterMs: MINUTE });
  expect(new Set(deliver.mock.calls.map(([{ id }]) => id)).size).toBe(3);
  alive = false;
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  expect(deliver).toHaveBeenCalledTimes(3);
  alive = true;
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(deliver).toHaveBeenCalledTimes(4);
  await heart.stop();
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  expect(deliver).toHaveBeenCalledTimes(4);
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

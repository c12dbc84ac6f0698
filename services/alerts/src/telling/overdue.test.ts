import { expect, it } from 'vitest';
import type { Pending } from '../delivery/lane.js';
import { NOON } from '../testing/alerts.js';
import { overdue } from './overdue.js';

const MINUTE = 60_000;
const nowMs = NOON * 1_000;

const pending = (receiver: string, minutes: number | null, kind: Pending['kind'] = 'alert'): Pending => ({
  tenant: 'demo',
  receiver,
  notification: '1',
  kind,
  sinceMs: nowMs - 600 * MINUTE,
  letGoMs: minutes === null ? null : nowMs - minutes * MINUTE,
  attempts: minutes === null ? null : 3,
  lastError: null,
  nextMs: null,
});

it('says which receiver is waited for longest, once that is minutes', () => {
  expect(overdue([], nowMs)).toBeNull();
  expect(overdue([pending('a', 4)], nowMs)).toBeNull();
  expect(overdue([pending('a', 6), pending('b', 8), pending('c', 7)], nowMs)).toBe(
    'the receiver b has not taken a notification for 8 min',
  );
});

it('is not late with what is held back, nor with heartbeats and tests', () => {
  const others = [pending('a', null), pending('b', 60, 'heartbeat'), pending('c', 60, 'test')];
  expect(overdue(others, nowMs)).toBeNull();
});

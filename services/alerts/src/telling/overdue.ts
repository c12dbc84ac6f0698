import type { Pending } from '../delivery/lane.js';
import { isAboutAlerts } from '../delivery/wanted.js';

/** What is on its way to a receiver for longer than this makes telling unhealthy. */
const OVERDUE_AFTER_MS = 5 * 60_000;

/**
 * What is wrong when a receiver has not taken what it was to have minutes ago; null: nothing. What is held back, by
 * quiet hours or to wait for others, is not late; nor are heartbeats and tests, which nobody has to be told.
 */
export function overdue(pending: readonly Pending[], nowMs: number): string | null {
  let oldest: { receiver: string; letGoMs: number } | null = null;
  for (const one of pending) {
    const { receiver, letGoMs } = one;
    if (letGoMs === null || !isAboutAlerts(one)) continue;
    if (oldest === null || letGoMs < oldest.letGoMs) oldest = { receiver, letGoMs };
  }
  if (oldest === null || nowMs - oldest.letGoMs <= OVERDUE_AFTER_MS) return null;
  const minutes = Math.floor((nowMs - oldest.letGoMs) / 60_000);
  return `the receiver ${oldest.receiver} has not taken a notification for ${minutes} min`;
}

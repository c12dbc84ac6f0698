import type { GoalProgress } from '@tallyboard/api/goals';
import { type Polled, startPolling } from '../polled.js';

export type GoalWatch = Polled<readonly GoalProgress[]>;

/** What is expected by now moves with the clock. */
const ASK_MS = 5_000;

/** Keeps the goals of the page's office, or all of them, up to date. */
export function startGoals(search: string): GoalWatch {
  const office = new URLSearchParams(search).get('office');
  return startPolling(
    () => `v1/goals${office ? `?office=${encodeURIComponent(office)}` : ''}`,
    ASK_MS,
    readGoals,
  );
}

/** The body of `GET /v1/goals`, or null when it is not one. */
function readGoals(body: unknown): GoalProgress[] | null {
  const goals = (body as { goals?: unknown } | null)?.goals;
  return Array.isArray(goals) ? goals.filter((each) => typeof each?.target === 'number') : null;
}

import type { GoalProgress } from '@tallyboard/api/goals';
import { ask } from '../ask.js';

export interface Told {
  goals: readonly GoalProgress[];
  /** The last request came to nothing: what is shown was so at these epoch ms. */
  lostMs: number | null;
}

export interface GoalWatch {
  told(): Told;
  /** Calls `listener` after each change; returns what ends it. */
  subscribe(listener: () => void): () => void;
}

/** What is expected by now moves with the clock, so goals are asked for again and not pushed. */
const ASK_MS = 5_000;

/** Keeps the goals of the page's office, or all of them, up to date. */
export function startGoals(search: string): GoalWatch {
  const office = new URLSearchParams(search).get('office');
  const url = `v1/goals${office ? `?office=${encodeURIComponent(office)}` : ''}`;
  let told: Told = { goals: [], lostMs: null };
  let heardMs = Date.now();
  const listeners = new Set<() => void>();
  const show = (change: Partial<Told>) => {
    told = { ...told, ...change };
    for (const listener of listeners) listener();
  };
  const look = async () => {
    const answer = await ask(url);
    const goals = answer.kind === 'answer' ? readGoals(answer.body) : null;
    if (goals) heardMs = Date.now();
    show(goals ? { goals, lostMs: null } : { lostMs: heardMs });
    setTimeout(look, ASK_MS);
  };
  void look();
  return {
    told: () => told,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The body of `GET /v1/goals`, or null when it is not one. */
function readGoals(body: unknown): GoalProgress[] | null {
  const goals = (body as { goals?: unknown } | null)?.goals;
  return Array.isArray(goals) ? goals.filter((each) => typeof each?.target === 'number') : null;
}

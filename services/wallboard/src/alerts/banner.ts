import type { Alert } from './wire.js';

/** What the banner across the wall shows. */
export interface Banner {
  alert: Alert;
  /** Everybody should look, or somebody has said that they do. */
  isCalm: boolean;
  /** Which of those that take turns, counted from 1. */
  place: number;
  of: number;
}

export interface Counts {
  firing: number;
  pending: number;
  acknowledged: number;
  silenced: number;
}

const SEVERITY = { critical: 0, warning: 1, info: 2 };

/** Those that take turns on the wall: the firing ones, worst first; only without any the acknowledged ones. */
function queueOf(alerts: readonly Alert[]): Alert[] {
  const firing = alerts.filter(({ state }) => state === 'firing');
  const queue = firing.length > 0 ? firing : alerts.filter(({ state }) => state === 'acknowledged');
  return queue.sort(
    (a, b) =>
      SEVERITY[a.severity] - SEVERITY[b.severity] ||
      b.since.localeCompare(a.since) ||
      a.id.localeCompare(b.id),
  );
}

/** The alert whose turn it is, or null when there is nothing to look at. `turn` counts up without end. */
export function bannerOf(alerts: readonly Alert[], turn: number): Banner | null {
  const queue = queueOf(alerts);
  const index = queue.length > 0 ? turn % queue.length : 0;
  const alert = queue[index];
  return alert ? { alert, isCalm: alert.state === 'acknowledged', place: index + 1, of: queue.length } : null;
}

export function countsOf(alerts: readonly Alert[]): Counts {
  const counts: Counts = { firing: 0, pending: 0, acknowledged: 0, silenced: 0 };
  for (const { state } of alerts) if (state in counts) counts[state as keyof Counts] += 1;
  return counts;
}

/** Ids of those that people saw on the wall and that are open no more. */
export function endedIds(before: readonly Alert[], after: readonly Alert[]): string[] {
  const open = new Set(after.map(({ id }) => id));
  return before
    .filter(({ id, state }) => (state === 'firing' || state === 'acknowledged') && !open.has(id))
    .map(({ id }) => id);
}

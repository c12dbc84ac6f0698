import type { Alert } from './wire.js';

/** What of the list is shown; '' is all of it. */
export interface Filter {
  state: string;
  rule: string;
}

const ORDER = [
  'firing',
  'acknowledged',
  'silenced',
  'data_missing',
  'pending',
  'resolved',
  'withdrawn',
  'inactive',
];

/** Those that pass, firing ones first, then those that cannot be judged or are pending, then past ones, the latest first. */
export function listOf(alerts: readonly Alert[], { state, rule }: Filter): Alert[] {
  const isPast = (alert: Alert) => alert.ended_at !== null;
  const rank = (alert: Alert) => (isPast(alert) ? ORDER.length : ORDER.indexOf(alert.state));
  return alerts
    .filter((alert) => (state === '' || alert.state === state) && (rule === '' || alert.rule === rule))
    .sort((a, b) => rank(a) - rank(b) || b.since.localeCompare(a.since) || a.id.localeCompare(b.id));
}

/** What there is to filter by, in the order of the list. */
export function choicesOf(alerts: readonly Alert[]): { states: string[]; rules: string[] } {
  const states = new Set<string>(alerts.map(({ state }) => state));
  const rules = [...new Set(alerts.map(({ rule }) => rule))].sort();
  return { states: ORDER.filter((state) => states.has(state)), rules };
}

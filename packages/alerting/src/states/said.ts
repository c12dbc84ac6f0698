import type { Transition } from '../alert.js';
import { isTurn, type Said } from './reconcile.js';

/**
 * What transitions of one group of one rule, in the order in which they were said, come to; a repeated id counts once.
 * `before`: what was said before them.
 */
export function saidBy(transitions: readonly Transition[], before: readonly Said[] = []): Said[] {
  const alerts = new Map(before.map((each) => [each.alert, { ...each }]));
  const seen = new Set<string>();
  for (const { id, alert, state, at, since } of transitions) {
    if (seen.has(id)) continue;
    seen.add(id);
    const known = alerts.get(alert) ?? {
      alert,
      since,
      firedAt: null,
      firedBy: null,
      endedAt: null,
      isWithdrawn: false,
      turns: 0,
    };
    if (isTurn({ state })) known.turns += 1;
    if (state === 'firing')
      Object.assign(known, { firedAt: known.firedAt ?? at, firedBy: id, endedAt: null });
    if (state === 'resolved' || state === 'inactive') known.endedAt = at;
    if (state === 'withdrawn') known.isWithdrawn = true;
    alerts.set(alert, known);
  }
  return [...alerts.values()];
}

import { secondsOf } from '@tallyboard/alerting/durations';
import type { Rule } from '@tallyboard/alerting/rule';
import type { Delivery } from '../delivery/delivery.js';
import { type AlertBook, isOpen } from '../log/alert-book.js';
import { hushOf } from './routing.js';

/** Tells others of what fires and was not acknowledged in time; each alert once, under one id. */
export function createEscalation(
  book: AlertBook,
  delivery: Delivery,
  linkTo: (alert: string) => string,
): (tenant: string, rule: Rule, nowMs: number) => void {
  const told = new Set<string>();
  return (tenant, rule, nowMs) => {
    const { escalate } = rule;
    if (!escalate) return;
    for (const alert of book.openOf(tenant, rule.name)) {
      const fired = alert.steps.find(({ state }) => state === 'firing');
      if (!fired || !isOpen(alert) || alert.acknowledged || told.has(fired.alert)) continue;
      if (nowMs / 1_000 - fired.at < secondsOf(escalate.after)) continue;
      if (hushOf(fired, { book, rule, atSeconds: nowMs / 1_000 }) !== null) continue;
      told.add(fired.alert);
      void delivery
        .deliver(
          {
            id: `${fired.alert}-escalation`,
            tenant,
            kind: 'escalation',
            transitions: [alert.steps.at(-1)!],
            links: { [fired.alert]: linkTo(fired.alert) },
          },
          { to: escalate.notify },
        )
        .catch(() => told.delete(fired.alert));
    }
  };
}

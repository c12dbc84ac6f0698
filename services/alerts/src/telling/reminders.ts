import { secondsOf } from '@tallyboard/alerting/durations';
import type { Rule } from '@tallyboard/alerting/rule';
import type { AlertBook, Standing } from '../log/alert-book.js';
import type { AlertRecord, Reminder } from '../log/records.js';
import { hushOf, whyQuiet } from './routing.js';

/**
 * What is to be told of alerts that fire still: that nobody has acknowledged one in time, and that one fires of
 * which nobody was told because it was quiet then. Each once, because the log remembers it. `atSeconds`: now.
 */
export function remindersDue(
  book: AlertBook,
  ruleOf: (tenant: string, name: string) => Rule | undefined,
  atSeconds: number,
): AlertRecord[] {
  return book.open().flatMap((alert): Reminder[] => {
    const fired = alert.steps.find(({ state }) => state === 'firing');
    if (!fired || fired.is_history || alert.acknowledged || alert.steps.at(-1)!.state !== 'firing') return [];
    const rule = ruleOf(fired.tenant, fired.rule);
    if (!rule || whyQuiet(fired, { book, rule, atSeconds }) !== null) return [];
    const saidAt = (book.saidAt(fired) ?? 0) / 1_000;
    const isDue = (reason: Reminder['reason']) => alert.reminders.every((each) => each.reason !== reason);
    if (hushOf(fired, { book, rule, atSeconds: saidAt }) !== null && isDue('quiet_is_over'))
      return [reminderOf(alert, 'quiet_is_over')];
    const { escalate } = rule;
    return escalate && isDue('escalation') && atSeconds - saidAt >= secondsOf(escalate.after)
      ? [{ ...reminderOf(alert, 'escalation'), to: escalate.notify }]
      : [];
  });
}

function reminderOf({ steps }: Standing, reason: Reminder['reason']): Reminder {
  const { tenant, alert } = steps[0]!;
  return { kind: 'reminder', tenant, alert, reason };
}

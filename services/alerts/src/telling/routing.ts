import type { Transition } from '@tallyboard/alerting/alert';
import { isWithin } from '@tallyboard/alerting/hours';
import type { AlertBook, Standing } from '../log/alert-book.js';
import type { Routing } from '../log/records.js';

/** Why nobody is told of a step; null: they are. */
export type Hush = 'no news' | 'history' | 'silenced' | 'quiet hours' | 'inhibited' | 'not told before';

/** Of a rule: as it was said of a step, else as it is now. */
export const routingOf = (
  step: Transition,
  { book, rule }: { book: AlertBook; rule: Routing | undefined },
): Routing | undefined => book.rules.routingAt(step.tenant, step.rule, book.saidAt(step) ?? 0) ?? rule;

/**
 * Which receivers are told of a step; undefined: all. Of the end of an alert all who were told that it fires, by whatever
 * the rule said then or by an escalation.
 */
export function receiversOf(
  step: Transition,
  { book, rule }: { book: AlertBook; rule: Routing | undefined },
): readonly string[] | undefined {
  const alert = isNews(step) ? null : book.alert(step.tenant, step.alert);
  const news = alert?.steps.filter(isNews) ?? [];
  const lists = (news.length > 0 ? news : [step]).map((each) => routingOf(each, { book, rule })?.notify);
  const escalated = alert?.reminders.flatMap(({ to = [] }) => to) ?? [];
  return lists.includes(undefined)
    ? undefined
    : [...new Set([...lists.flatMap((list) => list!), ...escalated])];
}

/**
 * Whether receivers are told of a step. Who was told that something fires is told that it is over or was not so, whatever
 * is silenced meanwhile; who was not told is not.
 */
export function hushOf(
  step: Transition,
  { book, rule, atSeconds }: { book: AlertBook; rule: Routing | undefined; atSeconds: number },
): Hush | null {
  if (step.is_history) return 'history';
  if (step.state === 'pending' || step.state === 'inactive') return 'no news';
  if (isNews(step)) return whyQuiet(step, { book, rule: routingOf(step, { book, rule }), atSeconds });
  const alert = book.alert(step.tenant, step.alert);
  const fired = alert?.steps.find(isNews);
  // Better told to one who was not told that it fired than not to one who was.
  if (!fired && book.isFaded(step.alert)) return null;
  if (!alert || !fired || fired.is_history) return 'not told before';
  if (alert.reminders.length > 0) return null;
  const firedAtSeconds = (book.saidAt(fired) ?? 0) / 1_000;
  const routing = routingOf(fired, { book, rule });
  return whyQuiet(fired, { book, rule: routing, atSeconds: firedAtSeconds }) === null
    ? null
    : 'not told before';
}

const isNews = ({ state }: Transition): boolean => state === 'firing' || state === 'data_missing';

/** Why nobody is told of what fires, at an instant; null: they are. */
export function whyQuiet(
  step: Transition,
  { book, rule, atSeconds }: { book: AlertBook; rule: Routing | undefined; atSeconds: number },
): Hush | null {
  if (book.silenceOf(step, atSeconds)) return 'silenced';
  if (rule?.quiet && isWithin(rule.quiet, atSeconds, step.tz ?? 'UTC')) return 'quiet hours';
  const inhibitors = rule?.inhibited_by ?? [];
  // Else each step of many would look through all alerts.
  if (inhibitors.length === 0) return null;
  const isInhibited = book
    .of(step.tenant)
    .some(
      (other) =>
        isFiringAt(other, book, atSeconds) &&
        inhibitors.includes(other.steps[0]!.rule) &&
        concerns(other.steps[0]!, step) &&
        !isExplainedBy(step, other, book),
    );
  return isInhibited ? 'inhibited' : null;
}

/** By what had been said then. */
const isFiringAt = ({ steps }: Standing, book: AlertBook, atSeconds: number): boolean =>
  steps.findLast((step) => (book.saidAt(step) ?? 0) <= atSeconds * 1_000)?.state === 'firing';

/** Of rules that keep each other quiet one is told: that which began first. */
function isExplainedBy(step: Transition, other: Standing, book: AlertBook): boolean {
  const began = other.steps.find(isNews)!;
  const [own, theirs] = [book.saidAt(step) ?? 0, book.saidAt(began) ?? 0];
  const isFirst = own < theirs || (own === theirs && step.alert < began.alert);
  return isFirst && keepsQuiet(step, began.rule, book);
}

/** Whether the rule of a step keeps another quiet, itself or by others. */
function keepsQuiet({ tenant, rule }: Transition, other: string, book: AlertBook): boolean {
  const seen = new Set([other]);
  for (const each of seen) for (const inhibitor of book.rules.inhibitorsOf(tenant, each)) seen.add(inhibitor);
  return seen.has(rule);
}

/** Of the same group, as far as both are split. */
const concerns = (inhibitor: Transition, step: Transition): boolean =>
  Object.entries(inhibitor.group).every(([name, value]) => (step.group[name] ?? value) === value);

import { boundsBetween } from '@tallyboard/calendar/intervals';
import { localTime, periodAround } from '@tallyboard/calendar/shifts';
import type { Metric } from '@tallyboard/metrics/metric';
import type { Rule } from '../rule.js';
import { amount } from '../words/amounts.js';
import { type Condition, ofInstant } from './condition.js';

/** Before so much of a period is over nobody is called late. */
const LEAST_SHARE = 0.2;

/** What a period has come to against so much of its target as working days of it are over. */
export function offPace(
  metric: Metric,
  { target, period, tolerance = 0.1 }: NonNullable<Rule['off_pace']>,
  tz: string,
  isWorkday: (at: number) => boolean,
): Condition {
  const span = ofInstant((at) => ({ from: periodAround(at - 1, period, tz)[0], to: at }));
  /** What is due of the period at an instant, and whether it is early in it. */
  const dueAt = ofInstant((at) => {
    const [from, to] = periodAround(at - 1, period, tz);
    const over = workdays(from, at, tz, isWorkday) / workdays(from, to, tz, isWorkday);
    return { due: target * over, isEarly: over < LEAST_SHARE };
  });
  return {
    reads: [],
    spans: (at) => [span(at)],
    isFine: false,
    words: `more than ${amount(tolerance, 'ratio')} behind the pace for ${amount(target, metric.unit)} a ${period}`,
    isSureEarly: false,
    judge(at, view) {
      const so = span(at);
      const { value, n } = view.numbers(so);
      const { due, isEarly } = dueAt(at);
      return {
        ...so,
        value,
        n,
        against: { value: due, n: null, words: `the pace for ${amount(target, metric.unit)}` },
        chance: null,
        holds: isEarly || value === null ? null : value < due * (1 - tolerance),
      };
    },
  };
}

/** Working days in a span, the parts of days by their length. */
function workdays(from: number, to: number, tz: string, isWorkday: (at: number) => boolean): number {
  const days = boundsBetween(from, to, 'day', tz);
  let sum = 0;
  for (const [i, start] of days.slice(0, -1).entries())
    if (isWorkday(start)) sum += Math.min(1, (days[i + 1]! - start) / 86_400);
  return Math.max(sum, Number.MIN_VALUE);
}

/** From Monday to Friday. */
export const isWeekday = (tz: string) => (at: number) => localTime(at, tz).weekday <= 5;

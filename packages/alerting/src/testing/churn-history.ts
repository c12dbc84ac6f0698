import { Random } from '@tallyboard/runtime/random';
import type { Rate } from '../statistics/rates.js';

/** What makes a rate of churn wobble though nothing is wrong. */
export interface ChurnWobble {
  /** Spread of a month's factor, log-normal. */
  months?: number;
  /** Height of a wave a year long: 0.15 is ±15 %. */
  season?: number;
  /** Customers leave on working days, most of them on Mondays. */
  weekdays?: boolean;
  /** Growth in a year: 0.5 is +50 %. */
  growth?: number;
  /** One week of the second year has so much more: 0.4 is +40 %. */
  badWeek?: number;
}

export interface ChurnChange {
  /** The day from which it holds. */
  day: number;
  /** By how much the rate is multiplied. */
  factor: number;
}

const MONTH_DAYS = 365 / 12;
const OF_WEEKDAY = [1.6, 1.3, 1.2, 1.2, 1.1, 0.4, 0.2];

/** Two years of a company; churn over customer-days between two days, [from, to). */
export function churnHistory(
  seed: number,
  company: { customers: number; monthlyChurn: number; days: number },
  wobble: ChurnWobble,
  change: ChurnChange | null,
): (from: number, to: number) => Rate {
  const { customers, monthlyChurn, days } = company;
  const random = new Random('churn', seed);
  const phase = random.between(0, 2 * Math.PI);
  const badWeek = random.whole(days / 2, days - 7);
  const months = Array.from({ length: Math.ceil(days / MONTH_DAYS) }, () =>
    wobble.months ? random.around(1, wobble.months) : 1,
  );
  const events = [0];
  const exposure = [0];
  for (let day = 0; day < days; day += 1) {
    const size = customers * (1 + (wobble.growth ?? 0)) ** ((day - days / 2) / 365);
    let rate = monthlyChurn / MONTH_DAYS;
    rate *= months[Math.floor(day / MONTH_DAYS)]!;
    rate *= 1 + (wobble.season ?? 0) * Math.sin(phase + (2 * Math.PI * day) / 365);
    if (wobble.weekdays) rate *= OF_WEEKDAY[day % 7]!;
    if (wobble.badWeek && day >= badWeek && day < badWeek + 7) rate *= 1 + wobble.badWeek;
    if (change && day >= change.day) rate *= change.factor;
    events.push(events[day]! + random.poisson(size * rate));
    exposure.push(exposure[day]! + size);
  }
  return (from, to) => ({
    events: events[to]! - events[from]!,
    exposure: exposure[to]! - exposure[from]!,
  });
}

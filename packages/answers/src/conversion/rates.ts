import { instantOf, localDate } from '@tallyboard/calendar/periods';
import type { Clock } from '../clocks.js';
import type { Database } from '../database.js';
import { LIMITS } from '../limits.js';
import { badParameter, type Refusal } from '../refusal.js';
import { unitsOf } from '../units.js';
import { RATE_PLACES, type Rate, RateBook } from './rate-book.js';

/** What an answer is converted by. */
export interface Rates {
  book: RateBook;
  /**
   * Days between which no rate changes: the first of the period, and each on which one does. A segment begins on each.
   */
  days: readonly string[];
  /** When each segment begins by each of the clocks, epoch seconds; the first before all that is. */
  segments: readonly (readonly number[])[];
}

/** The rates of a tenant that hold at some time of the period, for amounts in `target`. A Refusal when they are too many. */
export async function ratesOf(
  database: Database,
  tenant: string,
  target: string,
  clocks: readonly Clock[],
  signal?: AbortSignal,
): Promise<Rates | Refusal> {
  const first = clocks.map(({ bounds, tz }) => localDate(bounds[0]!, tz)).sort()[0]!;
  const last = clocks
    .map(({ bounds, tz }) => localDate(bounds.at(-1)!, tz))
    .sort()
    .at(-1)!;
  const told = await database.rows<Told>(RATES, { tenant, first, last }, signal);
  if (told.length > LIMITS.rates)
    return badParameter(
      'currency',
      `more than ${LIMITS.rates.toLocaleString('en-US')} exchange rates hold at some time of the period: take a shorter one`,
    );
  const rates = told.map((each): Rate => ({ ...each, rate: unitsOf(each.rate, RATE_PLACES) }));
  const days = [
    first,
    ...new Set(
      rates
        .map(({ from }) => from)
        .filter((from) => from > first)
        .sort(),
    ),
  ];
  return {
    book: new RateBook(rates, target),
    days,
    segments: clocks.map(({ tz }) => days.map((day, i) => (i === 0 ? 0 : beginOf(day, tz)))),
  };
}

type Told = Omit<Rate, 'rate'> & { rate: string };

const RATES = `SELECT base, quote, toString(effective_from) AS from, toString(until) AS until, toString(rate) AS rate
FROM rates WHERE tenant = {tenant:String} AND rates.effective_from <= {last:Date32} AND rates.until > {first:Date32}
ORDER BY rate_id, rates.effective_from LIMIT ${LIMITS.rates + 1} SETTINGS max_execution_time = ${LIMITS.querySeconds}`;

/** On a quarter hour, on which all clocks of today begin their days. */
const beginOf = (day: string, tz: string): number => Math.ceil(instantOf(day, tz)! / 900) * 900;

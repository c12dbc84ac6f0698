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

/** Which rates are wanted. */
export interface RatesAsked {
  target: string;
  clocks: readonly Clock[];
  /** Epoch seconds: what is in stock at an end to come goes by the day of asking. */
  now: number;
  /** Also those of all time before the period, by which what came in since then is converted. */
  sinceEver: boolean;
}

/** The rates of a tenant that hold at some time of the period, or when it is asked. A Refusal when they are too many. */
export async function ratesOf(
  database: Database,
  tenant: string,
  { target, clocks, now, sinceEver }: RatesAsked,
  signal?: AbortSignal,
): Promise<Rates | Refusal> {
  const first = clocks
    .map(({ bounds, tz }) => localDate(sinceEver ? 0 : Math.min(bounds[0]!, now), tz))
    .sort()[0]!;
  const last = clocks
    .map(({ bounds, tz }) => localDate(bounds.at(-1)!, tz))
    .sort()
    .at(-1)!;
  const told = await database.rows<Told>(RATES, { tenant, first, last }, signal);
  const most = LIMITS.rates.toLocaleString('en-US');
  if (told.length > LIMITS.rates)
    return badParameter(
      'currency',
      sinceEver
        ? `more than ${most} exchange rates were told since the beginning, by all of which it would be converted: leave currency out`
        : `more than ${most} exchange rates hold at some time of the period: take a shorter one`,
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
const beginOf = (day: string, tz: string): number => Math.max(0, Math.ceil(instantOf(day, tz)! / 900) * 900);

import type * as Api from '@tallyboard/api/query';
import { localDate } from '@tallyboard/calendar/periods';
import type { Quantity } from '@tallyboard/metrics/quantity';
import type { CellsRow } from '../cells/cells-query.js';
import type { Clock } from '../clocks.js';
import { ONE, type Rate, type Worth } from './rate-book.js';
import type { Rates } from './rates.js';

/** Converted amounts have the places of amounts and those of rates; they are rounded when they are written. */
export const CONVERTED_PLACES = 16;

/** On which days the rates hold by which amounts of a formula are converted. */
export type RateDay = 'own' | 'start' | 'end';

/** What flows, or ever flowed, is converted by the rate of its own day, what is in stock by that of the instant at which it is. */
export const rateDayOf = ({ window, isAccrued }: Quantity): RateDay =>
  window === 'interval' || isAccrued ? 'own' : window === 'before_start' ? 'start' : 'end';

/**
 * The day of the rates for what there is by a clock when an interval starts or ends, or now where that is earlier. An interval
 * that the clock has not is one of another.
 */
export function instantDay(
  clocks: readonly Clock[],
  clock: Clock,
  at: Exclude<RateDay, 'own'>,
  interval: number,
  now: number,
): string {
  const { bounds, intervals, tz } = intervalsBy(clocks, clock, interval);
  const own = intervals.indexOf(interval);
  const day = localDate(at === 'start' ? bounds[own]! : bounds[own + 1]! - 1, tz);
  return [day, localDate(now, clock.tz)].sort()[0]!;
}

const intervalsBy = (clocks: readonly Clock[], clock: Clock, interval: number): Clock =>
  [clock, ...clocks].find(({ intervals }) => intervals.includes(interval))!;

/** Amounts in one currency, and an account of what they were converted by. Of one answer. */
export class Conversion {
  readonly #used = new Map<string, { currency: string; worth: Worth; rates: Set<Rate> }>();
  readonly #days = new Map<string, string>();
  readonly #missing = new Map<string, { from: string; to: string }>();

  constructor(
    private readonly rates: Rates,
    private readonly clocks: readonly Clock[],
    /** Epoch seconds. */
    private readonly now: number,
  ) {}

  /** Of an amount in ten-thousandths that counts on days of one segment, by the clock and in the buckets of the row. */
  ofSegment(amount: bigint, currency: string, { r, c = 0, first, last }: CellsRow): bigint {
    const { tz } = this.clocks[c]!;
    return this.#converted(amount, currency, this.rates.days[r!]!, () => [
      localDate(first!, tz),
      localDate(last!, tz),
    ]);
  }

  /** Of an amount that there is by a clock when an interval starts or ends, or now where that is earlier. */
  ofInstant(
    amount: bigint,
    { currency, clock }: { currency: string; clock: number },
    at: Exclude<RateDay, 'own'>,
    interval: number,
  ): bigint {
    const key = `${at} ${clock} ${interval}`;
    const day = this.#days.get(key) ?? instantDay(this.clocks, this.clocks[clock]!, at, interval, this.now);
    this.#days.set(key, day);
    return this.#converted(amount, currency, day, () => [day, day]);
  }

  get isComplete(): boolean {
    return this.#missing.size === 0;
  }

  /** What the answer says of it. */
  told(): Api.Conversion {
    const { target } = this.rates.book;
    return {
      currency: target,
      converted: this.isComplete,
      rates: [...this.#used.values()]
        .map(({ currency, worth, rates }) => {
          const days = [...rates].map(({ from }) => from).sort();
          return {
            currency,
            how: worth.how,
            pairs: worth.of.map(({ base, quote }) => `${base}/${quote}`),
            from: days[0]!,
            to: days.at(-1)!,
            rates: rates.size,
          };
        })
        .sort((a, b) => (`${a.currency}${a.pairs}` < `${b.currency}${b.pairs}` ? -1 : 1)),
      missing: [...this.#missing]
        .map(([pair, days]) => ({ pair, ...days }))
        .sort((a, b) => (a.pair < b.pair ? -1 : 1)),
    };
  }

  #converted(amount: bigint, currency: string, day: string, span: () => [from: string, to: string]): bigint {
    if (amount === 0n) return 0n;
    const { book } = this.rates;
    if (currency === book.target) return amount * ONE;
    const worth = book.worthOf(currency, day);
    if (worth) {
      this.#use(currency, worth);
      return amount * worth.rate;
    }
    const pair = `${currency}/${book.target}`;
    const [from, to] = span();
    const known = this.#missing.get(pair);
    this.#missing.set(pair, {
      from: known && known.from < from ? known.from : from,
      to: known && known.to > to ? known.to : to,
    });
    return 0n;
  }

  #use(currency: string, worth: Worth): void {
    const key = [currency, ...worth.of.map(({ base, quote }) => `${base}/${quote}`)].join(' ');
    const known = this.#used.get(key) ?? { currency, worth, rates: new Set<Rate>() };
    this.#used.set(key, known);
    for (const rate of worth.of) known.rates.add(rate);
  }
}

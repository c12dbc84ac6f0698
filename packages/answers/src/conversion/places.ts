import { localDate } from '@tallyboard/calendar/periods';
import type { FactName } from '@tallyboard/facts/facts';
import { decimalText } from '@tallyboard/metrics/expression';
import { currenciesOf, currencyOf, type Formula, readsOf } from '@tallyboard/metrics/formula';
import { isMoney } from '@tallyboard/metrics/quantity';
import { type Clock, clockOf } from '../clocks.js';
import type { CountOf } from '../explain/evidence.js';
import { unitsOf } from '../units.js';
import { instantDay, rateDayOf } from './conversion.js';
import { divided, ONE, RATE_PLACES } from './rate-book.js';
import type { Rates } from './rates.js';

/** What is said of places where something counts, with what its amounts come to in the currency of the answer, and by which rate. */
export function convertPlaces(
  places: readonly CountOf[],
  fact: FactName,
  formula: Formula,
  { book }: Rates,
  clocks: readonly Clock[],
  nowMs: number,
): CountOf[] {
  const read = readsOf(formula).filter((quantity) => quantity.fact === fact && isMoney(quantity.type));
  const currencies = currenciesOf(formula);
  // What is of no currency does not count beside what is.
  const counting = places.filter(({ dimensions }) => currencies.every((name) => dimensions[name] !== ''));
  return counting.map((place) => {
    const { at, dimensions, measures } = place;
    const quantity = read.find(({ measure }) => measures[measure] !== undefined);
    if (!quantity) return place;
    const currency = dimensions[currencyOf(quantity)!]!;
    const day = rateDayOf(quantity);
    const clock = clockOf(clocks, dimensions.office ?? '')!;
    const on =
      day === 'own'
        ? localDate(Math.floor(Date.parse(at) / 900_000) * 900, clock.tz)
        : instantDay(clocks, clock, day, 0, nowMs / 1_000);
    const worth = book.worthOf(currency, on);
    const rate = currency === book.target ? ONE : worth?.rate;
    if (rate === undefined) return place;
    const amounts = Object.fromEntries(
      read.flatMap(({ measure }) => {
        const amount = measures[measure];
        return amount === undefined || typeof amount === 'object'
          ? []
          : [[measure, decimalText(divided(unitsOf(String(amount), 4) * rate, ONE))]];
      }),
    );
    const of = (worth?.of ?? []).map(({ base, quote, from }) => ({ pair: `${base}/${quote}`, from }));
    const conversion = { currency: book.target, rate: decimalText(rate, RATE_PLACES), of, amounts };
    return { ...place, conversion };
  });
}

import { factOf } from '@tallyboard/facts/facts';
import type { Quantity } from '@tallyboard/metrics/quantity';

/**
 * Durations that count where their case began, so that at a look the slow ones are not known yet: histogram → measure
 * that counts every case that began. All other durations count where they end.
 */
const OPENINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ticket: { response_hist: 'opened' },
};

/** The quantity of all cases beside a histogram of those that are over; null when durations are known as they count. */
export function openingsOf({ fact, measure, where }: Quantity): Quantity | null {
  const name = OPENINGS[fact]?.[measure];
  const found = name === undefined ? undefined : factOf(fact).measures.find((each) => each.name === name);
  return found
    ? {
        fact,
        measure: found.name,
        type: found.type,
        where,
        window: 'interval',
        reading: { as: 'sum' },
        across: [],
      }
    : null;
}

/** The histogram behind a mean or a quantile of durations; null when there is none. */
export function histogramBehind(quantities: readonly Quantity[]): Quantity | null {
  for (const quantity of quantities) {
    const { fact, measure, type } = quantity;
    const name =
      quantity.reading.as === 'quantile'
        ? measure
        : type === 'sum_ms'
          ? measure.replace(/_ms$/, '_hist')
          : null;
    const found = name === null ? undefined : factOf(fact).measures.find((each) => each.name === name);
    if (found?.type === 'map')
      return { ...quantity, measure: found.name, type: 'map', reading: { as: 'quantile', q: 0.5 } };
  }
  return null;
}

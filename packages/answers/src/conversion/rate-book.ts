/** A rate as it was told: one of `base` is `rate` of `quote`, from a day on until before another. */
export interface Rate {
  base: string;
  quote: string;
  /** Dates. */
  from: string;
  until: string;
  /** In units of 10^-12. */
  rate: bigint;
}

/** What one of a currency is worth in another on a day, and by which rates. */
export interface Worth {
  /** In units of 10^-12. */
  rate: bigint;
  how: 'told' | 'inverse' | 'cross';
  /** One, or of a cross rate the two of the common base: to the currency, and to the target. */
  of: readonly Rate[];
}

export const RATE_PLACES = 12;
export const ONE = 10n ** BigInt(RATE_PLACES);

/** Rates of some time, by which amounts are converted into one currency. */
export class RateBook {
  /** By pair, ascending. */
  readonly #told = new Map<string, Rate[]>();
  readonly #bases: readonly string[];
  readonly #known = new Map<string, Worth | null>();

  constructor(
    rates: readonly Rate[],
    readonly target: string,
  ) {
    for (const rate of rates) {
      const pair = `${rate.base}/${rate.quote}`;
      const known = this.#told.get(pair);
      if (known) known.push(rate);
      else this.#told.set(pair, [rate]);
    }
    for (const told of this.#told.values()) told.sort((a, b) => (a.from < b.from ? -1 : 1));
    this.#bases = [...new Set(rates.map(({ base }) => base))].sort();
  }

  /**
   * What one of `currency` is worth in the target on a day: as it was told of the two, else the inverse, else by what both are
   * worth of the first base (in the order of the alphabet) of which both are known. What is divided is rounded to twelve
   * places. Null when nothing says it.
   */
  worthOf(currency: string, day: string): Worth | null {
    const key = `${currency} ${day}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const worth = this.#find(currency, day);
    this.#known.set(key, worth);
    return worth;
  }

  #find(currency: string, day: string): Worth | null {
    const { target } = this;
    const told = this.#inForce(currency, target, day);
    if (told) return { rate: told.rate, how: 'told', of: [told] };
    const inverse = this.#inForce(target, currency, day);
    if (inverse) return { rate: divided(ONE * ONE, inverse.rate), how: 'inverse', of: [inverse] };
    for (const base of this.#bases) {
      const [own, other] = [this.#inForce(base, currency, day), this.#inForce(base, target, day)];
      if (own && other) return { rate: divided(other.rate * ONE, own.rate), how: 'cross', of: [own, other] };
    }
    return null;
  }

  #inForce(base: string, quote: string, day: string): Rate | null {
    const told = this.#told.get(`${base}/${quote}`) ?? [];
    let [low, high] = [0, told.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (told[middle]!.from <= day) low = middle + 1;
      else high = middle;
    }
    return told[low - 1] ?? null;
  }
}

/** The whole number nearest to a quotient; halves go away from 0. */
export function divided(numerator: bigint, denominator: bigint): bigint {
  const magnitude = (2n * (numerator < 0n ? -numerator : numerator) + denominator) / (2n * denominator);
  return numerator < 0n ? -magnitude : magnitude;
}

import type { CrmEvent } from '@tallyboard/contracts/events';
import { createKeep, inOrder, type Keep, Statement } from './statement.js';

type RateEvent = Extract<CrmEvent, { type: 'rate.updated' | 'rate.removed' }>;

class RateStatement extends Statement<RateEvent['type']> {
  readonly day: string;
  /** Null: there is none of that day. */
  readonly rate: bigint | null;

  constructor(event: RateEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    this.day = event.effective_from;
    this.rate = event.type === 'rate.updated' ? BigInt(event.rate.replace('.', '')) : null;
  }
}

const ONE = 1_000_000_000_000n;

/** What one of a currency is worth in another on a date, in units of 10^-12; null: no rate says so. */
export type WorthOf = (currency: string, target: string, date: string) => bigint | null;

/** Exchange rates as they must be, computed from the events alone. */
export function createRates() {
  const keep = createKeep();
  const tenants = new Map<string, Map<string, RateStatement>>();
  return {
    /** Takes events in any order, duplicates too. `digest`: as `decode` gives it. */
    add(event: RateEvent, digest: number): void {
      const pairs = tenants.get(event.tenant) ?? new Map<string, RateStatement>();
      tenants.set(event.tenant, pairs);
      const statement = new RateStatement(event, digest, keep);
      statement.next = pairs.get(event.rate_id) ?? null;
      pairs.set(event.rate_id, statement);
    },
    worthOf: (tenant: string): WorthOf => worthBy(tenants.get(tenant) ?? new Map()),
  };
}

/** Given any statement of each pair: how schemas/rate/README.md says it, date by date and without a look at anything else. */
function worthBy(pairs: ReadonlyMap<string, RateStatement>): WorthOf {
  const told = new Map(
    [...pairs].map(([pair, first]) => {
      const days = new Map<string, bigint | null>();
      // The highest of a day comes last.
      for (const { day, rate } of inOrder(first)) days.set(day, rate);
      return [pair, [...days].filter(([, rate]) => rate !== null)] as const;
    }),
  );
  const rateOf = (base: string, quote: string, date: string): bigint | null =>
    (told.get(`${base}/${quote}`) ?? [])
      .filter(([day]) => day <= date)
      .reduce<[string, bigint | null]>((last, each) => (each[0] > last[0] ? each : last), ['', null])[1];
  const bases = [...new Set([...pairs.keys()].map((pair) => pair.slice(0, 3)))].sort();
  const find: WorthOf = (currency, target, date) => {
    if (currency === target) return ONE;
    const own = rateOf(currency, target, date);
    if (own !== null) return own;
    const inverse = rateOf(target, currency, date);
    if (inverse !== null) return nearest(ONE * ONE, inverse);
    for (const base of bases) {
      const ofCurrency = rateOf(base, currency, date);
      const ofTarget = rateOf(base, target, date);
      if (ofCurrency !== null && ofTarget !== null) return nearest(ofTarget * ONE, ofCurrency);
    }
    return null;
  };
  const known = new Map<string, bigint | null>();
  return (...asked) => {
    const key = asked.join();
    if (!known.has(key)) known.set(key, find(...asked));
    return known.get(key)!;
  };
}

/** Of two numbers above 0, halves up. */
function nearest(numerator: bigint, denominator: bigint): bigint {
  const floor = numerator / denominator;
  return 2n * (numerator - floor * denominator) >= denominator ? floor + 1n : floor;
}

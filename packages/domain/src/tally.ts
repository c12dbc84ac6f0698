import type { Fact } from '@tallyboard/facts/facts';
import { type Bucket, bucketOf } from './bucket.js';
import { format } from './decimal.js';
import type { AmountOf, Posting } from './posting.js';
import type { Place } from './reps.js';

/** A cell of one tenant and fact; see `Cell`. */
export interface Tallied {
  bucket: Bucket;
  dimensions: Record<string, string>;
  measures: Record<string, number | string | Record<string, number | string>>;
}

/** Adds up the postings of one tenant and fact. */
export interface Tally {
  add(posting: Posting, place: Place): void;
  cells(): IterableIterator<Tallied>;
}

/** By measure; one that is absent is zero. A count or sum is a bigint where a number would not hold it exactly. */
type Sums = Record<string, number | bigint | Map<number, number> | Map<string, bigint>>;

export function createTally(fact: Fact): Tally {
  const names = fact.dimensions;
  const buckets = new Map<Bucket, Map<string, Sums>>();

  function sumsOf(bucket: Bucket, dimensions: string): Sums {
    let sameBucket = buckets.get(bucket);
    if (sameBucket === undefined) {
      sameBucket = new Map();
      buckets.set(bucket, sameBucket);
    }
    let sums = sameBucket.get(dimensions);
    if (sums === undefined) {
      sums = {};
      sameBucket.set(dimensions, sums);
    }
    return sums;
  }

  return {
    add({ at, rep, dimensions, measures }, { office, team }) {
      const sums = sumsOf(bucketOf(at), joined([office, team, rep, ...dimensions]));
      for (const name in measures) {
        const value = measures[name]!;
        const sum = sums[name];
        if (typeof value === 'number') sums[name] = plus((sum as number | bigint | undefined) ?? 0, value);
        else if (typeof value === 'bigint') sums[name] = ((sum as bigint | undefined) ?? 0n) + value;
        else if ('amount' in value)
          sums[name] = addIn((sum as Map<string, bigint> | undefined) ?? new Map(), value);
        else if (sum === undefined) sums[name] = new Map([[value.key, 1]]);
        else countIn(sum as Map<number, number>, value.key);
      }
    },
    *cells() {
      for (const [bucket, sameBucket] of buckets)
        for (const [dimensions, sums] of sameBucket)
          if (Object.values(sums).some((sum) => (sum instanceof Map ? sum.size > 0 : Boolean(sum))))
            yield { bucket, dimensions: named(names, dimensions), measures: measuresOf(fact, sums) };
    },
  };
}

function plus(sum: number | bigint, value: number): number | bigint {
  const next = typeof sum === 'number' ? sum + value : Number.NaN;
  return Number.isSafeInteger(next) ? next : BigInt(sum) + BigInt(value);
}

function countIn(map: Map<number, number>, key: number): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

/** What comes to nothing is no key. */
function addIn(map: Map<string, bigint>, { key, amount }: AmountOf): Map<string, bigint> {
  const sum = (map.get(key) ?? 0n) + amount;
  if (sum === 0n) map.delete(key);
  else map.set(key, sum);
  return map;
}

/** Unambiguous, because the contracts allow no control character in any text. */
const SEPARATOR = '\u0000';

export function joined(values: readonly string[]): string {
  return values.join(SEPARATOR);
}

function named(names: readonly string[], dimensions: string): Tallied['dimensions'] {
  const named: Tallied['dimensions'] = {};
  dimensions.split(SEPARATOR).forEach((value, i) => {
    named[names[i]!] = value;
  });
  return named;
}

/** All of the fact's measures, zeros too: a row of its table has them all. */
function measuresOf(fact: Fact, sums: Sums): Tallied['measures'] {
  const measures: Tallied['measures'] = {};
  for (const { name, type } of fact.measures) {
    const sum = sums[name];
    if (type === 'map') measures[name] = Object.fromEntries((sum as Map<number, number> | undefined) ?? []);
    else if (type === 'decimal_map')
      measures[name] = Object.fromEntries(
        [...((sum as Map<string, bigint> | undefined) ?? [])].map(([key, amount]) => [key, format(amount)]),
      );
    else if (type === 'decimal') measures[name] = format((sum as bigint | undefined) ?? 0n);
    else measures[name] = typeof sum === 'bigint' ? String(sum) : ((sum as number | undefined) ?? 0);
  }
  return measures;
}

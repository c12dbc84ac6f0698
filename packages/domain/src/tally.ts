import { type Bucket, bucketOf } from './bucket.js';
import { format } from './decimal.js';
import { dimensionsOf, type Fact, SHAPES } from './facts.js';
import type { Posting } from './posting.js';
import type { Place } from './reps.js';

/** A cell of one tenant and fact; see `Cell`. */
export interface Tallied {
  bucket: Bucket;
  dimensions: Record<string, string>;
  measures: Record<string, number | string | Record<string, number>>;
}

/** Adds up the postings of one tenant and fact. */
export interface Tally {
  add(posting: Posting, place: Place): void;
  cells(): IterableIterator<Tallied>;
}

interface Sums {
  readonly dimensions: readonly string[];
  readonly numbers: Map<string, number>;
  readonly amounts: Map<string, bigint>;
  readonly maps: Map<string, Map<number, number>>;
}

export function createTally(fact: Fact): Tally {
  const names = dimensionsOf(fact);
  const buckets = new Map<Bucket, Map<string, Sums>>();

  function sumsOf(bucket: Bucket, dimensions: readonly string[]): Sums {
    const sameBucket = buckets.get(bucket) ?? new Map<string, Sums>();
    if (sameBucket.size === 0) buckets.set(bucket, sameBucket);
    const key = joined(dimensions);
    let sums = sameBucket.get(key);
    if (sums === undefined) {
      sums = { dimensions, numbers: new Map(), amounts: new Map(), maps: new Map() };
      sameBucket.set(key, sums);
    }
    return sums;
  }

  return {
    add({ at, rep, dimensions, measures }, { office, team }) {
      const { numbers, amounts, maps } = sumsOf(bucketOf(at), [office, team, rep, ...dimensions]);
      for (const [name, value] of Object.entries(measures)) {
        if (typeof value === 'number') numbers.set(name, (numbers.get(name) ?? 0) + value);
        else if (typeof value === 'bigint') amounts.set(name, (amounts.get(name) ?? 0n) + value);
        else {
          const map = maps.get(name) ?? new Map<number, number>();
          if (map.size === 0) maps.set(name, map);
          map.set(value.key, (map.get(value.key) ?? 0) + 1);
        }
      }
    },
    *cells() {
      for (const [bucket, sameBucket] of buckets)
        for (const sums of sameBucket.values())
          if (isAny(sums))
            yield {
              bucket,
              dimensions: Object.fromEntries(names.map((name, i) => [name, sums.dimensions[i]!])),
              measures: measuresOf(fact, sums),
            };
    },
  };
}

/** Unambiguous, because the contracts allow no control character in any text. */
export function joined(dimensions: readonly string[]): string {
  return dimensions.join('\u0000');
}

/** A row whose measures are all zero counts as absent. */
function isAny({ numbers, amounts, maps }: Sums): boolean {
  return maps.size > 0 || [...numbers.values()].some(Boolean) || [...amounts.values()].some(Boolean);
}

function measuresOf(fact: Fact, { numbers, amounts, maps }: Sums): Tallied['measures'] {
  const { counts, decimals, maps: mapNames } = SHAPES[fact];
  return {
    ...Object.fromEntries(counts.map((name) => [name, numbers.get(name) ?? 0])),
    ...Object.fromEntries(decimals.map((name) => [name, format(amounts.get(name) ?? 0n)])),
    ...Object.fromEntries(mapNames.map((name) => [name, Object.fromEntries(maps.get(name) ?? [])])),
  };
}

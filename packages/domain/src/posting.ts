/**
 * What one entity adds to one cell. Of the measures a number is a count or a sum, a bigint an amount in
 * ten-thousandths, `key(k)` one more under the key `k` of a map, and `{ key, amount }` an amount under a key.
 */
export interface Posting {
  /** Places the posting in its bucket, epoch ms. */
  readonly at: number;
  /** The instant whose office and team of the rep count, epoch ms. */
  readonly asOf: number;
  /** `''` for none. */
  readonly rep: string;
  /** Values of the fact's own dimensions, in their order. */
  readonly dimensions: readonly string[];
  readonly measures: Measures;
  /** What more it adds, given how much of some time was worked; absent where that is of no account. */
  readonly working?: Working;
}

export interface Working {
  /** The schedule that it names; `''`: that of its office, or the one of everybody. */
  readonly schedule: string;
  /** Of several versions of it, the one that is in force then; epoch ms. */
  readonly since: number;
  /** Epoch ms: from, to. */
  readonly spans: readonly (readonly [number, number])[];
  measures(workedMs: number): Measures;
}

export type Measures = Readonly<Record<string, number | bigint | Key | AmountOf>>;
export interface Key {
  readonly key: number;
}
/** Ten-thousandths. */
export interface AmountOf {
  readonly key: string;
  readonly amount: bigint;
}
export type Post = (posting: Posting) => void;

/** Of an instant: what was before 1970 has the key 0. */
export function key(value: number): Key {
  return { key: Math.max(0, value) };
}

/** Whole seconds of a time given in ms; a started second counts. */
export function secondsOf(ms: number): number {
  return Math.ceil(ms / 1000);
}

import { nameOf } from '@tallyboard/metrics/formula';
import type { Quantity } from '@tallyboard/metrics/quantity';

/** A span of time in epoch seconds: [from, to). */
export interface Span {
  from: number;
  to: number;
}

/** Whole keys of a map measure and how many there are of each. */
export type Counts = ReadonlyMap<number, number>;

/** What the cells of one group add up to between two bounds; money in its own unit, maps as maps. */
export type Sum = number | Counts;

/** As quickly added up as moved along. */
const FEW_STEPS = 8;

/**
 * Sums of one group between bounds, from which the sum over any span between two bounds follows. Stocks go on from what
 * was before the first bound.
 */
export class Ledger {
  readonly #places: ReadonlyMap<number, number>;
  readonly #steps: (readonly Sum[] | undefined)[];
  readonly #names: ReadonlyMap<string, number>;
  readonly #running = new Map<number, Float64Array>();
  /** Of each quantity that is a map, the long span that was asked for last. */
  readonly #last = new Map<
    number,
    { from: number; to: number; opening: Counts | undefined; counts: Counts }
  >();

  /** `steps[i]`: sums, quantity by quantity, of [bounds[i], bounds[i + 1]); nothing where there is nothing. */
  constructor(
    private readonly quantities: readonly Quantity[],
    bounds: readonly number[],
    steps: (readonly Sum[] | undefined)[],
    private readonly opening: readonly Sum[] | undefined,
  ) {
    this.#places = placesOf(bounds);
    this.#names = namesOf(quantities);
    this.#steps = steps;
  }

  /** What a quantity comes to over a span; both of its ends must be bounds. */
  over(asked: Quantity, span: Span): Sum {
    const { window } = asked;
    const quantity = this.#names.get(nameKept(asked));
    if (quantity === undefined) throw new Error(`${asked.fact}.${asked.measure} is not in this ledger`);
    const from = window === 'interval' ? this.#place(span.from) : 0;
    const to = this.#place(window === 'before_start' ? span.from : span.to);
    const opening = window === 'interval' ? undefined : this.opening?.[quantity];
    return this.quantities[quantity]!.type === 'map'
      ? this.#merged(quantity, from, to, opening as Counts | undefined)
      : this.#added(quantity, from, to) + ((opening as number | undefined) ?? 0);
  }

  #place(bound: number): number {
    const place = this.#places.get(bound);
    if (place === undefined) throw new Error(`${bound} is no bound of this ledger`);
    return place;
  }

  #added(quantity: number, from: number, to: number): number {
    let running = this.#running.get(quantity);
    if (!running) {
      running = new Float64Array(this.#places.size);
      for (let i = 1; i < running.length; i += 1)
        running[i] = running[i - 1]! + ((this.#steps[i - 1]?.[quantity] as number | undefined) ?? 0);
      this.#running.set(quantity, running);
    }
    return running[to]! - running[from]!;
  }

  #merged(quantity: number, from: number, to: number, opening: Counts | undefined): Counts {
    if (to - from === 1 && !opening) return (this.#steps[from]?.[quantity] as Counts | undefined) ?? NOTHING;
    const last = this.#last.get(quantity);
    // A window that has moved on a little: of the one before, without what left it and with what came.
    const isMoved = last && opening === last.opening && from >= last.from && to >= last.to && from < last.to;
    // Nothing at all left or came, as at night: they are the same.
    if (isMoved && this.#isEmpty(quantity, last.from, from) && this.#isEmpty(quantity, last.to, to)) {
      Object.assign(last, { from, to });
      return last.counts;
    }
    const merged = new Map(isMoved ? last.counts : opening);
    if (isMoved) for (let i = last.from; i < from; i += 1) this.#merge(merged, i, quantity, -1);
    for (let i = isMoved ? last.to : from; i < to; i += 1) this.#merge(merged, i, quantity, 1);
    if (to - from > FEW_STEPS) this.#last.set(quantity, { from, to, opening, counts: merged });
    return merged;
  }

  #isEmpty(quantity: number, from: number, to: number): boolean {
    for (let i = from; i < to; i += 1)
      if (((this.#steps[i]?.[quantity] as Counts | undefined)?.size ?? 0) > 0) return false;
    return true;
  }

  #merge(into: Map<number, number>, step: number, quantity: number, sign: 1 | -1): void {
    for (const [key, count] of (this.#steps[step]?.[quantity] as Counts | undefined) ?? []) {
      const left = (into.get(key) ?? 0) + sign * count;
      if (left === 0) into.delete(key);
      else into.set(key, left);
    }
  }
}

const NOTHING: Counts = new Map();

const kept = new WeakMap<Quantity, string>();

/** Of a quantity that a formula holds, asked for millions of times. */
function nameKept(quantity: Quantity): string {
  const known = kept.get(quantity) ?? nameOf(quantity);
  kept.set(quantity, known);
  return known;
}

const names = new WeakMap<readonly Quantity[], ReadonlyMap<string, number>>();

function namesOf(quantities: readonly Quantity[]): ReadonlyMap<string, number> {
  let known = names.get(quantities);
  if (!known) {
    known = new Map(quantities.map((quantity, i) => [nameOf(quantity), i]));
    names.set(quantities, known);
  }
  return known;
}

const places = new WeakMap<readonly number[], ReadonlyMap<number, number>>();

/** Of all groups of one reading the same, so made once. */
function placesOf(bounds: readonly number[]): ReadonlyMap<number, number> {
  let known = places.get(bounds);
  if (!known) {
    known = new Map(bounds.map((bound, i) => [bound, i]));
    places.set(bounds, known);
  }
  return known;
}

import type { Judge } from '../judge.js';
import { joined } from './spans.js';

const QUARTER = 900;

/** What judging some instants reads of cells: the bounds between which they are added up, and the spans that matter. */
export class Reach {
  readonly #bounds = new Set<number>();
  readonly #spans: [number, number][] = [];
  /** Of each span of an instant, up to where its quarters of an hour are known already. */
  readonly #known: number[] = [];

  constructor(private readonly judge: Judge) {}

  /** How many bounds. */
  get size(): number {
    return this.#bounds.size;
  }

  add(at: number): this {
    for (const [i, { from, to }] of this.judge.spans(at).entries()) {
      this.#bounds.add(from).add(to);
      if (this.judge.isFine) {
        const known = this.#known[i] ?? from;
        for (let each = known > from && known <= to ? known : from; each < to; each += QUARTER)
          this.#bounds.add(each);
        this.#known[i] = to;
      }
      this.#spans.push([from, to]);
    }
    return this;
  }

  /** Epoch seconds, ascending. */
  bounds(): number[] {
    return [...Float64Array.from(this.#bounds).sort()];
  }

  /** Epoch seconds, ascending; spans that touch or overlap as one. */
  spans(): [number, number][] {
    return joined(this.#spans);
  }
}

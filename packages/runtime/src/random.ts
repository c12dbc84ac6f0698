/** A source of reproducible randomness: the same seed parts give the same draws on every machine. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /**
   * A sub-stream named by its parts, for example `new Random(seed, 'calls', repId, day)`. Sub-streams are
   * independent, so drawing more from one never reshuffles another.
   */
  constructor(...parts: (number | string)[]) {
    this.#a = hash(0x9e3779b9, parts);
    this.#b = hash(0x243f6a88, parts);
    this.#c = hash(0xb7e15162, parts);
    for (let i = 0; i < 12; i += 1) this.next();
  }

  /** A whole number from 0 to 2^32 - 1, by sfc32 (Chris Doty-Humphrey, PractRand). */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to but without 1. */
  unit(): number {
    return this.next() / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.unit() * items.length)]!;
  }

  /** One of the items, each as likely as its weight says. */
  weighted<T>(items: readonly T[], weight: (item: T) => number): T {
    let total = 0;
    for (const item of items) total += weight(item);
    let left = this.unit() * total;
    for (const item of items) {
      left -= weight(item);
      if (left < 0) return item;
    }
    return items[items.length - 1]!;
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Log-normal with this median; `spread` is the standard deviation of its logarithm. */
  around(median: number, spread: number): number {
    return median * Math.exp(spread * this.normal());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /**
   * Poisson by inversion of one uniform draw: for the same draw a greater mean never gives a smaller count.
   * The mean may be up to some hundreds.
   */
  poisson(mean: number): number {
    const target = this.unit();
    let term = Math.exp(-mean);
    let sum = term;
    let count = 0;
    while (sum < target && term > 1e-300) {
      count += 1;
      term *= mean / count;
      sum += term;
    }
    return count;
  }
}

/** FNV-1a over the text of the parts, then the finalizer of MurmurHash3. */
function hash(start: number, parts: (number | string)[]): number {
  let h = start | 0;
  for (const part of parts) {
    const text = typeof part === 'string' ? part : String(part);
    for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ 0x1f, 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

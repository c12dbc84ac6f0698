/** A queue that gives back the entry with the least key first; among equal keys the one added first. */
export class Heap<T> {
  readonly #entries: { key: number; order: number; value: T }[] = [];
  #added = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** The least key, or infinity when the queue is empty. */
  get leastKey(): number {
    return this.#entries[0]?.key ?? Number.POSITIVE_INFINITY;
  }

  add(key: number, value: T): void {
    const entries = this.#entries;
    const entry = { key, order: this.#added, value };
    this.#added += 1;
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(entry, entries[parent]!)) break;
      entries[at] = entries[parent]!;
      at = parent;
    }
    entries[at] = entry;
  }

  take(): T | undefined {
    const entries = this.#entries;
    const least = entries[0];
    const last = entries.pop();
    if (!least || !last) return undefined;
    if (entries.length === 0) return least.value;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && before(entries[child + 1]!, entries[child]!)) child += 1;
      if (!before(entries[child]!, last)) break;
      entries[at] = entries[child]!;
      at = child;
    }
    entries[at] = last;
    return least.value;
  }

  /** The values in no particular order. */
  *values(): Iterable<T> {
    for (const { value } of this.#entries) yield value;
  }
}

function before(a: { key: number; order: number }, b: { key: number; order: number }): boolean {
  return a.key < b.key || (a.key === b.key && a.order < b.order);
}

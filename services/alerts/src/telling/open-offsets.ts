/** An offset that is not done with. */
export interface Open {
  readonly offset: number;
}

/**
 * What is under way of one assignment of a partition, in the order of the log. Only the oldest that is open says what
 * may be committed, so nothing is kept of what is done, however much of that stands behind it.
 */
export class OpenOffsets {
  readonly #open = new Set<Open>();
  #next = 0;
  #committed = 0;

  /** Something begins that has to end before this offset is committed. */
  begin(offset: number): Open {
    const open = { offset };
    this.#open.add(open);
    if (this.#next === 0) this.#committed = offset;
    this.#next = Math.max(this.#next, offset + 1);
    return open;
  }

  end(open: Open): void {
    this.#open.delete(open);
  }

  /** What is to be committed now, as everything before it is done; null: nothing new. */
  takeCommittable(): number | null {
    const [oldest] = this.#open;
    const upTo = oldest?.offset ?? this.#next;
    if (upTo <= this.#committed) return null;
    this.#committed = upTo;
    return upTo;
  }
}

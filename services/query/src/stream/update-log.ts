import type { CellsRestated } from '@tallyboard/pipeline/messages';

/** What of an update is remembered: enough to know whom it may touch. Bounds in epoch seconds, inclusive. */
export interface Remembered {
  tenant: string;
  fact: string;
  first: number;
  last: number;
}

interface Entry extends Remembered {
  partition: number;
  offset: number;
  /** The cursor after this update. */
  cursor: string;
}

/**
 * The recent updates in the order in which they were heard. A place in it is a count of updates (`head` is after the
 * last one); a cursor is the same place for the outside: `partition:next offset,…` of crm.updates.
 */
export class UpdateLog {
  #entries: Entry[] = [];
  #dropped = 0;
  /** Per partition: the oldest offset from which nothing is forgotten, and the next one to come. */
  readonly #floor = new Map<number, number>();
  readonly #next = new Map<number, number>();

  /** `name`: no other log's, since its cursors mean nothing here. */
  constructor(
    private readonly capacity: number,
    readonly name: string,
  ) {}

  get head(): number {
    return this.#dropped + this.#entries.length;
  }

  /**
   * Notes that a message was heard. False when there is a gap before it: then nothing is known of what happened
   * before, and everything read so far may be out of date.
   */
  hear(partition: number, offset: number): boolean {
    const isNext = this.#next.get(partition) === offset;
    if (!isNext) {
      this.#dropped = this.head;
      this.#entries = [];
      for (const [known, next] of this.#next) this.#floor.set(known, next);
      this.#floor.set(partition, offset);
    }
    this.#next.set(partition, offset + 1);
    return isNext;
  }

  /** Starts a partition at the offset that its next message will get. */
  begin(partition: number, next: number): void {
    this.#floor.set(partition, next);
    this.#next.set(partition, next);
  }

  /** Adds what was just heard. */
  add(partition: number, offset: number, { tenant, fact, buckets }: CellsRestated): void {
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const bucket of buckets) {
      if (bucket < first) first = bucket;
      if (bucket > last) last = bucket;
    }
    this.#entries.push({ partition, offset, tenant, fact, first, last, cursor: this.#cursorNow() });
    if (this.#entries.length <= this.capacity) return;
    const gone = this.#entries.shift()!;
    this.#dropped += 1;
    this.#floor.set(gone.partition, gone.offset + 1);
  }

  /** The cursor of a place; null when that is forgotten, or no message was heard of yet. */
  cursorAt(place: number): string | null {
    if (this.#next.size === 0) return null;
    if (place >= this.head) return this.#cursorNow();
    return this.#entries[place - 1 - this.#dropped]?.cursor ?? null;
  }

  /** The updates since a cursor; null when it is none, too old, or not of this log. */
  since(cursor: string): Remembered[] | null {
    const from = parseCursor(cursor);
    if (!from || from.size !== this.#next.size) return null;
    for (const [partition, next] of from) {
      const floor = this.#floor.get(partition);
      if (floor === undefined || next < floor || next > this.#next.get(partition)!) return null;
    }
    return this.#entries.filter(({ partition, offset }) => offset >= from.get(partition)!);
  }

  #cursorNow(): string {
    return [...this.#next].map(([partition, next]) => `${partition}:${next}`).join(',');
  }
}

function parseCursor(text: string): Map<number, number> | null {
  const places = new Map<number, number>();
  for (const part of text.split(',')) {
    const match = /^(\d{1,9}):(\d{1,15})$/.exec(part);
    if (!match) return null;
    places.set(Number(match[1]), Number(match[2]));
  }
  return places;
}

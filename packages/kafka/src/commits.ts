import { setTimeout as sleep } from 'node:timers/promises';

export interface Offset {
  topic: string;
  partition: number;
  /** The next offset to read. */
  offset: number;
}

const AGAIN_MS = 1_000;

/**
 * What a group is to know of one assignment. What its coordinator could not be told is told again, with what came since,
 * until it knows: a partition in which nothing more arrives would stay uncommitted for ever.
 */
export class Commits {
  readonly #due = new Map<string, Offset>();
  readonly #over = new AbortController();
  /** One after the other, so that no earlier position is told after a later one. */
  #turn: Promise<void> = Promise.resolve();
  #isWaiting = false;

  constructor(private readonly tell: (offsets: readonly Offset[]) => Promise<void>) {}

  /** Resolves once the group knows them, or the assignment is over; rejects when it cannot be told at present. */
  commit(offsets: readonly Offset[]): Promise<void> {
    for (const one of offsets) this.#due.set(`${one.topic}/${one.partition}`, one);
    const turn = this.#turn.then(() => this.#tell());
    this.#turn = turn.catch(() => void this.#tellAgain());
    return turn;
  }

  /** The partitions are somebody else's by now. */
  end(): void {
    this.#due.clear();
    this.#over.abort();
  }

  async #tell(): Promise<void> {
    const told = [...this.#due];
    if (told.length === 0) return;
    await this.tell(told.map(([, offset]) => offset));
    for (const [key, offset] of told) if (this.#due.get(key) === offset) this.#due.delete(key);
  }

  async #tellAgain(): Promise<void> {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    await sleep(AGAIN_MS, undefined, { signal: this.#over.signal, ref: false }).catch(() => {});
    this.#isWaiting = false;
    if (this.#due.size > 0) this.commit([]).catch(() => {});
  }
}

import { Commits, type Offset } from './commits.js';

/** The partitions that a member has in one generation of its group, and how far each has been handed on. */
export class Assignment {
  readonly #next = new Map<string, number>();
  readonly #commits: Commits;
  #isCurrent = true;

  /** `ready` resolves when `begin` has been called, or when the assignment is over. */
  readonly ready: Promise<void>;
  #isReady: () => void = () => {};

  /** `tell`: the group, where its partitions go on. */
  constructor(
    readonly partitions: readonly { topic: string; partition: number }[],
    tell: (offsets: readonly Offset[]) => Promise<void>,
  ) {
    this.#commits = new Commits(tell);
    this.ready = new Promise((resolve) => (this.#isReady = resolve));
  }

  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** The group has given the partitions out again: what was taken of them is another assignment's to resolve. */
  end(): void {
    this.#isCurrent = false;
    this.#commits.end();
    this.#isReady();
  }

  /** Where its partitions begin; those that are not named begin with their first batch. */
  begin(positions: readonly Offset[]): void {
    for (const { topic, partition, offset } of positions) this.#next.set(keyOf(topic, partition), offset);
    this.#isReady();
  }

  /**
   * Where a partition has to go on when a batch that was asked for from `offset` on would leave something out; null:
   * it does not. (A batch may repeat something: that does no harm.)
   */
  missedBefore(topic: string, partition: number, offset: number): number | null {
    const next = this.#next.get(keyOf(topic, partition));
    return next !== undefined && offset > next ? next : null;
  }

  /** Everything before `offset` has been handed on. */
  advance(topic: string, partition: number, offset: number): void {
    this.#next.set(keyOf(topic, partition), offset);
  }

  /**
   * Tells the group those of these positions that this assignment has reached. Rejects when it cannot be told at
   * present: that is done again until it knows.
   */
  async commit(positions: readonly Offset[]): Promise<void> {
    if (!this.#isCurrent) return;
    await this.#commits.commit(
      positions.filter(
        ({ topic, partition, offset }) => offset <= (this.#next.get(keyOf(topic, partition)) ?? -1),
      ),
    );
  }
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

export interface Offset {
  topic: string;
  partition: number;
  /** The next offset to read. */
  offset: number;
}

/** The partitions that a member has in one generation of its group, and how far each has been handed on. */
export class Assignment {
  readonly #next = new Map<string, number>();
  #isCurrent = true;

  /** `ready` resolves when `begin` has been called, or when the assignment is over. */
  readonly ready: Promise<void>;
  #isReady: () => void = () => {};

  constructor(readonly partitions: readonly { topic: string; partition: number }[]) {
    this.ready = new Promise((resolve) => (this.#isReady = resolve));
  }

  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** The group has given the partitions out again: what was taken of them is another assignment's to resolve. */
  end(): void {
    this.#isCurrent = false;
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

  /** Of these positions those that this assignment has reached. */
  reached(positions: readonly Offset[]): Offset[] {
    if (!this.#isCurrent) return [];
    return positions.filter(
      ({ topic, partition, offset }) => offset <= (this.#next.get(keyOf(topic, partition)) ?? -1),
    );
  }
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

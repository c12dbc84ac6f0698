/** A message of a partition, at its offset; `timestamp`: Kafka's, epoch ms. */
export interface Message {
  offset: number;
  timestamp: number;
  /** Of how many messages, one after the other, it is made, of which it is at the last; default 1. */
  count?: number;
}

/** What a stage has taken of one partition since its last commit. */
export interface Taken<M extends Message> {
  topic: string;
  partition: number;
  messages: M[];
}

/** Where a partition goes on after what has been processed. */
export interface Position {
  topic: string;
  partition: number;
  /** The next offset. */
  offset: number;
  /** Kafka's timestamp of the last message processed. */
  timestamp: number;
}

/**
 * Takes what has been collected through its steps; resolves when all of it is stored and announced. What it resolves
 * with is done once all earlier rounds have been committed, right before this one is.
 */
export type Process<M extends Message> = (
  taken: readonly Taken<M>[],
) => Promise<(() => Promise<void>) | void>;

export interface StagePorts<M extends Message> {
  process: Process<M>;
  /** Commits after `process`: facts, cells, commit. A lost commit repeats work and loses none. */
  commit(positions: readonly Position[]): Promise<void>;
  /** How long to wait for more before a round begins, in ms; 0 begins it. Asked again after each wait. */
  hold?(collected: number): number;
  /** How long to wait before the next round, in ms, after one that took `lastMs` over `lastCount` messages. */
  pause(lastMs: number, lastCount: number): number;
  /** Something failed; the same messages are tried again after `retryMs`. */
  onFailure(error: unknown, retryMs: number): void;
  /** How long to wait after so many failures in a row, in ms. */
  backoff(failures: number): number;
  /** Monotonic, ms. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export interface StageLimits {
  /**
   * Taking stops when this many messages are taken and not committed, over all rounds; a round takes half of them at
   * most, so that the next one can be collected meanwhile. A batch is taken whole and may go over.
   */
  maxMessages: number;
  /** So many rounds may be under way at once; they are committed in order. */
  rounds: number;
}

/**
 * One stage of the stream: collect from all partitions, process as one batch, commit, again. While batches are
 * processed the next is collected, up to the limit; then `take` waits, and with it the broker.
 */
export class Stage<M extends Message> {
  #collected = new Map<string, Taken<M>>();
  #count = 0;
  /** Messages of the rounds under way, also of those that were forgotten: they are in memory until their round ends. */
  #underWay = 0;
  #stopping = false;
  #generation = 0;
  #loop: Promise<void> | null = null;
  #stop: () => void = () => {};
  readonly #stopped = new Promise<void>((resolve) => (this.#stop = resolve));
  #wake: () => void = () => {};
  #room: (() => void)[] = [];

  constructor(
    private readonly ports: StagePorts<M>,
    private readonly limits: StageLimits,
  ) {}

  /**
   * Waits until there is room for more, so that back-pressure ends at the broker, and only then asks for the batch:
   * what it costs to read one is not spent ahead of time.
   */
  async take(read: () => Taken<M>): Promise<void> {
    const generation = this.#generation;
    while (this.#isFull() && !this.#stopping && generation === this.#generation)
      await new Promise<void>((resolve) => this.#room.push(resolve));
    if (this.#stopping || generation !== this.#generation) return;
    const batch = read();
    const key = `${batch.topic}/${batch.partition}`;
    const waiting = this.#collected.get(key);
    if (waiting) {
      for (const message of batch.messages) waiting.messages.push(message);
    } else this.#collected.set(key, { ...batch, messages: [...batch.messages] });
    for (const { count = 1 } of batch.messages) this.#count += count;
    this.#wake();
  }

  /** Partitions went to another member: what is not committed is that member's to process. */
  forget(): void {
    this.#generation += 1;
    this.#collected.clear();
    this.#count = 0;
    this.#release();
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Finishes the rounds under way, commits them, and takes no more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#stop();
    this.#wake();
    this.#release();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const rounds: Promise<void>[] = [];
    while (!this.#stopping) {
      if (this.#count === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
      if (this.#stopping || this.#count === 0) continue;
      const holdMs = this.#isFull() ? 0 : (this.ports.hold?.(this.#count) ?? 0);
      if (holdMs > 0) {
        await this.#sleep(holdMs);
        continue;
      }
      const generation = this.#generation;
      const taken = [...this.#collected.values()];
      const count = this.#count;
      this.#collected = new Map();
      this.#count = 0;
      this.#underWay += count;
      this.#release();
      const started = this.ports.now();
      rounds.push(this.#round(taken, generation, rounds.at(-1)).finally(() => this.#ended(count)));
      if (rounds.length >= this.limits.rounds) await rounds.shift();
      await this.#sleep(this.ports.pause(this.ports.now() - started, count));
    }
    await Promise.all(rounds);
  }

  /** Processes at once; commits when the round before has been committed or given up. */
  async #round(taken: readonly Taken<M>[], generation: number, before?: Promise<void>): Promise<void> {
    const finish = await this.#processUntilDone(taken, generation);
    await before;
    if (!finish || generation !== this.#generation) return;
    const positions = taken.map(positionAfter);
    try {
      await finish();
      if (generation === this.#generation) await this.ports.commit(positions);
    } catch (error) {
      this.ports.onFailure(error, 0);
    }
  }

  /** Tries the same messages until they are through; null when they are no longer this member's, or it stops. */
  async #processUntilDone(
    taken: readonly Taken<M>[],
    generation: number,
  ): Promise<(() => Promise<void>) | null> {
    for (let failures = 1; ; failures += 1) {
      try {
        return (await this.ports.process(taken)) ?? nothing;
      } catch (error) {
        const retryMs = this.ports.backoff(failures);
        this.ports.onFailure(error, retryMs);
        await this.#sleep(retryMs);
        if (generation !== this.#generation) return null;
        // Later rounds must not be committed over one that was given up.
        if (this.#stopping) {
          this.#generation += 1;
          return null;
        }
      }
    }
  }

  #isFull(): boolean {
    const { maxMessages } = this.limits;
    return this.#count >= maxMessages / 2 || this.#count + this.#underWay >= maxMessages;
  }

  #ended(count: number): void {
    this.#underWay -= count;
    this.#release();
  }

  async #sleep(ms: number): Promise<void> {
    if (ms <= 0 || this.#stopping) return;
    await Promise.race([this.ports.sleep(ms), this.#stopped]);
  }

  #release(): void {
    for (const resolve of this.#room.splice(0)) resolve();
  }
}

const nothing = async (): Promise<void> => {};

function positionAfter<M extends Message>({ topic, partition, messages }: Taken<M>): Position {
  const last = messages.at(-1)!;
  return {
    topic,
    partition,
    offset: last.offset + 1,
    timestamp: last.timestamp,
  };
}

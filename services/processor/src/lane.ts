import type { PendingCell } from '@tallyboard/facts/restate';

export interface LanePorts {
  /** Recomputes the cells and tells who waits for them. */
  restate(cells: readonly PendingCell[]): Promise<void>;
  /** Resolves when the next turn may begin, after one that took `lastMs`. */
  rest(lastMs: number): Promise<void>;
  now(): number;
}

/**
 * Restates the cells of one fact, turn after turn; what is added meanwhile is joined into the next turn. So the fact
 * that is restated in a moment does not wait for those that take longer.
 */
export class Lane {
  #pending = new Map<string, PendingCell>();
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #isBusy = false;

  constructor(private readonly ports: LanePorts) {}

  /** Resolves once a turn that began after this call is done; rejects when that failed, and then forgets the cells. */
  add(cells: Iterable<PendingCell>): Promise<void> {
    for (const cell of cells) {
      const key = `${cell.bucket}/${cell.tenant}`;
      const known = this.#pending.get(key);
      if (!known || known.revision < cell.revision) this.#pending.set(key, cell);
    }
    const done = new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    if (!this.#isBusy) void this.#turns();
    return done;
  }

  async #turns(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting.length > 0) {
      const cells = [...this.#pending.values()].sort((a, b) => a.bucket - b.bucket);
      const waiting = this.#waiting;
      this.#pending = new Map();
      this.#waiting = [];
      const began = this.ports.now();
      try {
        await this.ports.restate(cells);
        for (const { resolve } of waiting) resolve();
      } catch (error) {
        for (const { reject } of waiting) reject(error);
      }
      await this.ports.rest(this.ports.now() - began);
    }
    this.#isBusy = false;
  }
}

import type { FactName } from '@tallyboard/facts/facts';
import type { CellsRow } from './cells/cells-query.js';
import type { Clock } from './clocks.js';

/** The rows of each fact of all that was before a period. */
export type OpeningRows = ReadonlyMap<FactName, readonly CellsRow[]>;

/**
 * What was counted before the period of one question, which stocks go on from: read once, and kept while no cell of
 * before is restated. Of one asker, who has one answer at a time in work and says what was restated meanwhile.
 */
export class Opening {
  #kept: { before: Before; rows: OpeningRows } | null = null;
  /** Of what was restated since the last reading began, epoch seconds. */
  #earliest = Number.POSITIVE_INFINITY;

  /** What was kept of before the first bounds of these clocks; null when it must be read. */
  get(clocks: readonly Clock[]): OpeningRows | null {
    return this.#kept?.before.name === beforeOf(clocks).name ? this.#kept.rows : null;
  }

  /** Said before cells are read that will be kept. */
  begin(): void {
    this.#earliest = Number.POSITIVE_INFINITY;
  }

  /** Keeps what was read since `begin`, unless some of it was restated by then. */
  keep(clocks: readonly Clock[], rows: OpeningRows): void {
    const before = beforeOf(clocks);
    if (this.#earliest >= before.end) this.#kept = { before, rows };
  }

  /** Cells of these buckets, of the facts that the question reads, were restated. */
  restated(buckets: readonly number[]): void {
    for (const bucket of buckets) if (bucket < this.#earliest) this.#earliest = bucket;
    if (this.#kept && this.#earliest < this.#kept.before.end) this.#kept = null;
  }

  /** Anything may have been restated. */
  forget(): void {
    this.#earliest = Number.NEGATIVE_INFINITY;
    this.#kept = null;
  }
}

interface Before {
  /** Equal where the same cells are before. */
  name: string;
  /** Epoch seconds: no cell from here on is. */
  end: number;
}

const beforeOf = (clocks: readonly Clock[]): Before => ({
  name: JSON.stringify(clocks.map(({ offices, bounds }) => [offices, bounds[0]])),
  end: Math.max(...clocks.map(({ bounds }) => bounds[0]!)),
});

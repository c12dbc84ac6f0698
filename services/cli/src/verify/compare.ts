import type { Fact } from '@tallyboard/facts/facts';
import { type Cell, canonicalMeasures, cellKey } from './cell.js';

/** One measure of one cell that is not what the log proves. */
export interface Difference {
  measure: string;
  stored: string;
  proven: string;
}

/** A cell on which the two sides disagree. */
export interface Mismatch {
  fact: Fact;
  key: string;
  tenant: string;
  bucket: number;
  dimensions: Readonly<Record<string, string>>;
  differences: Difference[];
}

export interface Comparison {
  /** Cells that either side has. */
  cells: number;
  mismatches: Mismatch[];
}

/**
 * Compares the stored cells of one fact, in whatever order they come, with the proven ones by key. Each cell that
 * exists on either side is compared on each measure; an absent cell is one whose measures are all zero.
 */
export async function compareCells(
  fact: Fact,
  proven: ReadonlyMap<string, Cell>,
  stored: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
  onCompared: (cells: number) => void = () => undefined,
): Promise<Comparison> {
  const result: Comparison = { cells: 0, mismatches: [] };
  const seen = new Set<string>();
  for await (const cells of stored) {
    for (const cell of cells) {
      const key = cellKey(cell, fact);
      const twin = proven.get(key);
      if (!twin && isZero(fact, cell)) continue;
      seen.add(key);
      result.cells += 1;
      const mismatch = compareCell(fact, key, cell, twin);
      if (mismatch) result.mismatches.push(mismatch);
    }
    onCompared(result.cells);
  }
  for (const [key, cell] of proven) {
    if (seen.has(key)) continue;
    result.cells += 1;
    const mismatch = compareCell(fact, key, undefined, cell);
    if (mismatch) result.mismatches.push(mismatch);
  }
  return result;
}

/** Null when both sides agree on every measure; `undefined` is the absent cell. */
export function compareCell(
  fact: Fact,
  key: string,
  stored: Cell | undefined,
  proven: Cell | undefined,
): Mismatch | null {
  const cell = proven ?? stored;
  if (!cell) return null;
  const left = canonicalMeasures(fact, stored);
  const right = canonicalMeasures(fact, proven);
  const differences = fact.measures.flatMap(({ name }, i) =>
    left[i] === right[i] ? [] : [{ measure: name, stored: left[i] ?? '', proven: right[i] ?? '' }],
  );
  const { tenant, bucket, dimensions } = cell;
  return differences.length === 0 ? null : { fact, key, tenant, bucket, dimensions, differences };
}

function isZero(fact: Fact, cell: Cell): boolean {
  const zeros = canonicalMeasures(fact, undefined);
  return canonicalMeasures(fact, cell).every((measure, i) => measure === zeros[i]);
}

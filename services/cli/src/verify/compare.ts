import type { Fact } from '@tallyboard/metrics/facts';
import { type Cell, cellKey, zeroOf } from './cell.js';

/** One measure of one cell that is not what the log proves. */
export interface Difference {
  tenant: string;
  fact: string;
  bucket: number;
  dims: Readonly<Record<string, string>>;
  measure: string;
  stored: string;
  proven: string;
}

/** A cell on which the two sides disagree. */
export interface Mismatch {
  key: string;
  cell: Pick<Cell, 'tenant' | 'fact' | 'bucket' | 'dims'>;
  differences: Difference[];
}

export interface Comparison {
  /** Cells that either side has. */
  cells: number;
  /** Measures compared. */
  measures: number;
  mismatches: Map<string, Mismatch>;
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
  const result: Comparison = { cells: 0, measures: 0, mismatches: new Map() };
  const seen = new Set<string>();
  const compare = (key: string, left: Cell | undefined, right: Cell | undefined) => {
    const cell = right ?? left;
    if (!cell) return;
    result.cells += 1;
    result.measures += fact.measures.length;
    const differences = differencesOf(fact, left, right);
    if (differences.length > 0) result.mismatches.set(key, { key, cell, differences });
  };
  for await (const cells of stored) {
    for (const cell of cells) {
      if (isZero(fact, cell)) continue;
      const key = cellKey(cell, fact);
      seen.add(key);
      compare(key, cell, proven.get(key));
    }
    onCompared(result.cells);
  }
  for (const [key, cell] of proven) if (!seen.has(key)) compare(key, undefined, cell);
  return result;
}

/** The measures on which two states of one cell differ; `undefined` is the absent cell. */
export function differencesOf(fact: Fact, stored: Cell | undefined, proven: Cell | undefined): Difference[] {
  const cell = proven ?? stored;
  if (!cell) return [];
  const { tenant, bucket, dims } = cell;
  return fact.measures.flatMap(({ name, type }) => {
    const left = stored?.measures[name] ?? zeroOf(type);
    const right = proven?.measures[name] ?? zeroOf(type);
    return left === right
      ? []
      : [{ tenant, fact: fact.name, bucket, dims, measure: name, stored: left, proven: right }];
  });
}

export const isZero = (fact: Fact, cell: Cell): boolean =>
  fact.measures.every(({ name, type }) => (cell.measures[name] ?? zeroOf(type)) === zeroOf(type));

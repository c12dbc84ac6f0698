import {
  addMeasures,
  type ComparedCell,
  type Difference,
  differencesOf,
  groupKey,
  isZero,
} from '@tallyboard/domain/compare';
import type { Fact } from '@tallyboard/facts/facts';

/** A cell on which the two sides disagree. */
export interface Mismatch {
  fact: Fact;
  key: string;
  tenant: string;
  bucket: number;
  dimensions: Readonly<Record<string, string>>;
  differences: Difference[];
}

/** The cells of one fact by key. */
export type Keyed = Map<string, ComparedCell>;

/** Adds what one slice of the entities comes to: a cell's parts can be in all of them. */
export function addPart(fact: Fact, cells: Keyed, part: ComparedCell): void {
  const key = groupKey(fact, part);
  const known = cells.get(key);
  cells.set(key, known ? { ...known, measures: addMeasures(fact, known.measures, part.measures) } : part);
}

/** Compares the stored cells of one fact, in whatever order they come, with the proven ones, which it uses up. */
export function compareCells(
  fact: Fact,
  proven: Keyed,
  stored: Iterable<ComparedCell>,
): { cells: number; mismatches: Mismatch[] } {
  const mismatches: Mismatch[] = [];
  let cells = 0;
  const compare = (key: string, left: ComparedCell | undefined, right: ComparedCell | undefined) => {
    cells += 1;
    const mismatch = compareCell(fact, key, left, right);
    if (mismatch) mismatches.push(mismatch);
  };
  for (const cell of stored) {
    const key = groupKey(fact, cell);
    const twin = proven.get(key);
    if (!twin && isZero(fact, cell)) continue;
    proven.delete(key);
    compare(key, cell, twin);
  }
  for (const [key, cell] of proven) compare(key, undefined, cell);
  proven.clear();
  return { cells, mismatches };
}

/** Null when both sides agree on every measure; `undefined` is the absent cell. */
export function compareCell(
  fact: Fact,
  key: string,
  stored: ComparedCell | undefined,
  proven: ComparedCell | undefined,
): Mismatch | null {
  const cell = proven ?? stored;
  if (!cell) return null;
  const differences = differencesOf(fact, stored, proven);
  const { tenant, bucket, dimensions } = cell;
  return differences.length === 0 ? null : { fact, key, tenant, bucket, dimensions, differences };
}

import type { Fact } from '@tallyboard/facts/facts';
import { type Cell, cellKey } from './cell.js';
import { compareCell, compareCells, type Mismatch } from './compare.js';
import type { Buckets } from './stored-cells.js';

/** The two sides of a proof, and how to bring them to the same point of the log. */
export interface Sides {
  facts: readonly Fact[];
  /** Reads the log up to its end of this moment into the proof, and waits until the pipeline has done the same. */
  advance(): Promise<void>;
  /** What the cells must be as of the last `advance`. */
  proven(): Iterable<Cell>;
  /** What they are. */
  stored(fact: Fact, only: Buckets): AsyncIterable<readonly Cell[]>;
}

export interface Proof {
  /** Cells compared, per fact. */
  cells: Record<string, number>;
  /** Wrong, and nothing has touched them since. */
  wrong: Mismatch[];
  /** Not equal yet, because events for them kept coming. */
  moving: Mismatch[];
}

export interface ProofOptions {
  /** How often mismatching cells are looked at again while events for them arrive. */
  rounds?: number;
  onCompared?(fact: string, cells: number): void;
  onRound?(round: number, mismatching: number): void;
}

/** More buckets than this are not asked for one by one. */
const MANY_BUCKETS = 20_000;

/**
 * Compares every cell. While the sources go on, a cell may have been restated with events that the proof had not
 * read; so each mismatching cell is looked at again with more of the log, until it is equal, or stays the same and
 * wrong on both sides from one look to the next, or the rounds are used up.
 */
export async function prove(sides: Sides, options: ProofOptions = {}): Promise<Proof> {
  const { rounds = 20, onCompared, onRound } = options;
  const proof: Proof = { cells: {}, wrong: [], moving: [] };
  await sides.advance();
  const all = byFact(sides);
  let open: Mismatch[] = [];
  for (const fact of sides.facts) {
    const compared = await compareCells(
      fact,
      all.get(fact.name) ?? new Map(),
      sides.stored(fact, null),
      (cells) => onCompared?.(fact.name, cells),
    );
    proof.cells[fact.name] = compared.cells;
    open.push(...compared.mismatches);
    // What has been compared is no longer needed.
    all.delete(fact.name);
  }
  for (let round = 1; open.length > 0 && round <= rounds; round += 1) {
    onRound?.(round, open.length);
    const again = await lookAgain(sides, open);
    proof.wrong.push(...again.filter(({ settled }) => settled).map(({ mismatch }) => mismatch));
    open = again.filter(({ settled }) => !settled).map(({ mismatch }) => mismatch);
  }
  proof.moving = open;
  return proof;
}

/** Of the mismatching cells those that still mismatch; settled: as they were, on both sides. */
async function lookAgain(
  sides: Sides,
  open: readonly Mismatch[],
): Promise<{ mismatch: Mismatch; settled: boolean }[]> {
  await sides.advance();
  const stored = new Map<string, Map<string, Cell>>();
  for (const fact of sides.facts) {
    const keys = new Set(open.filter((each) => each.fact === fact).map(({ key }) => key));
    if (keys.size === 0) continue;
    const found = new Map<string, Cell>();
    const those = open.filter((each) => each.fact === fact);
    for await (const cells of sides.stored(fact, bucketsOf(those)))
      for (const cell of cells) {
        const key = cellKey(cell, fact);
        if (keys.has(key)) found.set(key, cell);
      }
    stored.set(fact.name, found);
  }
  const proven = byFact(sides, open);
  return open.flatMap((before) => {
    const left = stored.get(before.fact.name)?.get(before.key);
    const right = proven.get(before.fact.name)?.get(before.key);
    const mismatch = compareCell(before.fact, before.key, left, right);
    return mismatch ? [{ mismatch, settled: isSame(before, mismatch) }] : [];
  });
}

const isSame = (a: Mismatch, b: Mismatch): boolean =>
  JSON.stringify(a.differences) === JSON.stringify(b.differences);

/** Proven cells by fact and key; of `only` these when given. */
function byFact(sides: Sides, only?: readonly Mismatch[]): Map<string, Map<string, Cell>> {
  const wanted = only && new Set(only.map(({ fact, key }) => `${fact.name}\0${key}`));
  const facts = new Map(sides.facts.map((fact) => [fact.name as string, fact]));
  const cells = new Map<string, Map<string, Cell>>(sides.facts.map((fact) => [fact.name, new Map()]));
  for (const cell of sides.proven()) {
    const fact = facts.get(cell.fact);
    if (!fact) throw new Error(`the log proves cells of ${cell.fact}, of which there is no table`);
    const strange = Object.keys(cell.measures).find(
      (name) => !fact.measures.some((measure) => measure.name === name),
    );
    if (strange) throw new Error(`the log proves ${cell.fact}.${strange}, which no table stores`);
    const key = cellKey(cell, fact);
    if (!wanted || wanted.has(`${cell.fact}\0${key}`)) cells.get(cell.fact)?.set(key, cell);
  }
  return cells;
}

function bucketsOf(mismatches: readonly Mismatch[]): Buckets {
  const buckets = [...new Set(mismatches.map(({ bucket }) => bucket))];
  if (buckets.length > MANY_BUCKETS) return null;
  return { tenants: [...new Set(mismatches.map(({ tenant }) => tenant))], buckets };
}

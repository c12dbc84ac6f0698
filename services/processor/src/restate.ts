import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { type Fact, factOf } from '@tallyboard/metrics/facts';
import { MAX_CELLS_PER_RESTATE, type PendingCell, restateSql } from '@tallyboard/metrics/restate';
import { cellKey } from '@tallyboard/pipeline/messages';

/** Cells waiting to be restated: fact → cell key → the cell, at the highest revision announced. */
export type Pending = Map<string, Map<string, PendingCell>>;

const CONCURRENT = 4;

/** Adds a cell, or raises its revision. */
export function addPending(pending: Pending, fact: string, cell: PendingCell): void {
  let cells = pending.get(fact);
  if (!cells) {
    cells = new Map();
    pending.set(fact, cells);
  }
  const key = cellKey(cell.tenant, fact, cell.bucket);
  const known = cells.get(key);
  if (!known || known.revision < cell.revision) cells.set(key, cell);
}

/** Recomputes every pending cell from the facts as they stand; a few statements at a time. */
export async function restate(clickhouse: ClickHouse, pending: Pending): Promise<number> {
  const work: { fact: Fact; cells: PendingCell[] }[] = [];
  let count = 0;
  for (const [name, cells] of pending) {
    const all = [...cells.values()].sort((a, b) => a.bucket - b.bucket);
    count += all.length;
    for (let from = 0; from < all.length; from += MAX_CELLS_PER_RESTATE)
      work.push({ fact: factOf(name), cells: all.slice(from, from + MAX_CELLS_PER_RESTATE) });
  }
  const worker = async (): Promise<void> => {
    for (let next = work.shift(); next; next = work.shift())
      await clickhouse.command(restateSql(next.fact, next.cells));
  };
  await Promise.all(Array.from({ length: CONCURRENT }, worker));
  return count;
}

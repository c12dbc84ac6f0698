import type { ClickHouse } from '@tallyboard/clickhouse/client';
import type { Fact } from '@tallyboard/facts/facts';
import {
  MAX_CELLS_PER_RESTATE,
  mergingSql,
  type PendingCell,
  restateSql,
  touchingSql,
} from '@tallyboard/facts/restate';

/** Recomputes the cells of a fact from the facts as they stand, so many to a statement. */
export async function restate(
  clickhouse: ClickHouse,
  fact: Fact,
  cells: readonly PendingCell[],
): Promise<void> {
  for (let from = 0; from < cells.length; from += MAX_CELLS_PER_RESTATE) {
    const some = cells.slice(from, from + MAX_CELLS_PER_RESTATE);
    // Asked each time: a merge or a touch is announced after its link is stored.
    const merged = mergingSql(fact, some);
    const merging = merged !== null && (await clickhouse.rows(merged)).length > 0;
    const touched = touchingSql(fact, some);
    const touching = touched !== null && (await clickhouse.rows(touched)).length > 0;
    await clickhouse.command(restateSql(fact, some, { merging, touching }), undefined, {
      what: `restating ${some.length} ${fact.name} cells`,
      withinMs: RESTATE_MS + some.length * CELL_MS,
    });
  }
}

/** Many times what it takes on a slow machine. */
const RESTATE_MS = 12_000;
const CELL_MS = 50;

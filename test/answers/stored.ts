import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { decode, encode } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { type Cell, createOracle } from '@tallyboard/domain/oracle';
import { columnsOf, packedCells } from '@tallyboard/facts/cell-table';
import { FACTS } from '@tallyboard/facts/facts';

/** What the cells of a history must be. */
export function cellsOf(history: readonly CrmEvent[]): Cell[] {
  const oracle = createOracle();
  for (const event of history) {
    const decoded = decode(encode(event));
    if (!decoded.ok) throw new Error(decoded.reason);
    oracle.add(decoded.event, decoded.digest);
  }
  return [...oracle.cells()];
}

/** Stores cells as the aggregator does, one row a cell with its groups in arrays. */
export async function store(clickhouse: ClickHouse, cells: readonly Cell[], revision: number): Promise<void> {
  for (const fact of FACTS) {
    const columns = columnsOf(fact);
    const rows = new Map<string, Cell[]>();
    for (const cell of cells)
      if (cell.fact === fact.name) {
        const key = JSON.stringify([cell.tenant, cell.bucket]);
        rows.set(key, [...(rows.get(key) ?? []), cell]);
      }
    await clickhouse.insertRows(
      packedCells(fact.name),
      ['tenant', 'bucket', ...columns, 'revision'],
      [...rows.values()].map((groups) =>
        JSON.stringify([
          groups[0]!.tenant,
          groups[0]!.bucket,
          ...columns.map((name) =>
            groups.map(({ dimensions, measures }) => dimensions[name] ?? measures[name]),
          ),
          revision,
        ]),
      ),
    );
  }
}

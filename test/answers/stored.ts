import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { decode, encode } from '@tallyboard/contracts/codec';
import type { CrmEvent, Entity } from '@tallyboard/contracts/events';
import { type Cell, createOracle } from '@tallyboard/domain/oracle';
import { type CountedAs, createProducts } from '@tallyboard/domain/products';
import { createRates, type WorthOf } from '@tallyboard/domain/rates';
import { Block } from '@tallyboard/facts/block';
import { columnsOf, packedCells } from '@tallyboard/facts/cell-table';
import { eventTable } from '@tallyboard/facts/event-table';
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

/** Stores exchange rates as the projector does; gives what they must come to. */
export async function storeRates(
  clickhouse: ClickHouse,
  events: readonly CrmEvent[],
): Promise<(tenant: string) => WorthOf> {
  const rates = createRates();
  await storeEach(clickhouse, 'rate', events, (told, digest) => {
    if (told.type === 'rate.updated' || told.type === 'rate.removed') rates.add(told, digest);
  });
  return rates.worthOf;
}

/** The same of products. */
export async function storeProducts(
  clickhouse: ClickHouse,
  events: readonly CrmEvent[],
): Promise<(tenant: string) => CountedAs> {
  const products = createProducts();
  await storeEach(clickhouse, 'product', events, (told, digest) => {
    if (told.type === 'product.updated' || told.type === 'product.removed') products.add(told, digest);
  });
  return products.countedAs;
}

async function storeEach(
  clickhouse: ClickHouse,
  entity: Entity,
  events: readonly CrmEvent[],
  add: (told: CrmEvent, digest: number) => void,
): Promise<void> {
  const { table, columns, row } = eventTable(entity);
  const block = new Block(columns);
  for (const event of events) {
    const decoded = decode(encode(event));
    if (!decoded.ok) throw new Error(decoded.reason);
    const { event: told, digest } = decoded;
    add(told, digest);
    block.add(row(told, digest, told.occurred_at));
  }
  await clickhouse.insertBlocks(table, [block]);
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

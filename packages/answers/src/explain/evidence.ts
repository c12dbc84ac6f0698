import type * as Api from '@tallyboard/api/query';
import type { Entity } from '@tallyboard/contracts/events';
import { idFieldOf } from '@tallyboard/contracts/registry';
import { eventTable } from '@tallyboard/facts/event-table';
import { type FactName, factOf } from '@tallyboard/facts/facts';
import { askedDimensions } from '@tallyboard/facts/products';
import { sqlString } from '@tallyboard/facts/sql-text';
import { readsBefore } from '@tallyboard/metrics/formula';
import { holdsSql, rowsSql } from '../cells/rows-sql.js';
import type { Database } from '../database.js';
import { LIMITS } from '../limits.js';
import type { AskedPeriod } from '../question/asked-period.js';
import type { MetricRequest } from '../question/metric-request.js';
import { ENTITY_ID, placedGroups } from './placed-groups.js';
import { instant, saidOf, shownColumns } from './said.js';

export type CountOf = Api.Explained['counts'][number] & { id: string };
export type EventOf = Api.Explained['events'][number] & { id: string };

/** Where these entities count, of what the question reads; in time's order. One too many says that there were more. */
export async function countsOf(
  database: Database,
  tenant: string,
  { metric: { formula }, filter }: MetricRequest,
  { clocks }: AskedPeriod,
  name: FactName,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<CountOf[]> {
  const { measures: all } = factOf(name);
  const dimensions = askedDimensions(factOf(name));
  // What is kept by entity is there once more without it.
  const measures = all.filter(({ type }) => type !== 'decimal_map');
  const source = {
    fact: name,
    columns: [ENTITY_ID, 'place_at', ...dimensions, ...measures.map(({ name }) => name)],
    holds: [...holdsSql(filter), `${ENTITY_ID} IN (${ids.map(sqlString).join(', ')})`],
    clocks,
    isSplit: false,
    from: placedGroups,
  };
  const parts = readsBefore(formula) ? (['opening', 'period'] as const) : (['period'] as const);
  const found: CountOf[] = [];
  for (const part of parts) {
    const rows = await database.rows<Record<string, unknown>>(
      `SELECT * FROM (${rowsSql({ ...source, part })}) ORDER BY place_at LIMIT ${LIMITS.listedRows + 1} ${SETTINGS}`,
      { tenant },
      signal,
    );
    for (const row of rows)
      found.push({
        id: String(row[ENTITY_ID]),
        at: instant(String(row.place_at)),
        dimensions: Object.fromEntries(dimensions.map((dimension) => [dimension, String(row[dimension])])),
        measures: Object.fromEntries(
          measures.flatMap(({ name }) => (isNothing(row[name]) ? [] : [[name, row[name] as Measured]])),
        ),
      });
  }
  return found;
}

type Measured = CountOf['measures'][string];

const isNothing = (value: unknown): boolean =>
  typeof value === 'object' ? Object.keys(value ?? {}).length === 0 : Number(value) === 0;

/**
 * All that was ever said of these entities, and of what was merged into them, in the order in which it happened. `counts`: where
 * they count, by which those of one id are told apart whose instant is part of what they are.
 */
export async function eventsOf(
  database: Database,
  tenant: string,
  name: FactName,
  ids: readonly string[],
  counts: readonly CountOf[],
  signal: AbortSignal | undefined,
): Promise<EventOf[]> {
  const { entity, placement, bucketing, merges } = factOf(name);
  const id = idFieldOf(entity);
  const merged = merges
    ? await database.rows<{ id: string; survivor: string }>(
        `SELECT ${id} AS id, survivor FROM ${merges.survivors} WHERE tenant = {tenant:String} AND survivor IN {ids:Array(String)}`,
        { tenant, ids },
        signal,
      )
    : [];
  const survivors = new Map(merged.map(({ id, survivor }) => [id, survivor]));
  const instants = [...new Set(counts.map(({ at }) => at))];
  const own = placement === 'fixed' ? ` AND ${bucketing[0]} IN {instants:Array(DateTime64(3, 'UTC'))}` : '';
  const told = await toldOf(
    database,
    entity,
    `${id} IN {ids:Array(String)}${own}`,
    {
      tenant,
      ids: [...ids, ...survivors.keys()],
      ...(own === '' ? {} : { instants: instants.map((at) => at.replace('T', ' ').replace('Z', '')) }),
    },
    signal,
  );
  return told.map((event) => ({ ...event, id: survivors.get(event.id) ?? event.id }));
}

/** What was said of some of an entity, each event with the id of whom; one too many says that there were more. */
export async function toldOf(
  database: Database,
  entity: Entity,
  within: string,
  parameters: Readonly<Record<string, unknown>> & { tenant: string },
  signal: AbortSignal | undefined,
): Promise<EventOf[]> {
  const { table } = eventTable(entity);
  const shown = shownColumns(entity);
  const rows = await database.rows<Record<string, unknown>>(
    `SELECT ${idFieldOf(entity)} AS told_of, ${shown.map(({ name }) => name).join(', ')} FROM ${table} FINAL
WHERE tenant = {tenant:String} AND ${within}
ORDER BY occurred_at, rank LIMIT ${LIMITS.listedRows + 1} ${SETTINGS}`,
    parameters,
    signal,
  );
  return rows.map(({ told_of, type, source, event_id, occurred_at, recorded_at, ...said }) => ({
    id: String(told_of),
    type: String(type),
    source: String(source),
    event_id: String(event_id),
    occurred_at: instant(String(occurred_at)),
    recorded_at: instant(String(recorded_at)),
    data: saidOf(said, shown),
  }));
}

const SETTINGS = `SETTINGS max_execution_time = ${LIMITS.querySeconds}`;

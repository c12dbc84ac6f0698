import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { ERASABLE } from '@tallyboard/contracts/erasure';
import type { Entity } from '@tallyboard/contracts/events';
import { attributesOf } from '@tallyboard/contracts/fields';
import { idFieldOf } from '@tallyboard/contracts/registry';
import { eventTable } from '@tallyboard/facts/event-table';

/** Somebody or something that can be erased. */
export interface Subject {
  entity: Entity;
  id: string;
}

/** What ClickHouse knows of a subject. */
export interface Known {
  /**
   * The subject, those that it was merged with, and what has the id of any because it is about nobody else: the subscriptions
   * of an account.
   */
  own: Subject[];
  /** What names it: all of it can be somebody's only. */
  naming: Subject[];
  /** Event rows of each entity, over own and naming. */
  rows: ReadonlyMap<Entity, number>;
}

/** What is known of one: by the columns of the event tables that have its id. */
export async function knownOf(clickhouse: ClickHouse, tenant: string, subject: Subject): Promise<Known> {
  const column = idFieldOf(subject.entity);
  const ids = await mergedWith(clickhouse, tenant, subject);
  const own = ERASABLE.filter((entity) => idFieldOf(entity) === column).flatMap((entity) =>
    ids.map((id) => ({ entity, id })),
  );
  const rows = new Map<Entity, number>();
  const naming: Subject[] = [];
  for (const entity of ERASABLE.filter((each) => attributesOf(each).some(({ name }) => name === column))) {
    const id = idFieldOf(entity);
    // By its last word: a deal that was moved to another account is that one's.
    const found = await clickhouse.rows<{ id: string; rows: number }>(
      `
SELECT ${id} AS id, count() AS rows
FROM ${eventTable(entity).table} AS events FINAL
WHERE events.tenant = {tenant: String} AND ${id} IN
(
    SELECT events.${id} FROM ${eventTable(entity).table} AS events
    WHERE events.tenant = {tenant: String}
    GROUP BY events.${id}
    HAVING argMax(events.${column}, events.rank) IN {ids: Array(String)}
)
GROUP BY ${id}
ORDER BY ${id}`.trim(),
      { tenant, ids },
    );
    rows.set(
      entity,
      found.reduce((sum, one) => sum + one.rows, 0),
    );
    if (id !== column) naming.push(...found.map((one) => ({ entity, id: one.id })));
  }
  return { own, naming, rows };
}

/** The subject and all that were ever merged with it, into it or it into them, over however many merges. */
async function mergedWith(
  clickhouse: ClickHouse,
  tenant: string,
  { entity, id }: Subject,
): Promise<string[]> {
  const ids = new Set([id]);
  if (!attributesOf(entity).some(({ name }) => name === 'merged_into')) return [...ids];
  const column = idFieldOf(entity);
  for (let known = 0; known < ids.size; ) {
    known = ids.size;
    const found = await clickhouse.rows<{ away: string; into: string }>(
      `SELECT DISTINCT ${column} AS away, assumeNotNull(merged_into) AS into FROM ${eventTable(entity).table}
WHERE tenant = {tenant: String} AND merged_into IS NOT NULL AND (${column} IN {ids: Array(String)} OR merged_into IN {ids: Array(String)})`,
      { tenant, ids: [...ids] },
    );
    for (const { away, into } of found) ids.add(away).add(into);
  }
  return [...ids];
}

/** Those that no event has erased yet. */
export async function notErased(
  clickhouse: ClickHouse,
  tenant: string,
  subjects: readonly Subject[],
): Promise<Subject[]> {
  const rows = await clickhouse.rows<Subject>(
    'SELECT DISTINCT entity, entity_id AS id FROM erasures WHERE tenant = {tenant: String}',
    { tenant },
  );
  const erased = new Set(rows.map(({ entity, id }) => `${entity}/${id}`));
  return subjects.filter(({ entity, id }) => !erased.has(`${entity}/${id}`));
}

/** How many there are of each entity. */
export function countsOf(subjects: readonly Subject[]): Partial<Record<Entity, number>> {
  const counts: Partial<Record<Entity, number>> = {};
  for (const { entity } of subjects) counts[entity] = (counts[entity] ?? 0) + 1;
  return counts;
}

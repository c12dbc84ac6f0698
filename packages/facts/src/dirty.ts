import type { Entity } from '@tallyboard/contracts/events';
import { idFieldOf } from '@tallyboard/contracts/registry';
import type { Span } from './changed-spans.js';
import type { Described } from './described.js';
import { eventTable } from './event-table.js';
import { FACTS, type Fact, factOfEntity } from './facts.js';
import type { Read } from './read.js';
import { tupleList } from './sql-text.js';

/** Which cells do changed facts touch? Rows of `fact`, `tenant` and `bucket` (epoch seconds). */
export interface DirtyRow {
  fact: string;
  tenant: string;
  bucket: number;
}

/** Every bucket that any version of these moving entities ever claimed; one statement for all of them. */
export function claimedSql(
  moved: ReadonlyMap<Entity, readonly (readonly [tenant: string, id: string])[]>,
): string {
  return [...moved]
    .map(([entity, ids]) => {
      const fact = factOfEntity(entity)!;
      return `
    SELECT DISTINCT '${fact.name}' AS fact, tenant, toUnixTimestamp(arrayJoin(${claimsOf(fact)})) AS bucket
    FROM ${eventTable(entity).table}
    WHERE (tenant, ${idFieldOf(entity)}) IN ${tupleList(ids)}`;
    })
    .join('\n    UNION ALL');
}

/** Who was ever merged with one of these, whichever way. */
export const mergedWithSql = ({ entity, name }: Fact, ids: readonly (readonly string[])[]): string => `
    SELECT DISTINCT tenant, fact_id AS id
    FROM links
    WHERE entity = '${entity}' AND fact = '${name}' AND (tenant, entity_id) IN ${tupleList(ids)}`;

/** Of the facts that mention one of these, those that were ever merged with another: what they read can count with any of them. */
export const mergedReadersSql = (
  { name, entity }: Fact,
  read: Read,
  ids: readonly (readonly string[])[],
): string => `
    SELECT DISTINCT tenant, fact_id AS id
    FROM links
    WHERE entity = '${read.entity}' AND (tenant, entity_id) IN ${tupleList(ids)} AND fact = '${name}'
      AND (tenant, fact_id) IN (SELECT tenant, entity_id FROM links WHERE entity = '${entity}' AND fact = '${name}')`;

/** The cells that mention one of these, by which they are described. */
export const describedSql = (described: Described, ids: readonly (readonly string[])[]): string => `
    SELECT DISTINCT fact, tenant, toUnixTimestamp(bucket) AS bucket
    FROM links
    WHERE entity = '${described.entity}' AND (tenant, entity_id) IN ${tupleList(ids)}
      AND fact IN (${FACTS.filter((fact) => fact.described === described)
        .map(({ name }) => `'${name}'`)
        .join(', ')})`;

/** Where what is read of one entity may have changed. */
export interface Changed extends Span {
  tenant: string;
  id: string;
}

/**
 * The cells of all facts that depend, by this read, on what changed: found by the links from those that changed to who mentions
 * them. Of a moving fact, which can be read at another instant than where it counts, all claims are touched once any lies
 * in a changed span.
 */
export function readersSql(read: Read, changed: readonly Changed[]): string {
  const ids = tupleList(
    [...new Set(changed.map(({ tenant, id }) => JSON.stringify([tenant, id])))].map((pair) =>
      JSON.parse(pair),
    ),
  );
  const links = 'SELECT tenant, entity_id, fact, bucket, fact_id FROM links';
  const linked = `(${links} WHERE entity = '${read.entity}' AND (tenant, entity_id) IN ${ids}${
    read.unmentioned ? `\n        UNION ALL ${read.unmentioned(ids)}` : ''
  })`;
  const spans = `(SELECT each.1 AS tenant, each.2 AS entity_id, groupArray((toUInt32(each.3), toUInt32(each.4))) AS spans
        FROM (SELECT arrayJoin(${spansLiteral(changed)}) AS each) GROUP BY tenant, entity_id)`;
  const readers = FACTS.filter(({ reads }) => reads.includes(read));
  const fixed = `
    SELECT DISTINCT fact, tenant, toUnixTimestamp(bucket) AS bucket
    FROM ${linked} AS linked INNER JOIN ${spans} AS changed USING (tenant, entity_id)
    WHERE fact IN (${readers
      .filter(({ placement }) => placement === 'fixed')
      .map(({ name }) => `'${name}'`)
      .join(', ')})
      AND arrayExists(span -> toUnixTimestamp(bucket) >= span.1 AND toUnixTimestamp(bucket) < span.2, spans)`;
  const moving = readers
    .filter(({ placement }) => placement === 'moving')
    .map(
      (fact) => `
    SELECT DISTINCT '${fact.name}' AS fact, tenant, toUnixTimestamp(arrayJoin(buckets)) AS bucket
    FROM
    (
        SELECT tenant, fact_id, groupArrayArray(spans) AS spans
        FROM ${linked} AS linked INNER JOIN ${spans} AS changed USING (tenant, entity_id)
        WHERE fact = '${fact.name}'
        GROUP BY tenant, fact_id
    ) AS readers
    INNER JOIN
    (
        SELECT tenant, ${idFieldOf(fact.entity)} AS fact_id, groupUniqArrayArray(${claimsOf(fact)}) AS buckets
        FROM ${eventTable(fact.entity).table}
        WHERE (tenant, ${idFieldOf(fact.entity)}) IN (SELECT tenant, fact_id FROM ${linked} WHERE fact = '${fact.name}')
        GROUP BY tenant, fact_id
    ) AS claims
    USING (tenant, fact_id)
    WHERE arrayExists(claim -> arrayExists(span -> toUnixTimestamp(claim) >= span.1 AND toUnixTimestamp(claim) < span.2, spans), buckets)`,
    );
  return [fixed, ...moving].join('\n    UNION ALL');
}

/** The buckets that an event claims. */
function claimsOf({ bucketing, occurring }: Fact): string {
  const claims = [...bucketing, ...occurring.map((type) => `if(type = '${type}', occurred_at, NULL)`)];
  return `arrayMap(claim -> toStartOfFifteenMinutes(toDateTime(greatest(assumeNotNull(claim), toDateTime64(0, 3, 'UTC')), 'UTC')), arrayFilter(claim -> claim IS NOT NULL, [${claims.join(', ')}]))`;
}

const BUCKET_MS = 900_000;
const LATEST = 2 ** 32 - 1;

/**
 * In epoch seconds of buckets: from that of the first instant until before what follows that of the last. What was before
 * 1970 counts in the first bucket, as facts of then do.
 */
function spansLiteral(changed: readonly Changed[]): string {
  const tuples = changed.map(({ tenant, id, fromMs, toMs }) => [
    tenant,
    id,
    String(Math.max(0, (Math.floor(fromMs / BUCKET_MS) * BUCKET_MS) / 1_000)),
    String(Math.max(1, Math.min(LATEST, Math.ceil(toMs / 1_000)))),
  ]);
  return tupleList(tuples);
}

/** All that was ever said of these, ascending by since and order; see `changedSpans`. */
export function statementsSql({ entity, since, says }: Read, ids: readonly (readonly string[])[]): string {
  const { table, sorting } = eventTable(entity);
  const taken = says.map((field) => `toString(any(${field}))`);
  return `
    SELECT tenant, ${idFieldOf(entity)} AS id, source_version, event_id, source, digest, toUnixTimestamp64Milli(${since}) AS sinceMs,
      toUnixTimestamp64Milli(min(recorded_at)) AS recordedMs, toJSONString([${taken.join(', ')}]) AS value
    FROM ${table}
    WHERE (tenant, ${idFieldOf(entity)}) IN ${tupleList(ids)}
    GROUP BY ${sorting.join(', ')}
    ORDER BY tenant, id, ${since}, any(rank)`;
}

/** The `value` where nothing was said. */
export const nothingSaid = ({ says }: Read): string => JSON.stringify(says.map(() => ''));

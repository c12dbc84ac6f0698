import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { FACTS, type Fact, factOfEntity } from '@tallyboard/facts/facts';
import { tupleList } from '@tallyboard/facts/sql-text';
import { entry, type Projection } from './project.js';

/** fact → tenant → buckets, epoch seconds. */
export type Touched = Map<string, Map<string, Set<number>>>;

/** The cells of fixed facts that a projection touches: its events say it all. */
export function touchedCalls(projection: Projection): Touched {
  return new Map([['call', projection.callCells]]);
}

/**
 * The other cells that a projection touches. Asked after its facts are stored: what is not visible yet will be announced
 * by whoever stores it, and that announcement comes later than what this one changes.
 */
export async function touchedCells(clickhouse: ClickHouse, projection: Projection): Promise<Touched> {
  const touched: Touched = new Map();
  await Promise.all([
    claimedBuckets(clickhouse, touched, projection.moved),
    ...(projection.reps.size > 0
      ? FACTS.map((fact) => bucketsOfReps(clickhouse, touched, fact, projection.reps))
      : []),
  ]);
  return touched;
}

/** Up to so many, handing work to other threads costs more than it gains. */
const FEW_IDS = 1_000;

/** Many times what they take on a slow machine; that of reps reads whole event tables. */
const LOOK_UP_MS = 8_000;
const REPS_MS = 60_000;

interface Found {
  tenant: string;
  bucket: number;
}

/** Every bucket that any version of these entities ever claimed; one statement for all of them. */
async function claimedBuckets(
  clickhouse: ClickHouse,
  touched: Touched,
  moved: Projection['moved'],
): Promise<void> {
  if (moved.size === 0) return;
  let count = 0;
  const selects = [...moved].map(([entity, ids]) => {
    const fact = factOfEntity(entity)!;
    const pairs = [...ids].flatMap(([tenant, entityIds]) => [...entityIds].map((id) => [tenant, id]));
    count += pairs.length;
    return `
    SELECT DISTINCT '${fact.name}' AS fact, tenant, toUnixTimestamp(toStartOfFifteenMinutes(toDateTime(arrayJoin(${claimsOf(fact)}), 'UTC'))) AS bucket
    FROM ${entity}_events
    WHERE (tenant, ${entity}_id) IN ${tupleList(pairs)}`;
  });
  const found = await clickhouse.rows<Found & { fact: string }>(
    `${selects.join('\n    UNION ALL')}${count <= FEW_IDS ? '\n    SETTINGS max_threads = 1' : ''}`,
    undefined,
    undefined,
    { what: `looking up the cells of ${count} entities`, withinMs: LOOK_UP_MS + 2 * count },
  );
  for (const { fact, tenant, bucket } of found) touch(touched, fact, tenant, bucket);
}

/** Every bucket that has, or could have, a fact of these reps: their office or team there may have changed. */
async function bucketsOfReps(
  clickhouse: ClickHouse,
  touched: Touched,
  fact: Fact,
  reps: Projection['reps'],
): Promise<void> {
  const pairs = [...reps].flatMap(([tenant, since]) => [...since.keys()].map((rep) => [tenant, rep]));
  const earliest = Math.min(...[...reps.values()].flatMap((since) => [...since.values()]));
  const ofReps = `(tenant, ifNull(rep_id, '')) IN ${tupleList(pairs)}`;
  const { entity } = fact;
  // Moving facts can take their dimensions from another instant than their place: all their buckets are asked for.
  const sql =
    entity === 'call'
      ? `SELECT DISTINCT tenant, toUnixTimestamp(bucket) AS bucket FROM call_events WHERE ${ofReps} AND started_at >= fromUnixTimestamp64Milli(${earliest})`
      : `SELECT DISTINCT tenant, toUnixTimestamp(toStartOfFifteenMinutes(toDateTime(arrayJoin(${claimsOf(fact)}), 'UTC'))) AS bucket
         FROM ${entity}_events
         WHERE (tenant, ${entity}_id) IN (SELECT tenant, ${entity}_id FROM ${entity}_events WHERE ${ofReps})`;
  const found = await clickhouse.rows<Found>(sql, undefined, undefined, {
    what: `looking up the cells of ${pairs.length} reps`,
    withinMs: REPS_MS,
  });
  for (const { tenant, bucket } of found) touch(touched, fact.name, tenant, bucket);
}

const claimsOf = (fact: Fact): string =>
  `arrayFilter(claim -> claim IS NOT NULL, [${fact.claims.join(', ')}])`;

function touch(touched: Touched, fact: string, tenant: string, bucket: number): void {
  entry(
    entry(touched, fact, () => new Map<string, Set<number>>()),
    tenant,
    () => new Set(),
  ).add(bucket);
}

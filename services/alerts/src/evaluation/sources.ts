import type { Database } from '@tallyboard/answers/database';
import { eventTable } from '@tallyboard/facts/event-table';
import { type FactName, factOf } from '@tallyboard/facts/facts';

/** Where a system that sends events of a fact stands. */
export interface SourceStanding {
  source: string;
  /** The newest instant that it told of, epoch seconds. */
  newest: number;
  /** How many events it had in the same stretch of the weeks before, or at its rate where it is not that old. */
  usual: number;
}

const DAY = 86_400;
const WEEK = 7 * DAY;
/** A system that is silent for longer than a long weekend is not waited for: it may be gone. */
const GONE_AFTER = 4 * DAY;
/**
 * Of what a system told in time (before it would have counted as gone), telling must have taken this part of the time in
 * which it happened: what comes all at once, as the export of another system, is no habit, and no more of it is awaited.
 */
const LEAST_TELLING = 0.25;
const IN_TIME = `recorded_at < occurred_at + INTERVAL ${GONE_AFTER} SECOND`;

/** Systems that have told of nothing since before `at` (epoch seconds), and how much they usually tell in such a stretch. */
export async function silentSources(
  database: Database,
  tenant: string,
  fact: FactName,
  at: number,
): Promise<SourceStanding[]> {
  const { table } = eventTable(factOf(fact).entity);
  const rows = await database.rows<{
    source: string;
    newest: number;
    weekly: number;
    since: number;
    n: number;
  }>(
    `WITH heard AS (
  SELECT source, toUnixTimestamp(max(occurred_at)) AS newest, toUnixTimestamp(min(occurred_at)) AS since, count() AS n,
    maxIf(occurred_at, ${IN_TIME}) - minIf(occurred_at, ${IN_TIME}) AS happening,
    maxIf(recorded_at, ${IN_TIME}) - minIf(recorded_at, ${IN_TIME}) AS telling
  FROM ${table} WHERE tenant = {tenant:String} AND occurred_at >= toDateTime({since:UInt32}) AND occurred_at < toDateTime({until:UInt32})
  GROUP BY source
  HAVING newest < {at:UInt32} AND newest >= {at:UInt32} - ${GONE_AFTER} AND telling >= ${LEAST_TELLING} * happening)
SELECT e.source AS source, any(h.newest) AS newest, any(h.since) AS since, any(h.n) AS n,
  -- Of two weeks the mean: a single call in the night of one of them is nothing to wait for.
  (countIf(toUnixTimestamp(e.occurred_at) > h.newest - ${WEEK} AND toUnixTimestamp(e.occurred_at) <= {at:UInt32} - ${WEEK})
    + countIf(toUnixTimestamp(e.occurred_at) > h.newest - ${2 * WEEK} AND toUnixTimestamp(e.occurred_at) <= {at:UInt32} - ${2 * WEEK}))
    / if(any(h.since) <= any(h.newest) - ${2 * WEEK}, 2, 1) AS weekly
FROM ${table} AS e INNER JOIN heard AS h ON e.source = h.source
WHERE e.tenant = {tenant:String} AND e.occurred_at >= toDateTime({since:UInt32}) AND e.occurred_at < toDateTime({until:UInt32})
GROUP BY source`,
    { tenant, at, since: Math.max(0, at - 3 * WEEK), until: at + 86_400 },
  );
  return rows.map(({ source, newest, weekly, since, n }) => ({
    source,
    newest,
    // A system of this week has no week to be compared with.
    usual: newest - since < WEEK ? (n * (at - newest)) / Math.max(900, newest - since) : weekly,
  }));
}

/** With so many events missing that usually come, silence means that data are late rather than that nothing happened. */
export const LATE_FROM = 1;
/** With so many missing nothing can be said of the time, however long it is waited. */
export const MISSING_FROM = 5;

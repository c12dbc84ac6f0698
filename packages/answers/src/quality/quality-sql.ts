import { idFieldOf } from '@tallyboard/contracts/registry';
import { eventTable } from '@tallyboard/facts/event-table';
import { factOfEntity } from '@tallyboard/facts/facts';
import { sqlString } from '@tallyboard/facts/sql-text';
import { LIMITS } from '../limits.js';
import type { LooksWrong } from './conditions.js';

/** So many events of a source have a problem (`kind:field`), any problem (ANY), or are there at all (ALL). */
export interface QualityRow {
  source: string;
  problem: string;
  events: number;
  /** Ids of some of them. */
  examples: string[];
}

export const ALL = '';
export const ANY = '*';
const EXAMPLES = 3;

/**
 * Which events of an entity in a period look wrong? Rows are QualityRow, of one tenant. Bound: tenant, from and to (epoch
 * seconds, [from, to)), and the currencies that are known. What is of no use to judge those in the period is not read:
 * of a moving fact all events of those with one in it, of others those of the period.
 */
export function qualitySql(looksWrong: LooksWrong): string {
  const { entity, identity, at, known, isRemoved, problems } = looksWrong;
  const id = idFieldOf(entity);
  const found = [
    ...problems.map(({ kind, field, holds }) => ({ name: `${kind}:${field}`, holds })),
    ...(looksWrong.outranked.types.length > 0
      ? [
          {
            name: 'never_wins:source_version',
            holds: `(${id}, source, event_id, digest) IN (${outrankedSql(looksWrong)})`,
          },
        ]
      : []),
  ];
  const windows = { ...known, is_removed: isRemoved };
  return `
SELECT source, problem, count() AS events, arraySort(groupUniqArray(${EXAMPLES})(id)) AS examples
FROM
(
    SELECT source, id, arrayJoin(arrayConcat(['${ALL}'], if(empty(problems), [], ['${ANY}']), problems)) AS problem
    FROM
    (
        SELECT toString(source) AS source, id, is_removed, seconds,
            arrayFilter(problem -> problem != '', [${found
              .map(({ name }, n) => `\n                if(ifNull(holds_${n}, false), ${sqlString(name)}, '')`)
              .join(',')}]) AS problems
        FROM
        (
            SELECT *, ${id} AS id, ${secondsOf(at)} AS seconds,${found
              .map(({ holds }, n) => `\n                ${holds} AS holds_${n}`)
              .join(',')}
            FROM
            (
                SELECT *, rank,${Object.entries(windows)
                  .map(([name, expression]) => `\n                    ${expression} AS ${name}`)
                  .join(',')}
                FROM ${eventTable(entity).table} FINAL
                WHERE ${narrowed(looksWrong)}
                WINDOW entity AS (PARTITION BY ${identity.join(', ')})
            )
            WINDOW entity AS (PARTITION BY ${identity.join(', ')})
        )
    )
    WHERE NOT is_removed AND seconds >= {from:UInt32} AND seconds < {to:UInt32}
)
GROUP BY source, problem
ORDER BY source, problem
SETTINGS max_execution_time = ${LIMITS.querySeconds}`;
}

const secondsOf = (at: string) => `intDiv(greatest(0, toUnixTimestamp64Milli(${at})), 1000)`;

/** The events without which those in the period cannot be judged. */
function narrowed({ entity, at }: LooksWrong): string {
  const tenant = 'tenant = {tenant:String}';
  if (factOfEntity(entity)?.placement === 'fixed')
    return `${tenant} AND bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')`;
  const seconds = secondsOf(at);
  const id = idFieldOf(entity);
  return `${tenant} AND ${id} IN (SELECT ${id} FROM ${eventTable(entity).table} WHERE ${tenant} AND ${seconds} >= {from:UInt32} AND ${seconds} < {to:UInt32})`;
}

/**
 * Events that happened after those which rank above them in everything that they say. Without a given version the rank is
 * by that very time, so that nothing can be.
 */
function outrankedSql(looksWrong: LooksWrong): string {
  const { entity, identity, outranked } = looksWrong;
  const { table } = eventTable(entity);
  const narrow = narrowed(looksWrong);
  const key = identity.join(', ');
  const said = Object.entries(outranked.states).map(([name, states]) => `if(${states}, '${name}', '')`);
  return `
                    SELECT ${idFieldOf(entity)}, source, event_id, digest
                    FROM
                    (
                        SELECT ${key}, source, event_id, digest, type, occurred_at,
                            min(toNullable(occurred_at)) OVER (PARTITION BY ${key}, attribute ORDER BY rank DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earliest_above
                        FROM
                        (
                            SELECT ${key}, source, event_id, digest, type, occurred_at, rank,
                                arrayJoin(arrayFilter(name -> name != '', [${said.join(', ')}])) AS attribute
                            FROM ${table} FINAL
                            WHERE ${narrow} AND (${key}) IN
                            (
                                SELECT ${key} FROM ${table}
                                WHERE ${narrow}
                                GROUP BY ${key}
                                HAVING count() > 1 AND countIf(source_version != toUnixTimestamp64Milli(occurred_at)) > 0
                            )
                        )
                    )
                    WHERE type IN (${outranked.types.map(sqlString).join(', ')})
                    GROUP BY ${key}, source, event_id, digest
                    HAVING min(ifNull(earliest_above < occurred_at, false))`;
}

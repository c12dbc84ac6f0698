import { idFieldOf } from '@tallyboard/contracts/registry';
import { placesView } from './cell-table.js';
import { creditedMeasures, creditedSql, touchedColumns, touchedJoin } from './credited.js';
import { describedJoin } from './described.js';
import { eventTable } from './event-table.js';
import type { Fact } from './facts.js';
import type { Read } from './read.js';

export interface Placed {
  /** Columns of the fact's places, and dimensions that a read gives. */
  columns: readonly string[];
  /** SQL condition on tenant and bucket, and of an array of all tenants that it leaves; left out: all places. */
  within?: string;
  tenants?: string;
  /** Whether what is merged away may count there with its survivor, or is what something there is described by. */
  merging: boolean;
  /** Whether any of them may have been touched by a campaign, or come of a lead; left out: it may. */
  touching?: boolean;
}

/**
 * The places of a fact in some buckets, each with what its reads give at its instant: what cells add up. What measures are
 * computed by has a level of its own, because ClickHouse plans an alias anew wherever it is named.
 */
export function placedSql(fact: Fact, placed: Placed): string {
  const { credited } = fact;
  const measures = credited ? creditedMeasures(credited) : [];
  if (!credited || !placed.columns.some((column) => measures.includes(column)))
    return readSqlOf(fact, placed, []);
  const columns = placed.columns.filter((column) => column !== 'campaign');
  return creditedSql(
    credited,
    placed.columns,
    readSqlOf(fact, { ...placed, columns }, touchedColumns(credited, placed.touching !== false)),
  );
}

/** The same, each place once. `beside`: columns that are shown beside. */
function readSqlOf(
  fact: Fact,
  { columns, within, tenants, merging, touching = true }: Placed,
  beside: readonly string[],
): string {
  const { credited, described, entity, merges, name, placement } = fact;
  const reads = readsFor(fact, columns);
  const conditions =
    within === undefined
      ? ''
      : `\n            WHERE ${within}${placement === 'fixed' ? '' : ` AND ${hasClaimedSql(fact, within, merging)}`}`;
  const joined = (shown: readonly string[]) => `SELECT ${shown.join(', ')}
        FROM
        (
            SELECT *
            FROM ${merges && !merging ? merges.ownPlaces : placesView(name)}${conditions}
        ) AS placed${reads.map((read) => readSql(read, tenants)).join('')}${
          described && columns.some((column) => Object.hasOwn(described.gives, column))
            ? describedJoin(described, { events: eventTable(entity).table, within, merging })
            : ''
        }${
          credited && touching && beside.length > 0
            ? touchedJoin(credited, idFieldOf(entity), within && claimedSql(entity, within))
            : ''
        }`;
  const computing = reads.flatMap(({ computes }) => computes ?? []);
  if (computing.length === 0) return joined([...columns.map((column) => columnSql(fact, column)), ...beside]);

  const computed = new Map(computing.flatMap(({ measures }) => Object.entries(measures)));
  const read = new Set([
    ...columns.filter((column) => !computed.has(column)),
    ...computing.flatMap(({ needs }) => needs),
  ]);
  const steps = computing.flatMap((each) => each.steps).map(([step, sql]) => `${sql} AS ${step}`);
  const shown = columns.map((column) =>
    computed.has(column) ? `${computed.get(column)} AS ${column}` : column,
  );
  return `SELECT ${shown.join(', ')}
        FROM
        (
        ${joined([...[...read].map((column) => columnSql(fact, column)), ...steps])}
        )`;
}

/** All reads, but those that compute measures of which none is asked for. */
const readsFor = ({ reads }: Fact, columns: readonly string[]): Read[] =>
  reads.filter(
    ({ computes }) => !computes || columns.some((column) => Object.hasOwn(computes.measures, column)),
  );

/** Which entities did any of their events ever place within? */
export const claimedSql = (entity: string, within: string): string =>
  `SELECT tenant, entity_id FROM placements WHERE entity = '${entity}' AND ${within}`;

/** What a read gives, or what the fold says. */
function columnSql({ reads, described }: Fact, name: string): string {
  if (described && Object.hasOwn(described.gives, name)) return `${described.entity}_then.${name} AS ${name}`;
  for (const { entity, gives } of reads)
    if (gives[name]) return `${entity}_in_force.${gives[name].field} AS ${name}`;
  return `placed.${name} AS ${name}`;
}

function readSql(
  { entity, id: read, history, since, gives, computes, asOf }: Read,
  tenants: string | undefined,
): string {
  const id = idFieldOf(entity);
  const state = `${entity}_in_force`;
  const taken = [...Object.values(gives).map(({ field }) => field), ...(computes?.takes ?? [])];
  return `
        ASOF LEFT JOIN
        (
            SELECT tenant, ${id}, ${since}, ${taken.join(', ')}
            FROM ${history}${tenants === undefined ? '' : `\n            WHERE tenant IN ${tenants}`}
        ) AS ${state}
        ON placed.tenant = ${state}.tenant AND ${read} = ${state}.${id} AND placed.${asOf} >= ${state}.${since}`;
}

/** The entities that any of their events ever placed there: all others need not be folded. */
function hasClaimedSql({ entity, merges }: Fact, within: string, merging: boolean): string {
  const id = `(tenant, ${idFieldOf(entity)})`;
  const claimed = claimedSql(entity, within);
  const survivors =
    merges && merging
      ? ` UNION ALL SELECT tenant, survivor FROM ${merges.survivors} WHERE ${id} IN (${claimed})`
      : '';
  return `${id} IN (${claimed}${survivors})`;
}

import { idFieldOf } from '@tallyboard/contracts/registry';
import { placesView } from './cell-table.js';
import type { Fact } from './facts.js';
import type { Read } from './read.js';

export interface Placed {
  /** Columns of the fact's places, and dimensions that a read gives. */
  columns: readonly string[];
  /** SQL condition on tenant and bucket, and of an array of all tenants that it leaves; left out: all places. */
  within?: string;
  tenants?: string;
  /** Whether what is merged away may count there with its survivor. */
  merging: boolean;
}

/** The places of a fact in some buckets, each with what its reads give at its instant: what cells add up. */
export function placedSql(fact: Fact, { columns, within, tenants, merging }: Placed): string {
  const { merges, name, placement, reads } = fact;
  const used = readsFor(fact, columns);
  const steps = used.flatMap(({ computes }) => computes?.steps ?? []);
  const conditions =
    within === undefined
      ? ''
      : `\n            WHERE ${within}${placement === 'fixed' ? '' : ` AND ${hasClaimedSql(fact, within, merging)}`}`;
  const named = steps.map(([step, sql]) => `${sql} AS ${step}`);
  return `${named.length > 0 ? `WITH ${named.join(',\n            ')}\n        ` : ''}SELECT ${columns.map((column) => columnSql(fact, column)).join(', ')}
        FROM
        (
            SELECT *
            FROM ${merges && !merging ? merges.ownPlaces : placesView(name)}${conditions}
        ) AS placed${reads
          .filter((read) => used.includes(read))
          .map((read) => readSql(read, tenants))
          .join('')}`;
}

/** All reads, but those that compute measures of which none is asked for. */
const readsFor = ({ reads }: Fact, columns: readonly string[]): Read[] =>
  reads.filter(
    ({ computes }) => !computes || columns.some((column) => Object.hasOwn(computes.measures, column)),
  );

/** Which entities did any of their events ever place within? */
export const claimedSql = (entity: string, within: string): string =>
  `SELECT tenant, entity_id FROM placements WHERE entity = '${entity}' AND ${within}`;

/** What a read gives or computes, or what the fold says. */
function columnSql({ reads }: Fact, name: string): string {
  for (const { entity, gives, computes } of reads) {
    if (gives[name]) return `${entity}_in_force.${gives[name].field} AS ${name}`;
    const computed = computes?.measures[name];
    if (computed) return `${computed} AS ${name}`;
  }
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

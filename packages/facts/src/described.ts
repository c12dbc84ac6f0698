import { entityOf } from '@tallyboard/contracts/codec';
import type { CrmEvent, Entity, EventType } from '@tallyboard/contracts/events';
import { idFieldOf } from '@tallyboard/contracts/registry';

/**
 * Dimensions that a fixed fact has of another entity which it mentions, as that was at an instant of the fact. Unlike of what it
 * reads (read.ts) there are many of those, and each statement says but a part of what one is: so only those are looked up
 * that the cells mention, and a change of one dirties every cell that mentions it, or whatever was merged with it.
 */
export interface Described {
  entity: Entity;
  /** Field of the fact's events that mentions one of them. */
  by: string;
  /** Column of the places with the id of the one that holds, and what it says. */
  id: { column: string; doc: string };
  /** Column of the places with the instant as of which it is. */
  asOf: string;
  /** View of what each was: tenant, `<entity>_id`, since, and the dimensions; and the same where none is merged away. */
  history: string;
  ownHistory: string;
  /** Types of the other's events that say whether there is one, and with which it counts. */
  decides: readonly EventType[];
  /** Dimension, which is a field of the other's events, → what it says. */
  gives: Readonly<Record<string, string>>;
}

/** The account, as it was then: who is moved to another segment takes along no orders of before. */
export const accountThen: Described = {
  entity: 'account',
  by: 'account_id',
  id: { column: 'account', doc: 'the account that it is of' },
  asOf: 'place_at',
  history: 'account_history',
  ownHistory: 'account_own_history',
  decides: ['account.created', 'account.became_customer', 'account.removed', 'account.erased'],
  gives: {
    segment: 'market segment of the account at that instant',
    region: 'sales region of the account at that instant',
  },
};

/** What is joined to the places for them. `within`: SQL condition on tenant and bucket of the events that mention them. */
export function describedJoin(
  { entity, by, id, asOf, history, ownHistory, gives }: Described,
  { events, within, merging }: { events: string; within: string | undefined; merging: boolean },
): string {
  const other = idFieldOf(entity);
  const then = `${entity}_then`;
  return `
        ASOF LEFT JOIN
        (
            SELECT tenant, ${other}, since, ${Object.keys(gives).join(', ')}
            FROM ${merging ? history : ownHistory}${
              within === undefined
                ? ''
                : `\n            WHERE (tenant, ${other}) IN (${mentionedSql({ by }, events, within)})`
            }
        ) AS ${then}
        ON placed.tenant = ${then}.tenant AND placed.${id.column} = ${then}.${other} AND placed.${asOf} >= ${then}.since`;
}

/** SQL of (tenant, id) of those that events mention. */
export const mentionedSql = ({ by }: Pick<Described, 'by'>, events: string, within: string): string =>
  `SELECT tenant, assumeNotNull(${by}) FROM ${events} WHERE ${within} AND ${by} IS NOT NULL`;

/** Links of what was stored before there was this: written again, they change nothing. */
export const describedLinksSql = ({ entity, by }: Described, fact: string, events: string): string => `
INSERT INTO links (entity, tenant, entity_id, fact, bucket, fact_id)
SELECT DISTINCT '${entity}', tenant, assumeNotNull(${by}), '${fact}', bucket, ''
FROM ${events}
WHERE ${by} IS NOT NULL`;

/** Whether an event can change what the entity gives to others, or with which it counts. */
export function redescribes(event: CrmEvent, { entity, gives, decides }: Described): boolean {
  if (entityOf(event.type) !== entity) return false;
  const said = event as unknown as Record<string, unknown> & { cleared?: readonly string[] | null };
  return (
    decides.includes(event.type) ||
    Object.keys(gives).some((name) => (said[name] ?? null) !== null || said.cleared?.includes(name))
  );
}

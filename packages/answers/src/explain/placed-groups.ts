import { idFieldOf } from '@tallyboard/contracts/registry';
import { factOf } from '@tallyboard/facts/facts';
import { placedSql } from '@tallyboard/facts/placed';
import type { Groups } from '../cells/rows-sql.js';

/** Column of these groups with the id of the deal, call or whatever it is. */
export const ENTITY_ID = 'entity_id';

/** What cells add up, folded anew from the events: one group for each place where one of the tenant's entities counts. */
export const placedGroups: Groups = (fact, { columns, shown, within }) => {
  const definition = factOf(fact);
  const id = idFieldOf(definition.entity);
  const placed = placedSql(definition, {
    columns: [...new Set(['bucket', id, ...columns.filter((column) => column !== ENTITY_ID)])],
    within: `tenant = {tenant:String} AND ${within}`,
    tenants: '[{tenant:String}]',
    merging: true,
  });
  return `(SELECT ${shown.join(', ')} FROM (SELECT *, ${id} AS ${ENTITY_ID} FROM (${placed})))`;
};

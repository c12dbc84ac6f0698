import {
  correcting,
  correctsNothing,
  inTheFuture,
  type LooksWrong,
  nobody,
  removedBy,
  statesAll,
  unknownRep,
} from '../conditions.js';

export const account: LooksWrong = {
  entity: 'account',
  identity: ['account_id'],
  at: 'coalesce(created_at, customer_since, churned_at, occurred_at)',
  known: {
    ...correcting,
    first_start: `min(customer_since) OVER entity`,
    times_described: `countIf(type IN ('account.created', 'account.became_customer')) OVER entity`,
  },
  isRemoved: removedBy('account.removed', 'account.created', 'account.became_customer'),
  problems: [
    {
      kind: 'below_zero',
      field: 'churned_at',
      holds: `type = 'account.churned' AND NOT has(voids, (toString(source), event_id)) AND churned_at < first_start`,
    },
    ...inTheFuture('created_at'),
    unknownRep,
    ...correctsNothing,
    nobody('account_id', 'times_described = 0'),
  ],
  outranked: {
    types: ['account.created', 'account.amended'],
    states: statesAll('created_at', 'name', 'segment', 'region'),
  },
};

import {
  correcting,
  correctsNothing,
  inTheFuture,
  type LooksWrong,
  nobody,
  unknownAccount,
  unknownRep,
} from '../conditions.js';

const OF_SUBSCRIPTION = 'OVER (PARTITION BY account_id, subscription_id)';
const isStanding = 'NOT has(voids, (toString(source), event_id))';

export const subscription: LooksWrong = {
  entity: 'subscription',
  identity: ['account_id'],
  // All but a removal are of one of these.
  at: 'coalesce(effective_at, ended_at, occurred_at)',
  known: {
    ...correcting,
    first_start: `min(if(type = 'subscription.changed', effective_at, NULL)) ${OF_SUBSCRIPTION}`,
  },
  isRemoved: `subscription_id IS NOT NULL AND argMaxIf(type = 'subscription.removed', rank, type IN ('subscription.removed', 'subscription.changed')) ${OF_SUBSCRIPTION}`,
  problems: [
    {
      kind: 'below_zero',
      field: 'mrr',
      holds: `type = 'subscription.changed' AND ${isStanding} AND mrr < 0`,
    },
    {
      kind: 'below_zero',
      field: 'ended_at',
      holds: `type = 'subscription.ended' AND ${isStanding} AND ended_at < first_start`,
    },
    // What is to come, as the end of a year that is paid, is told ahead.
    ...inTheFuture(),
    unknownRep,
    unknownAccount(`type = 'subscription.changed' AND ${isStanding}`),
    ...correctsNothing,
    nobody('subscription_id', `type = 'subscription.ended' AND ${isStanding} AND first_start IS NULL`),
    {
      kind: 'unknown_currency',
      field: 'currency',
      holds: `type = 'subscription.changed' AND ${isStanding} AND NOT has({currencies:Array(String)}, assumeNotNull(currency))`,
    },
  ],
  // Each statement is of its own instant.
  outranked: { types: [], states: {} },
};

import {
  BEYOND_CREDIBLE,
  DATE_WITHOUT_TIME,
  described,
  inTheFuture,
  type LooksWrong,
  nobody,
  removedBy,
  stands,
  statesAll,
  unknownAccount,
  unknownRep,
} from '../conditions.js';

export const ticket: LooksWrong = {
  entity: 'ticket',
  identity: ['ticket_id'],
  at: 'coalesce(responded_at, resolved_at, reopened_at, paused_at, resumed_at, opened_at, occurred_at)',
  known: {
    first_at: 'argMax(opened_at, rank) OVER entity',
    opener: 'argMax(opened_by, rank) OVER entity',
    last_reopened: `maxIf(rank, type = 'ticket.reopened') OVER entity`,
    is_last_told: `response_id IS NULL OR rank = max(rank) OVER (PARTITION BY ticket_id, response_id)`,
  },
  isRemoved: removedBy('ticket.removed', 'ticket.opened'),
  problems: [
    {
      kind: 'below_zero',
      field: 'responded_at',
      holds: `type = 'ticket.responded' AND is_last_told AND author = 'agent' AND visibility = 'public' AND opener = 'customer' AND toStartOfSecond(assumeNotNull(responded_at)) < toStartOfSecond(assumeNotNull(first_at))`,
    },
    {
      kind: 'below_zero',
      field: 'resolved_at',
      holds: `rank > last_reopened AND resolved_at < first_at - ${DATE_WITHOUT_TIME}`,
    },
    ...inTheFuture('opened_at', 'responded_at', 'resolved_at', 'reopened_at', 'paused_at', 'resumed_at'),
    {
      kind: 'too_long',
      field: 'resolved_at',
      holds: `rank > last_reopened AND resolved_at > first_at + ${BEYOND_CREDIBLE}`,
    },
    unknownRep,
    unknownAccount(stands('account_id')),
    nobody(
      'schedule_id',
      `${stands('schedule_id')} AND schedule_id != '' AND schedule_id NOT IN ${described('schedule')}`,
    ),
    nobody('ticket_id', 'first_at IS NULL'),
  ],
  outranked: {
    types: ['ticket.opened', 'ticket.amended'],
    states: statesAll('opened_at', 'channel', 'priority', 'account_id', 'schedule_id'),
  },
};

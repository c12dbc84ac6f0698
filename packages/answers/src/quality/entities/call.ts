import {
  inTheFuture,
  type LooksWrong,
  nobody,
  removedBy,
  stands,
  statesAll,
  unknownAccount,
  unknownRep,
} from '../conditions.js';

const LONGEST_CALL_MS = 12 * 3_600_000;

export const call: LooksWrong = {
  entity: 'call',
  identity: ['started_at', 'call_id'],
  at: 'started_at',
  known: { times_logged: `countIf(type = 'call.logged') OVER entity` },
  isRemoved: removedBy('call.removed', 'call.logged'),
  problems: [
    ...inTheFuture('started_at'),
    {
      kind: 'too_long',
      field: 'duration_ms',
      holds: `${stands('duration_ms')} AND duration_ms > ${LONGEST_CALL_MS}`,
    },
    unknownRep,
    unknownAccount(stands('account_id')),
    nobody('call_id', 'times_logged = 0'),
  ],
  // The legs of a ring group are several statements; what amends them is one.
  outranked: {
    types: ['call.amended'],
    states: statesAll('rep_id', 'direction', 'outcome', 'channel', 'duration_ms', 'account_id'),
  },
};

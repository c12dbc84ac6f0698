import {
  inTheFuture,
  type LooksWrong,
  nobody,
  removedBy,
  stands,
  statesAll,
  unknownAccount,
  unknownDeal,
  unknownRep,
} from '../conditions.js';

export const activity: LooksWrong = {
  entity: 'activity',
  identity: ['performed_at', 'activity_id'],
  at: 'performed_at',
  known: { times_logged: `countIf(type = 'activity.logged') OVER entity` },
  isRemoved: removedBy('activity.removed', 'activity.logged'),
  problems: [
    ...inTheFuture('performed_at'),
    unknownRep,
    unknownAccount(stands('account_id')),
    unknownDeal(stands('deal_id')),
    nobody('activity_id', 'times_logged = 0'),
  ],
  outranked: {
    types: ['activity.logged', 'activity.amended'],
    states: statesAll('kind', 'quantity', 'rep_id', 'account_id', 'deal_id', 'lead_id'),
  },
};

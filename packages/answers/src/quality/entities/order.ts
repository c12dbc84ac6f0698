import {
  inTheFuture,
  type LooksWrong,
  nobody,
  removedBy,
  stands,
  statesAll,
  unknownAccount,
  unknownCurrency,
  unknownRep,
} from '../conditions.js';

export const order: LooksWrong = {
  entity: 'order',
  identity: ['placed_at', 'order_id'],
  at: 'placed_at',
  known: { times_placed: `countIf(type = 'order.placed') OVER entity` },
  isRemoved: removedBy('order.removed', 'order.placed'),
  problems: [
    ...inTheFuture('placed_at'),
    unknownRep,
    unknownAccount(stands('account_id')),
    nobody('order_id', 'times_placed = 0'),
    unknownCurrency,
  ],
  outranked: {
    types: ['order.placed', 'order.amended'],
    states: {
      ...statesAll('rep_id', 'account_id', 'currency'),
      lines: `notEmpty(lines) OR has(cleared, 'lines')`,
    },
  },
};

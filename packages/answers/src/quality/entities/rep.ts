import { described, type LooksWrong, nobody } from '../conditions.js';

export const rep: LooksWrong = {
  entity: 'rep',
  identity: ['rep_id'],
  at: 'effective_from',
  known: {},
  isRemoved: 'false',
  problems: [nobody('office_id', `office_id != '' AND office_id NOT IN ${described('office')}`)],
  outranked: { types: [], states: {} },
};

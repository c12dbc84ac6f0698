import { LIFT } from '@tallyboard/contracts/source-version';

const occurredMs = 'toUnixTimestamp64Milli(occurred_at)';
const version = `if(source_version = ${occurredMs} + ${LIFT}, ${occurredMs}, source_version)`;
const number = `trimLeft(event_id, '0')`;

/**
 * Where an event stands among those of its entity, as text whose order is that of its bytes: whether the source gave a
 * version, that version, the instant (moved, so that those before 1970 have no sign), ids of digits by length and before
 * others, then the id, source and digest. No text of an event has a NUL.
 */
export const RANK = `concat(${[
  `if(source_version = ${occurredMs}, repeat('0', 17), concat('1', leftPad(toString(${version}), 16, '0')))`,
  `leftPad(toString(${occurredMs} + 10000000000000), 14, '0')`,
  `if(empty(trimBoth(event_id, '0123456789')), concat('0', leftPad(toString(length(${number})), 3, '0'), ${number}), '1')`,
  'event_id',
  String.raw`'\0'`,
  'source',
  String.raw`'\0'`,
  `leftPad(toString(digest), 10, '0')`,
].join(', ')})`;

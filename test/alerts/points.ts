import type { SeenRequest } from '@tallyboard/testkit/faults/fault';
import { isRequest } from '@tallyboard/testkit/faults/plan';

/** Where in its work an instance is struck: at a request, before it has reached the engine or after it was done. */
export interface Point {
  name: string;
  where(request: SeenRequest): boolean;
  at: 'before-request' | 'before-response';
}

const says = (kind: string) => isRequest('Produce', { client: 'tally-alerts', mentions: `"kind":"${kind}"` });
const stores = isRequest('INSERT INTO alert_transitions');
const commits = isRequest('OffsetCommit', { client: 'tally-alerts', mentions: 'crm.alerts.tell' });

const around = (where: Point['where'], before: string, after: string): [Point, Point] => [
  { name: before, where, at: 'before-request' },
  { name: after, where, at: 'before-response' },
];

export const RULE = around(
  says('rule'),
  'before it is written since when a rule is judged',
  'after that is written, before it is in the book',
);
export const STEP = around(
  says('transition'),
  'before a step is written',
  'after a step is written, before it is in the book',
);
export const REMINDER = around(
  says('reminder'),
  'before a reminder is written',
  'after a reminder is written, before it is in the book',
);
export const ROW = around(
  stores,
  'before a step is in ClickHouse',
  'after a step is in ClickHouse, before that is committed',
);
export const COMMIT = around(
  commits,
  'after a step was told, before that is committed',
  'after it is committed that a step was told',
);
/** The receiver strikes itself, and the step does not get to it. */
export const TOLD = { name: 'while a step is on its way to a receiver' };

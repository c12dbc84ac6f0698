import type { Timeline, TimelineEvent } from '@tallyboard/api/timeline';
import { expect, it } from 'vitest';
import { timelineText } from './timeline.js';

const event = (event_id: string, facts: Partial<TimelineEvent>): TimelineEvent => ({
  ...{ entity: 'deal', id: 'D-1', is_related: false, type: 'deal.opened', source: 'crm', event_id },
  ...{ occurred_at: '2026-03-02T09:00:00.000Z', recorded_at: '2026-03-02T09:01:00.000Z' },
  ...{ data: { deal_id: 'D-1', amount: '80' }, changes: [], corrects: null, corrected_by: [] },
  ...facts,
});
const found: Timeline = {
  ...{ tenant: 'acme', entity: 'account', id: 'A', merged: ['B'], next: 'abc' },
  events: [
    event('e-1', {
      is_related: true,
      corrected_by: [{ how: 'amended', source: 'crm', event_id: 'e-2' }],
    }),
    event('e-2', {
      ...{ type: 'deal.amended', is_related: true, data: { deal_id: 'D-1', amount: '90' } },
      changes: [{ field: 'amount', was: '80', now: '90', said_by: { source: 'crm', event_id: 'e-1' } }],
    }),
    event('e-3', {
      ...{ entity: 'account', id: 'A', type: 'account.amended', data: { retracts: 'e-0', note: 'one\ntwo' } },
      corrects: { how: 'retracts', source: 'crm', event_id: 'e-0' },
    }),
  ],
};

it('a timeline is a line an event, with what it corrects and what corrected it', () => {
  const lines = timelineText(found).split('\n');
  expect(lines.slice(0, 2)).toEqual(['Timeline of account A of acme: 3 events', 'Merged into it: B.']);
  expect(lines.slice(5, 8).map((line) => line.trim().split(/ {2,}/).slice(1))).toEqual([
    ['deal.opened', 'D-1', 'crm', 'e-1', 'amount 80', 'amended by e-2'],
    ['deal.amended', 'D-1', 'crm', 'e-2', 'amount 90', 'amount was 80, is 90 (said by e-1)'],
    ['account.amended', 'crm', 'e-3', 'note one two', 'retracts e-0'],
  ]);
  expect(lines.at(-1)).toBe('There are more: --after abc');
  const whole = timelineText({ ...found, merged: [], next: null, events: found.events.slice(0, 1) });
  expect(whole).toContain('1 event\n');
  expect(whole).not.toContain('--after');
});

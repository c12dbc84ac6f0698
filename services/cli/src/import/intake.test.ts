import { expect, it } from 'vitest';
import { DEALS } from './entities/deals.js';
import type { OutgoingEvent } from './events.js';
import { createIntake, NOTHING } from './intake.js';

const event = (type: OutgoingEvent['type'], time: string): OutgoingEvent => ({
  ...{ specversion: '1.0', id: time, source: 'crm', data: {} },
  ...{ type, time },
});

it('what is said as of the export counts as an event, and belongs to no time', () => {
  const intake = createIntake(DEALS, NOTHING);
  intake.taken(event('deal.opened', '2026-03-02T00:00:00.000Z'));
  intake.taken(event('deal.reopened', '2026-04-15T00:00:00.000Z'));
  intake.taken(event('deal.opened', '2026-03-01T00:00:00.000Z'));
  expect(intake.soFar()).toMatchObject({
    events: { 'deal.opened': 2, 'deal.reopened': 1 },
    first: '2026-03-01T00:00:00.000Z',
    last: '2026-03-02T00:00:00.000Z',
  });
});

it('lines that differ in their cells alone are rejected for one reason', () => {
  const intake = createIntake(DEALS, NOTHING);
  intake.rejected(2, 'stage: "Paused" has no outcome');
  intake.rejected(4, 'stage: "On \\"hold\\"" has no outcome');
  intake.rejected(5, '3 cells where the titles are 8');
  intake.rejected(9, '12 cells where the titles are 8');
  intake.rejected(11, 'date: "Paused" is not a day');
  expect(intake.soFar()).toMatchObject({
    rejected: 5,
    reasons: [
      { reason: 'stage: "Paused" has no outcome', line: 2, lines: 2 },
      { reason: '3 cells where the titles are 8', line: 5, lines: 2 },
      { reason: 'date: "Paused" is not a day', line: 11, lines: 1 },
    ],
  });
});

it('goes on from what there was, which stays as it is', () => {
  const before = createIntake(DEALS, NOTHING);
  before.rejected(2, 'id: empty');
  before.settled(2, 1);
  const kept = before.soFar();
  const after = createIntake(DEALS, kept);
  after.rejected(3, 'id: empty');
  after.settled(3, 1);
  expect(after.soFar()).toMatchObject({ lines: 3, passed: 2, rejected: 2, reasons: [{ line: 2, lines: 2 }] });
  expect(kept).toMatchObject({ lines: 2, reasons: [{ lines: 1 }] });
});

import { encode } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { givenVersion } from '@tallyboard/contracts/source-version';
import { check } from '@tallyboard/contracts/validate';
import { describe, expect, it } from 'vitest';
import { createCompany } from './company.js';
import { happenings, history, opening } from './history.js';
import { DAY_MS } from './local-day.js';

const FROM = Date.UTC(2024, 2, 4, 7, 30);
const WEEKS_2 = FROM + 14 * DAY_MS;
const company = createCompany(11);
const fortnight = [...history(company, FROM, WEEKS_2)];
const lines = (events: Iterable<CrmEvent>) => [...events].map((event) => JSON.stringify(event));

describe('history', () => {
  it('is the same byte for byte for the same seed and range', () => {
    expect(lines(history(createCompany(11), FROM, WEEKS_2))).toEqual(lines(fortnight));
  });

  it('is another one for another seed', () => {
    const others = new Set(lines(happenings(createCompany(12), FROM, FROM + DAY_MS)));
    expect(lines(fortnight).filter((line) => others.has(line))).toEqual([]);
  });

  it('is extended, not reshuffled, by a longer range', () => {
    const shorter = lines(history(company, FROM, FROM + 5 * DAY_MS));
    expect(lines(fortnight).slice(0, shorter.length)).toEqual(shorter);
  });

  it('joins from slices without a seam', () => {
    const cut = FROM + 3.37 * DAY_MS;
    const joined = [...happenings(company, FROM, cut), ...happenings(company, cut, WEEKS_2)];
    expect(lines([...opening(company, FROM), ...joined])).toEqual(lines(fortnight));
  });

  it('is in time order, with no event twice', () => {
    const times = fortnight.map(({ occurred_at }) => occurred_at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(fortnight.map(({ event_id }) => event_id)).size).toBe(fortnight.length);
  });

  it('fits the contracts, event by event, and has a binary form', () => {
    for (const event of fortnight) {
      const source_version = givenVersion(event.source_version, event.occurred_at);
      expect(check(event.type, { ...event })).toEqual({ ok: true, event: { ...event, source_version } });
      expect(encode(event).length).toBeGreaterThan(5);
    }
  });

  it('begins the story of everything that goes on in it', () => {
    const begun = new Set<string>();
    const orphans: string[] = [];
    for (const event of fortnight) {
      if (event.type === 'ticket.opened') begun.add(event.ticket_id);
      if (event.type === 'campaign.created') begun.add(event.campaign_id);
      if (event.type === 'lead.created') begun.add(event.lead_id);
      if (event.type === 'deal.opened') begun.add(event.deal_id);
      if (event.type === 'account.created') begun.add(event.account_id);
      if (event.type === 'survey.sent') begun.add(event.survey_id);
      for (const id of idsIn(event)) if (!begun.has(id)) orphans.push(`${event.type} ${id}`);
    }
    expect(orphans).toEqual([]);
  });

  it('of sixty days has 150,000 to 250,000 events of all kinds that need no correction', () => {
    const counts = new Map<string, number>();
    for (const { type } of history(company, FROM, FROM + 60 * DAY_MS))
      counts.set(type, (counts.get(type) ?? 0) + 1);
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(150_000);
    expect(total).toBeLessThan(250_000);
    expect([...counts.keys()].sort()).toEqual([
      'account.became_customer',
      'account.churned',
      'account.created',
      'account.removed',
      'activity.logged',
      'call.logged',
      'campaign.created',
      'campaign.spent',
      'campaign.touched',
      'deal.closed',
      'deal.opened',
      'deal.reopened',
      'deal.stage_changed',
      'lead.contacted',
      'lead.converted',
      'lead.created',
      'lead.disqualified',
      'lead.qualified',
      'office.updated',
      'order.placed',
      'product.removed',
      'product.updated',
      'rate.updated',
      'rep.updated',
      'schedule.updated',
      'subscription.changed',
      'subscription.ended',
      'survey.answered',
      'survey.sent',
      'ticket.opened',
      'ticket.paused',
      'ticket.reopened',
      'ticket.resolved',
      'ticket.responded',
      'ticket.resumed',
    ]);
  });
});

/** The tickets, campaigns, leads, deals, accounts and surveys an event speaks of. */
function idsIn(event: CrmEvent): string[] {
  const ids = event as unknown as Record<string, string | null | undefined>;
  return [ids.ticket_id, ids.campaign_id, ids.lead_id, ids.deal_id, ids.account_id, ids.survey_id].filter(
    (id) => typeof id === 'string',
  );
}

import { describe, expect, it } from 'vitest';
import { createCompany } from '../company.js';
import { opening } from '../history.js';
import { DAY_MS } from '../local-day.js';
import { FOUNDED_DAY } from '../story.js';
import { accountLives } from './accounts.js';

const START = Date.UTC(2026, 10, 25, 9);

/** Of the customers of a segment at an instant, how many left within so many days. */
function leaversOf(told: ReturnType<typeof opening>, segment: string, fromMs: number, days: number) {
  const isOfSegment = new Set(
    told.flatMap((event) =>
      event.type === 'account.created' && event.segment === segment ? [event.account_id] : [],
    ),
  );
  const customers = new Set<string>();
  let leavers = 0;
  let then = 0;
  for (const event of told) {
    if (event.occurred_at < fromMs) {
      if (event.type === 'account.became_customer') customers.add(event.account_id);
      if (event.type === 'account.churned') customers.delete(event.account_id);
      continue;
    }
    if (event.type !== 'account.churned' || event.occurred_at >= fromMs + days * DAY_MS) continue;
    if (customers.delete(event.account_id) && isOfSegment.has(event.account_id)) leavers += 1;
  }
  for (const account of customers) if (isOfSegment.has(account)) then += 1;
  return { leavers, customers: then + leavers, monthly: (leavers / (then + leavers)) * (30 / days) };
}

describe.each([1, 4, 7])('the month in which customers leave the company of seed %i', (seed) => {
  const told = opening(createCompany(seed, { firstStartMs: START }), START + 40 * DAY_MS);
  const otherwise = opening(createCompany(seed), START + 40 * DAY_MS);

  it('begins 25 days before the first start and doubles how many small ones leave', () => {
    const before = leaversOf(told, 'small', START - 85 * DAY_MS, 60);
    const lately = leaversOf(told, 'small', START - 25 * DAY_MS, 25);
    expect(before.customers).toBeGreaterThan(1_500);
    expect(before.monthly).toBeGreaterThan(0.013);
    expect(before.monthly).toBeLessThan(0.025);
    expect(lately.monthly / before.monthly).toBeGreaterThan(1.5);
    expect(lately.monthly / before.monthly).toBeLessThan(2.9);
    // Counts of three standard deviations more than expected.
    const expected = (before.leavers / 60) * 25;
    expect(lately.leavers).toBeGreaterThan(expected + 3 * Math.sqrt(expected));
  });

  it('changes nothing before it, nothing of others, and is over some days after the start', () => {
    const early = (events: typeof told) =>
      events.filter(({ occurred_at }) => occurred_at < START - 25 * DAY_MS);
    expect(early(told)).toEqual(early(otherwise));
    for (const segment of ['middle', 'enterprise'])
      expect(leaversOf(told, segment, START - 25 * DAY_MS, 25)).toEqual(
        leaversOf(otherwise, segment, START - 25 * DAY_MS, 25),
      );
    const added = told.filter(({ event_id }) => event_id.endsWith(START.toString(36)));
    expect(new Set(added.map(({ type }) => type))).toEqual(
      new Set(['account.churned', 'subscription.ended']),
    );
    expect(Math.max(...added.map(({ occurred_at }) => occurred_at))).toBeLessThan(START + 8 * DAY_MS);
  });
});

it('has other ids for early ends than for those that the same customers would have come to', () => {
  const endsOf = (firstStartMs: number | null): Map<string, string> => {
    const company = createCompany(1, { firstStartMs });
    const office = company.offices[0]!;
    const ends = new Map<string, string>();
    for (let day = FOUNDED_DAY; day * DAY_MS < START; day += 1)
      for (const event of [...accountLives.storiesOf(company, office, day)].flat())
        ends.set(event.event_id, JSON.stringify(event));
    return ends;
  };
  const usual = endsOf(null);
  const early = [...endsOf(START)].filter(([id, text]) => usual.get(id) !== text);
  expect(early.length).toBeGreaterThan(5);
  expect(early.filter(([id]) => usual.has(id))).toEqual([]);
});

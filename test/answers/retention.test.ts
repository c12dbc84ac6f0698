import { Refusal } from '@tallyboard/answers/refusal';
import { readRetention, retention } from '@tallyboard/answers/retention';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rep, subscribed, subscriptionAmended, unsubscribed } from '../golden/given.js';
import { eventsOf } from '../golden/pipeline.js';
import { cellsOf, store } from './stored.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;

const GIVEN = [
  rep('ann', 'berlin', ''),
  rep('bob', 'paris', ''),
  // Three of January: one grows, one leaves in February, one leaves and comes back in March.
  subscribed('grows', '2026-01-10T09:00Z', 100, { rep_id: 'ann' }),
  subscribed('grows', '2026-02-10T09:00Z', 150),
  subscribed('leaves', '2026-01-31T23:30Z', 40, { rep_id: 'ann' }),
  unsubscribed('leaves', '2026-02-20T09:00Z'),
  subscribed('returns', '2026-01-05T09:00Z', 60, { rep_id: 'bob' }),
  unsubscribed('returns', '2026-02-05T09:00Z'),
  subscribed('returns', '2026-03-05T09:00Z', 30),
  // One that came and went within February, and a trial that is paid from March on.
  subscribed('short', '2026-02-02T09:00Z', 10),
  unsubscribed('short', '2026-02-27T09:00Z'),
  subscribed('trial', '2026-02-02T09:00Z', 0),
  subscribed('trial', '2026-03-02T09:00Z', 20),
  subscribed('in dollars', '2026-03-02T09:00Z', 99, { currency: 'USD' }),
  subscriptionAmended('grows', '2026-03-10T09:00Z', { rep_id: 'bob' }),
  // Agreed for later.
  subscribed('to come', '2026-04-20T09:00Z', 500),
];

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
  await store(clickhouse, cellsOf(eventsOf('acme', GIVEN)), 1);
});
afterAll(() => clickhouse?.close());

const NOW = Date.parse('2026-04-15T12:00Z');
async function asked(query: string) {
  const request = readRetention(new URLSearchParams(query), NOW);
  if (request instanceof Refusal) return request.message;
  const reference = async () => ({ offices: new Map(), reps: new Map(), products: new Map() });
  const found = await retention({ database: clickhouse, reference, now: () => NOW }, 'acme', request);
  if (found instanceof Refusal) return found.message;
  return found.cohorts.map(
    ({ month, currency, customers, mrr, months }) =>
      `${month} ${currency} ${customers} ${mrr}: ${months
        .map((each) => `${each.customers} ${each.mrr}`)
        .join(', ')}`,
  );
}

describe('cohorts of customers', () => {
  it('are those who first paid in a month, at the end of it and of each since that is over', async () => {
    expect(await asked('')).toEqual([
      '2026-01 EUR 3 200: 3 200, 1 150, 2 180',
      '2026-02 EUR 1 10: 0 0, 0 0',
      '2026-03 EUR 1 20: 1 20',
      '2026-03 USD 1 99: 1 99',
    ]);
  });

  it('keep shares of their customers and of what they paid first', async () => {
    const request = readRetention(new URLSearchParams('filter=currency:EUR'), NOW);
    if (request instanceof Refusal) throw new Error(request.message);
    const reference = async () => ({ offices: new Map(), reps: new Map(), products: new Map() });
    const found = await retention({ database: clickhouse, reference, now: () => NOW }, 'acme', request);
    expect(found).toMatchObject({
      cohorts: [
        {
          months: [
            { logo_retention: 1, revenue_retention: 1 },
            { logo_retention: 1 / 3, revenue_retention: 0.75 },
            { logo_retention: 2 / 3, revenue_retention: 0.9 },
          ],
        },
        {},
        {},
      ],
    });
  });

  it('are of the months of a zone that the period touches, and what is handed over leaves a rep', async () => {
    // In Berlin it is February half an hour before midnight of UTC.
    expect(await asked('tz=Europe/Berlin&from=2026-02-14&to=2026-02-15')).toEqual([
      '2026-02 EUR 2 50: 0 0, 0 0',
    ]);
    expect(await asked('filter=rep:ann')).toEqual(['2026-01 EUR 2 140: 2 140, 1 150, 0 0']);
    expect(await asked('period=this_month')).toEqual([]);
  });

  it('are refused where a question means nothing, or too much', async () => {
    expect(await asked('by=rep')).toContain('by');
    expect(await asked('tz=office')).toContain('one zone');
    expect(await asked('from=2000-01-01')).toContain('more than 120 months');
    expect(await asked('filter=reason:price')).toContain('reason');
    expect(await asked('currency=EUR')).toContain('one whose rate falls would seem to leave');
  });
});

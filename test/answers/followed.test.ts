import { answer } from '@tallyboard/answers/answer';
import { readMetricRequest } from '@tallyboard/answers/metric-request';
import { Refusal } from '@tallyboard/answers/refusal';
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
  // Up and down again within February, and handed over in March.
  subscribed('grows', '2026-01-10T09:00Z', 100, { rep_id: 'ann' }),
  subscribed('grows', '2026-02-10T09:00Z', 150),
  subscribed('grows', '2026-02-20T09:00Z', 120),
  subscriptionAmended('grows', '2026-03-10T09:00Z', { rep_id: 'bob' }),
  subscribed('leaves', '2026-01-20T09:00Z', 40, { rep_id: 'ann' }),
  unsubscribed('leaves', '2026-02-20T09:00Z'),
  // Away for three weeks of February; and from February to March.
  subscribed('returns', '2026-01-05T09:00Z', 60, { rep_id: 'bob' }),
  unsubscribed('returns', '2026-02-05T09:00Z'),
  subscribed('returns', '2026-02-25T09:00Z', 30),
  subscribed('back', '2026-01-06T09:00Z', 10, { rep_id: 'bob' }),
  unsubscribed('back', '2026-02-06T09:00Z'),
  subscribed('back', '2026-03-05T09:00Z', 30),
  subscribed('new', '2026-02-02T09:00Z', 70, { rep_id: 'bob' }),
  subscribed('new', '2026-03-03T09:00Z', 50),
];

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
  await store(clickhouse, cellsOf(eventsOf('acme', GIVEN)), 1);
});
afterAll(() => clickhouse?.close());

const NOW = Date.parse('2026-04-15T12:00Z');

async function asked(question: string) {
  const [name, query] = question.split('?') as [string, string];
  const request = readMetricRequest(name, query);
  if (request instanceof Refusal) throw new Error(request.message);
  const reference = async () => ({ offices: new Map(), reps: new Map(), products: new Map() });
  const found = await answer({ database: clickhouse, reference, now: () => NOW }, 'acme', request);
  if (found instanceof Refusal) throw new Error(found.message);
  return found.answer.rows.map(
    ({ start, dimensions, numerator, denominator }) =>
      `${[start?.slice(0, 7), dimensions.rep].filter((each) => each !== undefined).join(' ')}: ${numerator} of ${denominator}`,
  );
}

describe('what each customer that was there pays in the end', () => {
  it('is told month by month of those at its start, whatever each did meanwhile', async () => {
    const months = 'from=2026-02-01&to=2026-04-01&interval=month';
    expect(await asked(`net_revenue_retention?${months}`)).toEqual([
      '2026-02: 150 of 210',
      '2026-03: 200 of 220',
    ]);
    expect(await asked(`gross_revenue_retention?${months}`)).toEqual([
      '2026-02: 130 of 210',
      '2026-03: 200 of 220',
    ]);
  });

  it('is the same where nothing was before the first month', async () => {
    const months = 'from=2026-01-01&to=2026-04-01&interval=month';
    expect(await asked(`net_revenue_retention?${months}`)).toEqual([
      '2026-01: 0 of 0',
      '2026-02: 150 of 210',
      '2026-03: 200 of 220',
    ]);
  });

  it('is of both months that of those at the start of the first, who came back included', async () => {
    const both = 'from=2026-02-01&to=2026-04-01';
    expect(await asked(`net_revenue_retention?${both}`)).toEqual([': 180 of 210']);
    expect(await asked(`gross_revenue_retention?${both}`)).toEqual([': 140 of 210']);
  });

  it('is of a rep that of the customers who were theirs, and lost where one is handed over', async () => {
    const months = 'from=2026-02-01&to=2026-04-01&interval=month&by=rep';
    expect(await asked(`gross_revenue_retention?${months}`)).toEqual([
      '2026-02 ann: 100 of 140',
      '2026-02 bob: 30 of 70',
      '2026-03 bob: 80 of 100',
      '2026-03 ann: 0 of 120',
    ]);
    expect(await asked('net_revenue_retention?from=2026-03-01&to=2026-04-01&by=rep')).toEqual([
      'bob: 80 of 100',
      'ann: 0 of 120',
    ]);
  });
});

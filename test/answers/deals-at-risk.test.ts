import { dealsAtRisk, readAtRisk } from '@tallyboard/answers/deals-at-risk';
import { Refusal } from '@tallyboard/answers/refusal';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as given from '../golden/given.js';
import { storeEvents } from '../quality/store-events.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;

const NOW = '2026-04-15T12:00Z';
const FRESH = '2026-04-10T09:00Z';
const LONG_AGO = '2026-03-20T09:00Z';

/** Won after so many days in its only stage. */
const sold = (days: number) => [
  given.dealOpened(`sold in ${days}`, '2026-03-01T00:00Z', { stage: 'offer', pipeline: 'new' }),
  given.dealWon(`sold in ${days}`, new Date(Date.UTC(2026, 2, 1 + days)).toISOString(), 10),
];
const open = (id: string, at: string, facts: Record<string, unknown> = {}) =>
  given.dealOpened(id, at, { rep_id: 'ann', pipeline: 'new', stage: 'lead', ...facts });

const FIRST = '2026-05-01T00:00Z';
const GIVEN = [
  given.rep('ann', 'berlin', 'hunters'),
  given.rep('bob', 'paris', 'farmers'),
  open('fresh', FRESH),
  open('quiet', LONG_AGO, { amount: '500', currency: 'EUR', product: 'P-7' }),
  given.product('P-1', 'Widget', 'Widgets', LONG_AGO),
  given.productRemoved('P-7', FRESH, 'P-1'),
  // Owned by somebody of whom only a place to come is known.
  given.rep('new', 'rome', 'hunters', FIRST),
  open('of who is to come', FRESH, { rep_id: 'new', pipeline: 'other', stage: 'demo' }),
  // Moved to another deal: it touches the one alone that it is of.
  given.activity('moved there', '2026-03-25T09:00Z', 'email_sent', 'ann', { deal_id: 'quiet' }),
  given.activityAmended('moved there', '2026-03-25T09:00Z', FRESH, { deal_id: 'written to' }),
  // Of which something was done: an activity with it, one with its account, a call, a move to another stage.
  open('written to', LONG_AGO),
  given.activity('mail', FRESH, 'email_sent', 'ann', { deal_id: 'written to' }),
  open('met', LONG_AGO, { account_id: 'A-1' }),
  given.activity('meeting', FRESH, 'meeting', 'ann', { account_id: 'A-1' }),
  open('called', LONG_AGO, { account_id: 'entered again' }),
  given.accountCreated('A-2', LONG_AGO),
  given.accountCreated('entered again', LONG_AGO),
  given.accountMerged('entered again', LONG_AGO, 'A-2'),
  given.call('call', FRESH, 'ann', 60, { account_id: 'A-2' }),
  open('moved', LONG_AGO),
  given.stageChanged('moved', FRESH, 'demo'),
  // What never was, or is to come, is no activity.
  open('not called', LONG_AGO, { account_id: 'A-3', amount: '900', currency: 'EUR' }),
  given.call('never was', FRESH, 'ann', 60, { account_id: 'A-3' }),
  given.callRemoved('never was', FRESH, FRESH),
  given.activity('planned', '2026-04-20T09:00Z', 'meeting', 'ann', { account_id: 'A-3' }),
  open('overdue', FRESH, { expected_close: '2026-04-14' }),
  open('due today', FRESH, { expected_close: '2026-04-15' }),
  open('no longer due', FRESH, { expected_close: '2026-04-01' }),
  given.dealAmended('no longer due', FRESH, { cleared: ['expected_close'] }),
  // Of five stays 2, 3, 4, 5 and 6 days long three of four are at most 5.
  ...[2, 3, 4, 5, 6].flatMap(sold),
  open('slow', '2026-04-09T09:00Z', { stage: 'offer' }),
  open('not yet slow', '2026-04-11T09:00Z', { stage: 'offer' }),
  open('of another pipeline', '2026-04-09T09:00Z', { stage: 'offer', pipeline: 'old' }),
  open('all three', LONG_AGO, { stage: 'offer', expected_close: '2026-04-01', amount: '1', currency: 'USD' }),
  given.dealAmended('all three', FRESH, { rep_id: 'bob' }),
  open('lost', LONG_AGO),
  given.dealLost('lost', FRESH),
  open('removed', LONG_AGO),
  given.dealRemoved('removed', FRESH),
];

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
  await storeEvents(clickhouse, 'acme', GIVEN);
  // What mentions an account is linked to it.
  await clickhouse.insertRows(
    'links',
    ['tenant', 'entity', 'entity_id', 'fact', 'bucket', 'fact_id'],
    [JSON.stringify(['acme', 'account', 'entered again', 'customer', 0, 'A-2'])],
  );
});
afterAll(() => clickhouse?.close());

async function asked(query: string) {
  const request = readAtRisk(new URLSearchParams(query));
  if (request instanceof Refusal) throw new Error(request.message);
  const reference = async () => ({ offices: new Map(), reps: new Map(), products: new Map() });
  return dealsAtRisk({ database: clickhouse, reference, now: () => Date.parse(NOW) }, 'acme', request);
}
const listed = async (query: string) =>
  (await asked(query)).deals.map(
    ({ deal_id, reasons }) => `${deal_id}: ${reasons.map(({ reason }) => reason).join(', ')}`,
  );

describe('deals at risk', () => {
  it('are those that nobody touched, that are overdue or slow, with most reasons first, then by amount', async () => {
    expect(await listed('')).toEqual([
      'all three: quiet, overdue, slow',
      'not called: quiet',
      'quiet: quiet',
      'overdue: overdue',
      'slow: slow',
    ]);
  });

  it('are counted among the open ones, by reason and by what they are worth', async () => {
    expect(await asked('limit=1')).toMatchObject({
      open: 15,
      at_risk: 5,
      reasons: { quiet: 3, overdue: 2, slow: 2 },
      worth: [
        { currency: 'EUR', amount: '1400', deals: 2 },
        { currency: 'USD', amount: '1', deals: 1 },
      ],
      deals: [
        {
          deal_id: 'all three',
          rep: 'bob',
          office: 'paris',
          team: 'farmers',
          amount: '1',
          in_stage_since: '2026-03-20T09:00:00.000Z',
          reasons: [
            { reason: 'quiet', ms: 26.125 * 86_400_000 },
            { reason: 'overdue', ms: 14 * 86_400_000 },
            { reason: 'slow', ms: 26.125 * 86_400_000, usual_ms: 5 * 86_400_000 },
          ],
        },
      ],
    });
  });

  it('are of who owns them now, and quiet after as many days as are said', async () => {
    expect(await listed('filter=office:paris')).toEqual(['all three: quiet, overdue, slow']);
    expect(await listed('days=5&filter=stage:lead')).toContain('fresh: quiet');
    expect(await listed('days=30')).toEqual(['all three: overdue, slow', 'overdue: overdue', 'slow: slow']);
  });

  it('are of what their product counts with, and of what that belongs to', async () => {
    for (const filter of ['product:P-1', 'product:P-7', 'category:Widgets'])
      expect(await listed(`filter=${filter}`), filter).toEqual(['quiet: quiet']);
  });

  it('are of the first place of who owns them where that is still to come', async () => {
    expect((await asked('days=1&filter=pipeline:other')).deals).toMatchObject([
      { deal_id: 'of who is to come', office: 'rome', team: 'hunters' },
    ]);
  });

  it('are overdue when the day is over where the zone says', async () => {
    // In Kiritimati it is the sixteenth.
    expect(await listed('tz=Pacific/Kiritimati')).toContain('due today: overdue');
  });

  it('are refused where a question means nothing', () => {
    const refused = (query: string) => (readAtRisk(new URLSearchParams(query)) as Refusal).message;
    expect(refused('by=rep')).toContain('by');
    expect(refused('days=soon')).toContain('whole number');
    expect(refused('days=1&days=2')).toContain('twice');
    expect(refused('tz=office')).toContain('one zone');
    expect(refused('filter=colour:red')).toContain('colour');
  });
});

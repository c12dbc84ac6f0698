import { EVER, problemsOf, qualityOf } from '@tallyboard/answers/quality';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as given from '../golden/given.js';
import { storeEvents, type Told } from './store-events.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
});
afterAll(() => clickhouse?.close());

let tenants = 0;
/** The problems of a tenant of its own that has these events, as `source entity kind field events/of examples`. */
async function problems(events: readonly Told[]) {
  tenants += 1;
  const tenant = `tenant-${tenants}`;
  await storeEvents(clickhouse, tenant, [
    given.office('west', 'UTC'),
    given.rep('ann', 'west', 'a'),
    ...events,
  ]);
  return told(tenant);
}
const told = async (tenant: string, within = EVER) =>
  (await problemsOf(clickhouse, tenant, within)).map(
    ({ source, entity, kind, field, events, of, examples }) =>
      `${source} ${entity} ${kind} ${field} ${events}/${of} ${examples.join(',')}`,
  );

const DAY_1 = '2026-03-01T09:00Z';
const DAY_3 = '2026-03-03T09:00Z';
const DAY_5 = '2026-03-05T09:00Z';
const sold = (id: string, opened = DAY_1, closed = DAY_3) => [
  given.dealOpened(id, opened, { rep_id: 'ann' }),
  given.dealWon(id, closed, 100),
];

describe('what looks wrong', () => {
  it('is nothing in data as it should be', async () => {
    expect(
      await problems([
        given.call('C-1', DAY_1, 'ann', 60),
        ...sold('D-1'),
        given.dealAmended('D-1', DAY_5, { amount: '200', currency: 'EUR' }),
        given.accountCreated('A-1', DAY_1, { rep_id: 'ann' }),
        given.becameCustomer('A-1', DAY_3),
        given.churned('A-1', DAY_5),
        given.ticketOpened('T-1', DAY_1, { rep_id: 'ann', account_id: 'A-1' }),
        given.responded('T-1', DAY_3),
        given.resolved('T-1', DAY_5),
        given.orderPlaced('O-1', DAY_1, [['desk', 1, '10']]),
        given.surveySent('S-1', DAY_1, 'nps'),
        given.answered('S-1', DAY_3, 'nps', 10),
        given.subscribed('A-1', DAY_1, 100, { rep_id: 'ann' }),
        given.unsubscribed('A-1', DAY_3),
      ]),
    ).toEqual([]);
  });

  it('is a subscription that ended before it began, or never began, or brings in less than nothing', async () => {
    const known = ['A-1', 'A-2'].map((id) => given.accountCreated(id, DAY_1));
    const early = [given.subscribed('A-1', DAY_3, 100), given.unsubscribed('A-1', DAY_1)];
    const second = { subscription_id: 'A-1-2' };
    expect(await problems([...known, ...early, given.subscribed('A-1', DAY_1, 50, second)])).toEqual([
      'test subscription below_zero ended_at 1/3 A-1',
    ]);
    const retracted = given.subscriptionAmended('A-1', DAY_5, { retracts: 'e6' });
    expect(await problems([...known, ...early, retracted])).toEqual([]);
    expect(await problems([...known, ...early, given.subscriptionRemoved('A-1', DAY_5)])).toEqual([]);
    expect(await problems([...known, given.unsubscribed('A-2', DAY_1)])).toEqual([
      'test subscription refers_to_nobody subscription_id 1/1 A-2',
    ]);
    expect(await problems([...known, given.subscribed('A-2', DAY_1, -5)])).toEqual([
      'test subscription below_zero mrr 1/1 A-2',
    ]);
  });

  it('is a subscription of whom and in what nobody knows, and a correction of nothing', async () => {
    const odd = { currency: 'XXE', rep_id: 'nobody', replaces: 'never said' };
    expect(await problems([given.subscribed('A-9', DAY_1, 100, odd)])).toEqual([
      'test subscription refers_to_nobody account_id 1/1 A-9',
      'test subscription refers_to_nobody rep_id 1/1 A-9',
      'test subscription refers_to_nobody replaces 1/1 A-9',
      'test subscription unknown_currency currency 1/1 A-9',
    ]);
  });

  it('is a deal closed more than a day before it was opened, until that is put right', async () => {
    const early = sold('D-1', DAY_3, DAY_1);
    expect(await problems([...early, ...sold('D-2')])).toEqual(['test deal below_zero closed_at 1/4 D-1']);
    expect(await problems([...early, given.dealAmended('D-1', DAY_5, { closed_at: DAY_5 })])).toEqual([]);
    // A date without a time.
    expect(await problems(sold('D-1', '2026-03-03T15:00Z', '2026-03-03T00:00Z'))).toEqual([]);
    expect(await problems([...early, given.dealRemoved('D-1', DAY_5)])).toEqual([]);
    expect(await problems([...early, given.dealReopened('D-1', DAY_5)])).toEqual([]);
  });

  it('is a ticket answered before it was opened, or resolved more than a day before', async () => {
    expect(
      await problems([
        given.ticketOpened('T-1', DAY_3),
        given.responded('T-1', DAY_1),
        given.ticketOpened('T-2', DAY_3),
        given.resolved('T-2', DAY_1),
        given.ticketOpened('T-3', DAY_3),
        given.responded('T-3', DAY_1, { visibility: 'internal' }),
        given.ticketOpened('T-4', DAY_3),
        given.responded('T-4', DAY_1, { response_id: 'R' }),
        given.responseRemoved('T-4', DAY_5, 'R'),
      ]),
    ).toEqual(['test ticket below_zero resolved_at 1/9 T-2', 'test ticket below_zero responded_at 1/9 T-1']);
  });

  it('is a customer lost before the first start, unless that was taken back', async () => {
    const gone = [
      given.accountCreated('A-1', DAY_1),
      given.becameCustomer('A-1', DAY_5),
      given.churned('A-1', DAY_3),
    ];
    expect(await problems(gone)).toEqual(['test account below_zero churned_at 1/3 A-1']);
    expect(
      await problems([
        ...gone,
        { type: 'account.amended', at: DAY_5, data: { account_id: 'A-1', retracts: 'e5' } },
      ]),
    ).toEqual([]);
  });

  it('is an answer of another kind than was asked, and a score that the survey does not have', async () => {
    expect(
      await problems([
        given.surveySent('S-1', DAY_1, 'nps'),
        given.answered('S-1', DAY_3, 'csat', 4),
        given.answered('S-2', DAY_3, 'nps', 9),
        // Told again as what it is.
        { ...given.surveySent('S-2', DAY_1, 'csat'), at: DAY_5 },
      ]),
    ).toEqual(['test survey off_scale kind 2/4 S-1,S-2', 'test survey off_scale score 1/4 S-2']);
  });

  it('is a version that never wins', async () => {
    const amended = {
      ...given.dealAmended('D-1', DAY_3, { amount: '5', currency: 'EUR' }),
      version: 1_772_614_800_000,
    };
    // Seconds after milliseconds.
    const inSeconds = {
      ...given.dealAmended('D-1', DAY_5, { amount: '6', currency: 'EUR' }),
      version: 1_772_701_200,
    };
    expect(await problems([given.dealOpened('D-1', DAY_1), amended, inSeconds])).toEqual([
      'test deal never_wins source_version 1/3 D-1',
    ]);
    // It is the only one to say the product.
    const withProduct = { ...inSeconds, data: { ...inSeconds.data, product: 'desk' } };
    expect(await problems([given.dealOpened('D-1', DAY_1), amended, withProduct])).toEqual([]);
    // Late is not odd.
    expect(
      await problems([
        given.dealOpened('D-1', DAY_1),
        { ...amended, at: DAY_5 },
        { ...inSeconds, at: DAY_3 },
      ]),
    ).toEqual([]);
  });

  it('is a deal won without an amount', async () => {
    expect(
      await problems([
        ...sold('D-1'),
        given.dealOpened('D-2', DAY_1),
        { ...given.dealWon('D-2', DAY_3), source: 'import' },
        given.dealOpened('D-3', DAY_1, { amount: '7', currency: 'EUR' }),
        given.dealWon('D-3', DAY_3),
        given.dealOpened('D-4', DAY_1),
        given.dealLost('D-4', DAY_3),
      ]),
    ).toEqual(['import deal won_without_amount amount 1/1 D-2']);
  });

  it('is an event in the future of its being recorded', async () => {
    const early = { ...given.call('C-1', DAY_5, 'ann', 60), at: DAY_1, recordedAt: DAY_3 };
    const justSkewed = { ...given.call('C-2', '2026-03-03T09:04Z', 'ann', 60), recordedAt: DAY_3 };
    expect(await problems([early, justSkewed])).toEqual(['test call in_the_future started_at 1/2 C-1']);
    // An end of a contract may be told ahead.
    const ends = { ...given.churned('A-1', DAY_5), at: DAY_1, recordedAt: DAY_3 };
    expect(
      await problems([given.accountCreated('A-1', DAY_1), given.becameCustomer('A-1', DAY_1), ends]),
    ).toEqual([]);
  });

  it('is a reference to nobody, until somebody describes whom', async () => {
    const events = [
      given.call('C-1', DAY_1, 'bob', 60, { account_id: 'A-9' }),
      given.dealAmended('D-9', DAY_1, { product: 'desk' }),
      given.resolved('T-9', DAY_1),
      given.rep('cid', 'moon', 'a'),
    ];
    expect(await problems(events)).toEqual([
      'test call refers_to_nobody account_id 1/1 C-1',
      'test call refers_to_nobody rep_id 1/1 C-1',
      'test deal refers_to_nobody deal_id 1/1 D-9',
      'test ticket refers_to_nobody ticket_id 1/1 T-9',
      'test rep refers_to_nobody office_id 1/2 cid',
    ]);
    expect(
      await problems([
        ...events,
        given.rep('bob', 'west', 'a'),
        given.accountCreated('A-9', DAY_5),
        given.dealOpened('D-9', DAY_1),
        given.ticketOpened('T-9', DAY_1),
        given.office('moon', 'UTC'),
      ]),
    ).toEqual([]);
  });

  it('is a call of half a day, and a deal of a decade', async () => {
    const halfADay = 12 * 3_600;
    expect(
      await problems([
        given.call('C-1', DAY_1, 'ann', halfADay),
        given.call('C-2', DAY_1, 'ann', halfADay + 1),
        ...sold('D-1', '2016-02-01T00:00Z'),
      ]),
    ).toEqual(['test call too_long duration_ms 1/2 C-2', 'test deal too_long closed_at 1/2 D-1']);
  });

  it('is an activity for a deal that there is not, or one that was only corrected', async () => {
    expect(
      await problems([
        given.dealOpened('D-1', DAY_1),
        given.activity('A-1', DAY_1, 'demo', 'ann', { deal_id: 'D-1' }),
        given.activity('A-2', DAY_1, 'demo', 'ann', { deal_id: 'D-2' }),
        given.activityAmended('A-4', DAY_1, DAY_3, { kind: 'meeting' }),
      ]),
    ).toEqual([
      'test activity refers_to_nobody activity_id 1/3 A-4',
      'test activity refers_to_nobody deal_id 1/3 A-2',
    ]);
  });

  it('is a lead converted, given up or contacted more than a day before it came in, of a deal that there is not, or never created', async () => {
    expect(
      await problems([
        given.dealOpened('D-1', DAY_1),
        given.leadCreated('L-1', DAY_3, { rep_id: 'ann' }),
        given.leadConverted('L-1', DAY_1, { deal_id: 'D-1' }),
        given.leadCreated('L-2', DAY_3),
        given.leadDisqualified('L-2', DAY_1),
        given.leadConverted('L-2', DAY_5, { deal_id: 'D-2' }),
        given.leadCreated('L-3', DAY_3),
        given.leadContacted('L-3', DAY_1),
        // A clock that is behind, and a date without a time.
        given.leadCreated('L-4', DAY_3),
        given.leadContacted('L-4', '2026-03-03T08:58Z'),
        given.leadQualified('L-4', '2026-03-03T00:00Z'),
        given.leadQualified('L-5', DAY_3),
        // Taken back.
        given.leadCreated('L-6', DAY_3),
        given.leadContacted('L-6', DAY_1, null, { contact_id: 'K' }),
        given.leadContactRemoved('L-6', DAY_5, 'K'),
      ]),
    ).toEqual([
      'test lead below_zero contacted_at 1/14 L-3',
      'test lead below_zero converted_at 1/14 L-1',
      'test lead refers_to_nobody deal_id 1/14 L-2',
      'test lead refers_to_nobody lead_id 1/14 L-5',
    ]);
  });

  it('is a campaign that nobody created, or that a deal or a lead names and nobody speaks of, and money of no currency', async () => {
    const spent = (id: string, currency: string, facts = {}) =>
      given.campaignSpent(id, DAY_3, 5, { currency, ...facts });
    expect(
      await problems([
        given.campaignCreated('C-1', DAY_1, { rep_id: 'ann' }),
        spent('C-1', 'EUX'),
        spent('C-1', 'EUZ', { spend_id: 'S' }),
        { ...spent('C-1', 'EUR', { spend_id: 'S' }), at: DAY_5 },
        spent('C-2', 'EUR'),
        given.leadCreated('L-1', DAY_1, { campaign_id: 'C-1' }),
        given.leadCreated('L-2', DAY_1, { campaign_id: 'C-3' }),
        given.dealOpened('D-1', DAY_1, { campaign_id: 'C-3' }),
      ]),
    ).toEqual([
      'test lead refers_to_nobody campaign_id 1/2 L-2',
      'test campaign refers_to_nobody campaign_id 1/5 C-2',
      'test campaign unknown_currency currency 1/5 C-1',
      'test deal refers_to_nobody campaign_id 1/1 D-1',
    ]);
  });

  it('is a touch of a campaign that nobody created, or of a lead or deal that nobody speaks of, unless it was corrected or taken back', async () => {
    const touched = (id: string, whom: object, touch?: string) =>
      given.touched(id, DAY_3, { ...whom }, touch);
    expect(
      await problems([
        given.campaignCreated('C-1', DAY_1, { rep_id: 'ann' }),
        given.leadCreated('L-1', DAY_1),
        touched('C-1', { lead_id: 'L-1' }),
        touched('C-2', { lead_id: 'L-1' }),
        touched('C-1', { lead_id: 'L-9' }),
        touched('C-1', { deal_id: 'D-9' }),
        touched('C-1', { lead_id: 'L-8' }, 'T-1'),
        given.touchRemoved('C-1', DAY_5, 'T-1'),
        given.dealOpened('D-1', DAY_1, { lead_id: 'L-7' }),
      ]),
    ).toEqual([
      'test campaign refers_to_nobody campaign_id 1/7 C-2',
      'test campaign refers_to_nobody deal_id 1/7 C-1',
      'test campaign refers_to_nobody lead_id 1/7 C-1',
      'test deal refers_to_nobody lead_id 1/1 D-1',
    ]);
  });

  it('is a currency that there is not', async () => {
    expect(
      await problems([
        given.dealOpened('D-1', DAY_1),
        given.dealWon('D-1', DAY_3, 5, 'EUX'),
        given.orderPlaced('O-1', DAY_1, [['desk', 1, '10']], { currency: 'XQQ' }),
      ]),
    ).toEqual([
      'test deal unknown_currency currency 1/2 D-1',
      'test order unknown_currency currency 1/1 O-1',
    ]);
  });
});

describe('the count of it', () => {
  const seconds = (at: string) => Date.parse(at) / 1_000;

  beforeAll(async () => {
    for (const tenant of ['acme', 'globex'])
      await storeEvents(clickhouse, tenant, [given.office('west', 'UTC'), given.rep('ann', 'west', 'a')]);
    const wrong = [given.dealOpened('D-1', DAY_1), given.dealWon('D-1', DAY_3), ...sold('D-2', DAY_1, DAY_5)];
    await storeEvents(clickhouse, 'acme', wrong);
    // Sent twice is one.
    await storeEvents(clickhouse, 'acme', wrong);
    await storeEvents(clickhouse, 'globex', [given.call('C-1', DAY_1, 'ann', 60)]);
  });

  it('is of one tenant', async () => {
    expect(await told('acme')).toEqual(['test deal won_without_amount amount 1/4 D-1']);
    expect(await told('globex')).toEqual([]);
    expect(await told('nobody')).toEqual([]);
    // Whom another tenant knows is nobody here.
    await storeEvents(clickhouse, 'initech', [given.call('C-1', DAY_1, 'ann', 60)]);
    expect(await told('initech')).toEqual(['test call refers_to_nobody rep_id 1/1 C-1']);
  });

  it('is of the events of the period, judged by all that is known of the deal', async () => {
    expect(await told('acme', { from: seconds(DAY_3), to: seconds(DAY_3) + 900 })).toEqual([
      'test deal won_without_amount amount 1/1 D-1',
    ]);
    expect(await told('acme', { from: seconds(DAY_5), to: seconds(DAY_5) + 900 })).toEqual([]);
  });

  it('is a share of the events of the facts that are asked for', async () => {
    expect(await qualityOf(clickhouse, 'acme', ['deal', 'call'], EVER)).toEqual({
      share: 0.25,
      events: 1,
      of: 4,
      problems: [{ kind: 'won_without_amount', field: 'amount', events: 1 }],
    });
    expect(await qualityOf(clickhouse, 'globex', ['deal'], EVER)).toEqual({
      share: null,
      events: 0,
      of: 0,
      problems: [],
    });
  });
});

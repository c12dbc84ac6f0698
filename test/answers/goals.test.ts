import { goalProgress } from '@tallyboard/answers/goal';
import { Refusal } from '@tallyboard/answers/refusal';
import type { Goal } from '@tallyboard/api/goals';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { workingTimeOfEvent } from '@tallyboard/facts/working-time';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, dealLost, dealOpened, dealWon, schedule as hours, rate, rep, times } from '../golden/given.js';
import { eventsOf } from '../golden/pipeline.js';
import { cellsOf, store, storeRates } from './stored.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;

/** Wednesday evening of the third week of March 2026 in Berlin: 13 of its 22 weekdays are over. */
const NOW = Date.parse('2026-03-18T20:00+01:00');
const deal = (id: string, close: (id: string) => ReturnType<typeof dealLost>) => [
  dealOpened(id, '2026-02-02T09:00Z', { rep_id: 'ann' }),
  close(id),
];
const GIVEN = [
  rep('ann', 'berlin', ''),
  rep('bob', 'paris', ''),
  // The first of March in Berlin begins at 23:00 UTC.
  call('first', '2026-02-28T23:30Z', 'ann', 60),
  ...times(25, (n) => call(`C-${n}`, '2026-03-17T09:00Z', 'ann', 60)),
  ...times(9, (n) => call(`P-${n}`, '2026-03-17T09:00Z', 'bob', 60)),
  ...times(3, (n) => deal(`W-${n}`, (id) => dealWon(id, '2026-03-10T09:00Z', 1_000))).flat(),
  ...deal('L-1', (id) => dealLost(id, '2026-03-11T09:00Z')),
];

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
  await store(clickhouse, cellsOf(eventsOf('acme', GIVEN)), 1);
  await storeRates(clickhouse, eventsOf('acme', [rate('EUR/USD', '2026-03-09', '1.1')]));
  const [schedule] = eventsOf('acme', [hours('berlin', 'Europe/Berlin', ['09:00-17:00'])]);
  const { changes, week, days_off } = workingTimeOfEvent.of(schedule as never) as Record<string, object[]>;
  await clickhouse.insertRows(
    'schedule_events',
    ['tenant', 'schedule_id', 'event_id', 'source', 'effective_from', 'zone', 'changes', 'week', 'days_off'],
    [
      JSON.stringify([
        ...['acme', 'berlin', 'hours', 'test', '2020-01-01 00:00:00.000', 'Europe/Berlin'],
        ...[changes, week, days_off],
      ]),
    ],
  );
});
afterAll(() => clickhouse?.close());

async function progress(goal: Partial<Goal>) {
  const office = { id: 'berlin', name: 'Berlin', zone: 'Europe/Berlin' };
  const reference = async () => ({
    offices: new Map([['berlin', office]]),
    reps: new Map(),
    products: new Map(),
  });
  const within = goal.from === undefined ? { period: 'this_month' } : {};
  const asked = { name: 'g', metric: 'calls', target: 44, ...within, ...goal } as Goal;
  const found = await goalProgress({ database: clickhouse, reference, now: () => NOW }, 'acme', asked);
  if (found instanceof Refusal) throw new Error(found.message);
  return found;
}
const BERLIN = { filter: { office: ['berlin'] } };

describe('a goal over stored cells', () => {
  it('of calls of an office goes by its days and its working time', async () => {
    const found = await progress(BERLIN);
    // 26 of 44 calls; 13 of 22 working days: 26 should be there, and 44 will be.
    expect(found).toMatchObject({
      actual: 26,
      n: 26,
      tz: 'Europe/Berlin',
      schedule: 'berlin',
      status: 'on_pace',
    });
    expect(found.elapsed).toBeCloseTo(13 / 22, 12);
    expect(found.expected).toBeCloseTo(26, 9);
    expect(found.projection).toBeCloseTo(44, 9);
    expect(found.share).toBeCloseTo(26 / 44, 12);
    expect([found.working_days_left, found.days_left]).toEqual([9, 14]);
    expect([found.from, found.to]).toEqual(['2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00']);
  });

  it('of everybody goes by the calendar where there is no schedule for all', async () => {
    const found = await progress({});
    expect(found).toMatchObject({ actual: 34, schedule: null, working_days_left: null, tz: 'UTC' });
    expect(found.elapsed).toBeCloseTo((17 + 19 / 24) / 31, 12);
  });

  it('of money is in one currency, and of a share what it is now', async () => {
    const money = { metric: 'revenue_won', target: 4_400, filter: { office: ['berlin'], currency: ['EUR'] } };
    expect(await progress(money)).toMatchObject({ actual: 3_000, n: 3, unit: 'money', status: 'on_pace' });
    expect(await progress({ metric: 'close_rate', target: 0.8, baseline: 0.6, ...BERLIN })).toMatchObject({
      ...{ actual: 0.75, n: 4, projection: 0.75, adds_up: false, status: 'on_pace' },
    });
  });

  it('of money in several currencies is in one, by the rates that were told, or has no value and says why', async () => {
    const money = { metric: 'revenue_won', target: 4_400, ...BERLIN };
    expect(await progress({ ...money, currency: 'USD' })).toMatchObject({
      ...{ actual: 3_300, n: 3 },
      conversion: { currency: 'USD', converted: true, rates: [{ pairs: ['EUR/USD'], rates: 1 }] },
    });
    expect(await progress({ ...money, currency: 'JPY' })).toMatchObject({
      ...{ actual: null, n: 0, status: 'no_value' },
      conversion: { converted: false, missing: [{ pair: 'EUR/JPY' }] },
    });
  });

  it('of past and coming days is over or to come', async () => {
    expect(await progress({ ...BERLIN, from: '2026-03-02', to: '2026-03-16', target: 1 })).toMatchObject({
      ...{ actual: 0, elapsed: 1, days_left: 0, working_days_left: 0, status: 'missed' },
    });
    expect(await progress({ ...BERLIN, from: '2026-04-01', to: '2026-05-01' })).toMatchObject({
      ...{ actual: 0, elapsed: 0, days_left: 30, working_days_left: 22, projection: null, status: 'to_come' },
    });
  });
});

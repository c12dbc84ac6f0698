import { Refusal } from '@tallyboard/answers/refusal';
import { standing } from '@tallyboard/answers/standing';
import { readStanding } from '@tallyboard/answers/standing-request';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, dealOpened, dealWon, type Given, rep } from '../golden/given.js';
import { eventsOf } from '../golden/pipeline.js';
import { cellsOf, store } from './stored.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;

const DAY = 86_400_000;
/** A Monday; the period is the last four of the twelve weeks from here on. */
const FIRST = Date.parse('2026-01-05T09:00Z');
const WEEKS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const PERIOD = 'from=2026-03-02&to=2026-03-30';
const NOW = Date.parse('2026-04-15T12:00Z');

/** Calls of a week on its first day, the first so many of them connected. */
const week = (who: string, n: number, calls: number, connected: number): Given[] =>
  Array.from({ length: calls }, (_, i) =>
    call(`${who}-${n}-${i}`, new Date(FIRST + n * 7 * DAY + i * 60_000).toISOString(), who, 60, {
      outcome: i < connected ? 'connected' : 'no_answer',
    }),
  );
const weeks = (who: string, of: (n: number) => [calls: number, connected: number]): Given[] =>
  WEEKS.flatMap((n) => week(who, n, ...of(n)));

const WEST = ['ann', 'bob', 'cat', 'dan'];
const EAST = ['eve', 'fay', 'gil'];
const MEMBERS: [rep: string, office: string, since: string][] = [
  ...[...WEST, 'low', 'few', 'idle', 'quit'].map((who): [string, string, string] => [
    who,
    'west',
    '2020-01-01',
  ]),
  ...[...EAST, 'slow'].map((who): [string, string, string] => [who, 'east', '2020-01-01']),
  ['late', 'east', '2026-03-16'],
  ['alone', 'north', '2020-01-01'],
];
const GIVEN = [
  ...MEMBERS.map(([who, office, since]) => rep(who, office, '', `${since}T00:00Z`)),
  ...WEST.flatMap((who) => weeks(who, () => [25, 15])),
  // As good as the others for six weeks, then not.
  ...weeks('low', (n) => [25, n < 6 ? 15 : 5]),
  ...week('few', 9, 4, 0),
  // As the others, and then nothing any more.
  ...weeks('quit', (n) => (n < 8 ? [25, 15] : [0, 0])),
  ...EAST.flatMap((who) => weeks(who, () => [25, 15])),
  ...weeks('slow', (n) => [n < 10 ? 25 : 5, n < 10 ? 15 : 3]),
  ...weeks('late', (n) => (n < 10 ? [0, 0] : [25, 15])),
  ...weeks('alone', () => [1, 0]),
  dealOpened('D-1', '2026-02-02T09:00Z', { rep_id: 'ann' }),
  dealWon('D-1', '2026-03-04T09:00Z', 100),
];

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
  await store(clickhouse, cellsOf(eventsOf('acme', GIVEN)), 1);
  await clickhouse.insertRows(
    'rep_events',
    ['tenant', 'rep_id', 'event_id', 'source', 'effective_from', 'name', 'office_id', 'team'],
    MEMBERS.map(([who, office, since], n) =>
      JSON.stringify(['acme', who, `member ${n}`, 'test', `${since} 00:00:00.000`, who, office, '']),
    ),
  );
});
afterAll(() => clickhouse?.close());

async function asked(query: string, tenant = 'acme') {
  const request = readStanding(new URLSearchParams(query));
  if (request instanceof Refusal) return request.message;
  const reference = async () => ({ offices: new Map(), reps: new Map(), products: new Map() });
  const found = await standing({ database: clickhouse, reference, now: () => NOW }, tenant, request);
  return found instanceof Refusal ? found.message : found;
}
async function group(query: string) {
  const found = await asked(`${PERIOD}&${query}`);
  if (typeof found === 'string') throw new Error(found);
  expect(found.groups).toHaveLength(1);
  const [only] = found.groups;
  return { ...only!, of: Object.fromEntries(only!.reps.map((each) => [each.rep, each])) };
}

describe('where reps of an office stand', () => {
  it('is against the median and the quarters of those of whom there is enough', async () => {
    const { median, worst_quarter, best_quarter, of } = await group(
      'metrics=connect_rate&filter=office:west',
    );
    expect([worst_quarter, median, best_quarter]).toEqual([0.6, 0.6, 0.6]);
    expect(of.ann).toMatchObject({ value: 0.6, n: 100, verdict: 'typical', worst_in_a_row: 0, since: null });
    // Four at 0.6 and one at 0.2: they vary by 0.128/4, by chance as 260 of 504 do in a hundred; Morris's (5-3)/(5-1).
    expect(of.low).toMatchObject({ value: 0.2, n: 100, verdict: 'struggles', since: '2026-02-16T00:00:00Z' });
    expect(of.low!.worst_in_a_row).toBe(6);
    const share = 260 / 504;
    const pooled = (0.5 * ((share * (1 - share)) / 100)) / 0.032;
    expect(of.low!.pooled).toBeCloseTo(pooled, 9);
    expect(of.low!.estimate).toBeCloseTo(0.52 - (1 - pooled) * 0.32, 9);
    expect(of.low!.high).toBeLessThan(0.6);
  });

  it('is too few to tell, and no struggle, where too little is there; and everyone has a row', async () => {
    const { of } = await group('metrics=connect_rate&filter=office:west');
    expect(of.few).toMatchObject({ value: 0, n: 4, estimate: null, verdict: 'too_few' });
    expect(of.quit).toMatchObject({ value: null, n: 0, verdict: 'too_few' });
    expect(await group('metrics=calls&filter=office:north')).toMatchObject({
      reps: [{ rep: 'alone', value: 4, verdict: 'too_few' }],
    });
  });

  it('compares totals by what a whole period would be, and nothing done is something', async () => {
    const west = await group('metrics=calls&filter=office:west');
    expect(west.of.quit).toMatchObject({
      value: 0,
      n: 0,
      verdict: 'struggles',
      since: '2026-03-02T00:00:00Z',
    });
    expect(west.of.quit!.low).toBe(0);
    const { median, of } = await group('metrics=calls&filter=office:east');
    expect(median).toBe(100);
    expect(of.late).toMatchObject({ value: 50, in_force: 0.5, verdict: 'typical' });
    expect(of.slow).toMatchObject({ value: 60, in_force: 1, since: '2026-03-16T00:00:00Z' });
  });

  it('compares nobody with those who have not done any of it for months: it is not their work', async () => {
    const calls = await group('metrics=calls&filter=office:west');
    expect(calls.of.idle).toMatchObject({ value: 0, estimate: null, verdict: 'not_done', since: null });
    // 100 five times, 4 and 0, without a further 0.
    expect([calls.median, calls.worst_quarter]).toEqual([100, 52]);
    const rate = await group('metrics=connect_rate&filter=office:west');
    expect(rate.of.idle).toMatchObject({ value: null, verdict: 'not_done' });
  });

  it('says of money in which currency, where anybody has any', async () => {
    const { dimensions, reps } = await group('metrics=revenue_won');
    expect(dimensions).toEqual({ office: 'west', currency: 'EUR' });
    expect(reps.map(({ value, verdict }) => [value, verdict])).toContainEqual(['100', 'too_few']);
    expect(reps).toHaveLength(8);
  });

  it('is of a company of hundreds of reps, by each month of two years', async () => {
    await clickhouse.insertRows(
      'rep_events',
      ['tenant', 'rep_id', 'event_id', 'source', 'effective_from', 'name', 'office_id', 'team'],
      Array.from({ length: 450 }, (_, n) =>
        JSON.stringify(['large', `rep ${n}`, `m ${n}`, 'test', '2020-01-01 00:00:00.000', '', 'west', '']),
      ),
    );
    const found = await asked('from=2025-03-01&to=2026-03-01&metrics=calls', 'large');
    expect(found).toMatchObject({ looked_back: { interval: 'month' }, groups: [{ metric: 'calls' }] });
  });

  it('is refused where it means nothing', async () => {
    expect(await asked('period=all')).toContain('with a beginning');
    expect(await asked('period=today&tz=office')).toContain('one zone');
    expect(await asked('period=today&by=rep')).toContain('not a parameter of standing');
    expect(await asked('period=today&filter=rep:ann')).toContain('what a standing is filtered by');
    expect(await asked('period=today&metrics=cals')).toContain('did you mean "calls"');
    expect(await asked('period=today&metrics=tickets_opened')).toContain('neither more nor less is better');
    expect(await asked('period=today&metrics=sales_cycle_p50')).toContain('percentile');
    expect(await asked('period=today&metrics=pipeline_open')).toContain('stock');
    expect(await asked('from=2027-01-01&to=2027-02-01')).toContain('still to come');
    expect(await asked('')).toContain('no period');
  });

  it('is by what offices usually look at where no metric is named', async () => {
    const found = await asked(`${PERIOD}&filter=office:west`);
    if (typeof found === 'string') throw new Error(found);
    expect(found.looked_back).toEqual({ interval: 'week', from: '2025-12-08T00:00:00Z' });
    expect(found.groups.map(({ metric }) => metric)).toContain('close_rate');
    expect(new Set(found.groups.map(({ reps }) => reps.length))).toEqual(new Set([8]));
  });
});

import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import { check } from '@tallyboard/contracts/validate';
import { factOf } from '@tallyboard/facts/facts';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAppend } from './append.js';
import { createErased, sweep } from './erased.js';
import { project } from './project.js';
import { createRead } from './read.js';
import { linkDescribed } from './refill.js';
import { restate } from './restate.js';
import type { Touched } from './sorted.js';
import { touchedCells } from './touched.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;
let version = 0;

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
});
afterAll(() => clickhouse.close());

type Said = [type: string, occurredAt: string, data: object];

/** Takes events as one batch, and restates the cells of orders that they touch: which these are. */
async function take(...events: Said[]): Promise<string[]> {
  const messages = events.map(([type, at, data]) => {
    version += 1;
    const common = { tenant: 'acme', event_id: `e${version}`, source: 'crm', source_version: version };
    const checked = check(type, { ...common, occurred_at: Date.parse(at), ...data });
    if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
    const key = Buffer.from(keyOf(checked.event));
    return { offset: version, timestamp: version, key, value: encode(checked.event), headers: {} };
  });
  const append = createAppend(clickhouse);
  const erased = createErased();
  const read = createRead(erased);
  const projection = project([{ topic: 't', partition: 0, messages: [read(messages)] }], erased);
  await Promise.all([append.fixed(projection), append.others(projection)]);
  const touched = await touchedCells(clickhouse, projection);
  await sweep(clickhouse, projection.erased);
  const buckets = [...ofOrders(projection.cells), ...ofOrders(touched)];
  const cells = buckets.map((bucket) => ({ tenant: 'acme', bucket, revision: version }));
  await restate(clickhouse, factOf('order'), cells);
  return buckets.map((bucket) => new Date(bucket * 1_000).toISOString().slice(0, 16)).sort();
}

const ofOrders = (touched: Touched): number[] => [...(touched.get('order')?.get('acme') ?? [])];

/** The segments of the orders, by when they were placed. */
const segments = async () =>
  Object.fromEntries(
    (
      await clickhouse.rows<{ at: string; segment: string }>(
        "SELECT formatDateTime(bucket, '%m-%d') AS at, segment FROM order_cells WHERE orders > 0 ORDER BY bucket",
      )
    ).map(({ at, segment }) => [at, segment]),
  );

const order = (day: string, account_id: string): Said => [
  'order.placed',
  `${day}T09:00Z`,
  {
    order_id: `${account_id} ${day}`,
    placed_at: `${day}T09:00Z`,
    account_id,
    currency: 'EUR',
    lines: [{ product: 'bolt', quantity: 1, amount: '1' }],
  },
];
const created = (account_id: string, segment: string): Said => [
  'account.created',
  '2026-03-01T00:00Z',
  { account_id, created_at: '2026-03-01T00:00Z', segment },
];

test('an order has the segment that its account had then, whichever of them is told first', async () => {
  expect(await take(order('2026-03-02', 'A'), order('2026-03-03', 'B'))).toHaveLength(2);
  expect(await segments()).toEqual({ '03-02': '', '03-03': '' });
  expect(await take(created('A', 'small'))).toEqual(['2026-03-02T09:00']);
  await take(created('B', 'large'), order('2026-03-10', 'A'));
  expect(await segments()).toEqual({ '03-02': 'small', '03-03': 'large', '03-10': 'small' });
});

test('an account that changes changes its orders from then on, and what is said of other things no order', async () => {
  const amended = (data: object): Said => [
    'account.amended',
    '2026-03-05T00:00Z',
    { account_id: 'A', ...data },
  ];
  expect(await take(amended({ name: 'A Ltd' }), amended({ rep_id: 'ann' }))).toEqual([]);
  expect(
    await take([
      'account.churned',
      '2026-03-05T00:00Z',
      { account_id: 'A', churned_at: '2026-03-05T00:00Z' },
    ]),
  ).toEqual([]);
  expect(await take(amended({ segment: 'huge' }))).toEqual(['2026-03-02T09:00', '2026-03-10T09:00']);
  expect(await segments()).toEqual({ '03-02': 'small', '03-03': 'large', '03-10': 'huge' });
});

test('orders of an account that is merged away have what its survivor was, whichever of them changes', async () => {
  await take([
    'account.removed',
    '2026-03-20T00:00Z',
    { account_id: 'B', removed_at: '2026-03-20T00:00Z', merged_into: 'A' },
  ]);
  expect(await segments()).toEqual({ '03-02': 'small', '03-03': 'small', '03-10': 'huge' });
  expect(
    await take(['account.amended', '2026-03-03T00:00Z', { account_id: 'A', segment: 'medium' }]),
  ).toContain('2026-03-03T09:00');
  expect(await segments()).toMatchObject({ '03-03': 'medium' });
});

test('an order that was stored before orders had segments is found, too, once that is made up for', async () => {
  await clickhouse.command("DELETE FROM links WHERE fact = 'order' AND entity_id = 'A'");
  const again = (segment: string): Said => [
    'account.amended',
    '2026-03-05T00:00Z',
    { account_id: 'A', segment },
  ];
  expect(await take(again('lost'))).not.toContain('2026-03-10T09:00');
  await linkDescribed(clickhouse, factOf('order'));
  expect(await take(again('found'))).toContain('2026-03-10T09:00');
  expect(await segments()).toMatchObject({ '03-10': 'found' });
});

test('orders of an account that is erased stay, and are of no segment; what was merged into it is itself again', async () => {
  await take(['account.erased', '2026-04-01T00:00Z', { account_id: 'A', erased_at: '2026-04-01T00:00Z' }]);
  expect(await segments()).toEqual({ '03-02': '', '03-03': 'large', '03-10': '' });
});

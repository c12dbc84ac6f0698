import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import { check } from '@tallyboard/contracts/validate';
import { readersSql } from '@tallyboard/facts/dirty';
import { repInForce } from '@tallyboard/facts/read';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAppend } from './append.js';
import { createErased } from './erased.js';
import { project } from './project.js';
import { createRead } from './read.js';
import type { Touched } from './sorted.js';
import { touchedCells } from './touched.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;
let recordedMs = Date.UTC(2026, 5, 1);
let version = 0;

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
});
afterAll(() => clickhouse.close());

type Said = [type: string, data: object];

/** The messages of some events, each with the next version and timestamp. */
function messagesOf(events: readonly Said[]) {
  return events.map(([type, data]) => {
    version += 1;
    recordedMs += 1;
    const common = { tenant: 'acme', event_id: `e${version}`, source: 'crm', source_version: version };
    const checked = check(type, { ...common, occurred_at: recordedMs, ...data });
    if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
    const key = Buffer.from(keyOf(checked.event));
    return { offset: version, timestamp: recordedMs, key, value: encode(checked.event), headers: {} };
  });
}

/** Appends them as one batch; the cells that they touch, as `fact instant`. */
async function take(messages: ReturnType<typeof messagesOf>): Promise<string[]> {
  const append = createAppend(clickhouse);
  const erased = createErased();
  const read = createRead(erased);
  const projection = project([{ topic: 't', partition: 0, messages: [read(messages)] }], erased);
  await Promise.all([append.fixed(projection), append.others(projection)]);
  return [...inWords(projection.cells), ...inWords(await touchedCells(clickhouse, projection))].sort();
}

const inWords = (touched: Touched): string[] =>
  [...touched].flatMap(([fact, tenants]) =>
    [...tenants].flatMap(([, buckets]) =>
      [...buckets].map((bucket) => `${fact} ${new Date(bucket * 1_000).toISOString().slice(0, 16)}`),
    ),
  );

const rep = (id: string, from: string, office_id: string): Said => [
  'rep.updated',
  { rep_id: id, effective_from: from, name: id, office_id, team: '' },
];
const call = (id: string, at: string, rep_id: string): Said => [
  'call.logged',
  {
    call_id: id,
    started_at: at,
    rep_id,
    direction: 'inbound',
    outcome: 'busy',
    duration_ms: 0,
    channel: 'phone',
  },
];
const reps = (): Said[] => [
  rep('ann', '2026-01-01T00:00Z', 'munich'),
  rep('bob', '2026-01-01T00:00Z', 'rome'),
];

let first: ReturnType<typeof messagesOf>;

test('a rep that moves touches what is read of them from then on, and nothing else', async () => {
  first = messagesOf(reps());
  await take([
    ...first,
    ...messagesOf([
      call('before', '2026-03-01T09:00Z', 'ann'),
      call('after', '2026-03-02T09:00Z', 'ann'),
      call('other', '2026-03-02T09:15Z', 'bob'),
      ['deal.opened', { deal_id: 'long', opened_at: '2026-02-01T10:00Z', rep_id: 'ann' }],
      ['deal.closed', { deal_id: 'long', closed_at: '2026-03-03T10:00Z', outcome: 'won' }],
      ['deal.opened', { deal_id: 'early', opened_at: '2026-02-02T10:00Z', rep_id: 'ann' }],
    ]),
  ]);
  expect(await take(messagesOf([rep('ann', '2026-03-02T00:00Z', 'berlin')]))).toEqual([
    'call 2026-03-02T09:00',
    'deal 2026-02-01T10:00',
    'deal 2026-03-03T10:00',
  ]);
});

test('all reps sent again every night touch nothing, whatever their versions and instants', async () => {
  const night = messagesOf([
    ...reps(),
    rep('ann', '2026-03-02T00:00Z', 'berlin'),
    rep('ann', '2026-06-01T00:00Z', 'berlin'),
    rep('bob', '2026-06-01T00:00Z', 'rome'),
  ]);
  expect(await take(night)).toEqual([]);
  // The very same messages, which the log has twice now.
  expect(await take(night.map((message) => ({ ...message, timestamp: message.timestamp + 60_000 })))).toEqual(
    [],
  );
});

test('the very messages that first said where reps belong touch nothing when the log has them again', async () => {
  const again = first.map((message) => ({ ...message, timestamp: recordedMs + 60_000 }));
  expect(await take(again)).toEqual([]);
});

test('what was corrected for a time that ended touches what lies in it, and nothing after', async () => {
  const corrected = [rep('ann', '2026-02-10T00:00Z', 'rome'), rep('ann', '2026-02-20T00:00Z', 'munich')];
  // Deals of then have places before and after it alone.
  expect(await take(messagesOf(corrected))).toEqual(['call 2026-03-01T09:00']);
});

test('what a crash left stored and not announced is found by the next reading', async () => {
  const moved = messagesOf([rep('bob', '2026-03-02T00:00Z', 'oslo')]);
  expect(await take(moved)).toEqual(['call 2026-03-02T09:15']);
  expect(await take(moved)).toEqual(['call 2026-03-02T09:15']);
});

test('readers are found by links, and of event tables only the linked are read', async () => {
  const changed = [{ tenant: 'acme', id: 'ann', fromMs: 0, toMs: Number.POSITIVE_INFINITY }];
  const plan = await clickhouse.rows<{ explain: string }>(
    `EXPLAIN indexes = 1 ${readersSql(repInForce, changed)}`,
  );
  const lines = plan.map(({ explain }) => explain);
  const reads = lines.flatMap((line, i) => (/ReadFromMergeTree \(.*_events\)/.test(line) ? [i] : []));
  // Of facts that have none, nothing is read.
  expect(reads).toHaveLength(1);
  for (const at of reads)
    expect(lines.slice(at).find((line) => line.includes('Condition: '))).toMatch(/in \d+-element set/);
  expect(lines.join('\n')).not.toContain('call_events');
});

test('hours that change touch the tickets that go by them, which were opened from then on', async () => {
  const hours = (id: string, from: string, closes: string): Said => [
    'schedule.updated',
    {
      schedule_id: id,
      effective_from: from,
      zone: 'UTC',
      hours: [{ weekday: 'monday', opens: '09:00', closes }],
    },
  ];
  const ticket = (id: string, at: string, facts: object): Said => [
    'ticket.opened',
    { ticket_id: id, opened_at: at, channel: 'web', opened_by: 'customer', ...facts },
  ];
  await take(
    messagesOf([
      rep('eve', '2026-01-01T00:00Z', 'lima'),
      ticket('early', '2026-03-02T09:00Z', { schedule_id: 'night' }),
      ticket('late', '2026-04-06T09:00Z', { schedule_id: 'night' }),
      ticket('of the office', '2026-04-06T10:00Z', { rep_id: 'eve' }),
      ticket('of everybody', '2026-04-06T11:00Z', {}),
    ]),
  );
  expect(await take(messagesOf([hours('night', '2026-04-01T00:00Z', '17:00')]))).toEqual([
    'ticket 2026-04-06T09:00',
  ]);
  expect(await take(messagesOf([hours('lima', '2026-01-01T00:00Z', '17:00')]))).toEqual([
    'ticket 2026-04-06T10:00',
  ]);
  expect(await take(messagesOf([hours('default', '2026-04-01T00:00Z', '17:00')]))).toContain(
    'ticket 2026-04-06T11:00',
  );
  // Sent again every night, it changes nothing.
  expect(await take(messagesOf([hours('night', '2026-04-01T00:00Z', '17:00')]))).toEqual([]);
  expect(await take(messagesOf([hours('night', '2026-04-01T00:00Z', '18:00')]))).toEqual([
    'ticket 2026-04-06T09:00',
  ]);
});

test('what holds since before 1970 touches what is of any time', async () => {
  expect(await take(messagesOf([rep('eve', '1900-01-01T00:00Z', 'quito')]))).toEqual([]);
  const since: Said = [
    'schedule.updated',
    { schedule_id: 'night', effective_from: '1969-12-31T23:00Z', zone: 'UTC' },
  ];
  expect(await take(messagesOf([since]))).toEqual(['ticket 2026-03-02T09:00']);
});

test('what a campaign touched, what a lead names and a campaign that is merged touch the leads and deals that are credited by it, and no others', async () => {
  const deal = (id: string, day: string, facts: object): Said[] => [
    ['deal.opened', { deal_id: id, opened_at: `2026-05-${day}T09:00Z`, ...facts }],
    ['deal.closed', { deal_id: id, closed_at: `2026-05-${day}T10:00Z`, outcome: 'won' }],
  ];
  const lead = (id: string, day: string, facts: object): Said => [
    'lead.created',
    { lead_id: id, created_at: `2026-04-${day}T09:00Z`, ...facts },
  ];
  const touched = (campaign_id: string, touch_id: string, whom: object): Said => [
    'campaign.touched',
    { campaign_id, touch_id, touched_at: '2026-04-01T09:00Z', ...whom },
  ];
  const of = (id: string) => [`deal 2026-05-${id}T09:00`, `deal 2026-05-${id}T10:00`];
  await take(
    messagesOf([
      lead('L', '10', { campaign_id: 'spring' }),
      lead('M', '11', {}),
      lead('N', '12', {}),
      ['lead.converted', { lead_id: 'N', converted_at: '2026-04-12T10:00Z', deal_id: 'of N' }],
      ...deal('of L', '01', { lead_id: 'L' }),
      ...deal('of M', '02', { lead_id: 'M' }),
      ...deal('of N', '03', {}),
      ...deal('of a campaign', '04', { campaign_id: 'fair' }),
    ]),
  );
  expect(await take(messagesOf([touched('fair', 'T-1', { lead_id: 'M' })]))).toEqual([
    ...of('02'),
    'lead 2026-04-11T09:00',
  ]);
  expect(await take(messagesOf([touched('mail', 'T-2', { lead_id: 'N' })]))).toEqual([
    ...of('03'),
    'lead 2026-04-12T09:00',
    'lead 2026-04-12T10:00',
  ]);
  // Of another one, as is told now: the one before has it no more.
  expect(await take(messagesOf([touched('fair', 'T-1', { deal_id: 'of L' })]))).toEqual([
    ...of('01'),
    ...of('02'),
    'lead 2026-04-11T09:00',
  ]);
  expect(
    await take(
      messagesOf([
        ['campaign.touch_removed', { campaign_id: 'fair', touch_id: 'T-1', removed_at: '2026-05-20T09:00Z' }],
      ]),
    ),
  ).toEqual([...of('01'), ...of('02'), 'lead 2026-04-11T09:00']);
  expect(await take(messagesOf([['lead.amended', { lead_id: 'L', campaign_id: 'summer' }]]))).toEqual([
    ...of('01'),
    'lead 2026-04-10T09:00',
  ]);
  expect(await take(messagesOf([['lead.amended', { lead_id: 'L', name: 'Lee' }]]))).toEqual([
    'lead 2026-04-10T09:00',
  ]);
  expect(
    await take(messagesOf([['campaign.created', { campaign_id: 'mail', created_at: '2026-04-01T09:00Z' }]])),
  ).toEqual([]);
  const merged: Said = [
    'campaign.removed',
    { campaign_id: 'fair', removed_at: '2026-05-20T09:00Z', merged_into: 'mail' },
  ];
  expect(await take(messagesOf([merged]))).toEqual([
    ...of('01'),
    ...of('02'),
    ...of('04'),
    'lead 2026-04-11T09:00',
  ]);
  // Who is of one that was merged into it goes where it goes.
  const onwards: Said = [
    'campaign.removed',
    { campaign_id: 'mail', removed_at: '2026-05-21T09:00Z', merged_into: 'spring' },
  ];
  expect(await take(messagesOf([onwards]))).toEqual([
    ...of('01'),
    ...of('02'),
    ...of('03'),
    ...of('04'),
    'lead 2026-04-11T09:00',
    'lead 2026-04-12T09:00',
    'lead 2026-04-12T10:00',
  ]);
});

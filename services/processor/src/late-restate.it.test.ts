import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import { check } from '@tallyboard/contracts/validate';
import { columnsOf, packedCells } from '@tallyboard/facts/cell-table';
import { factOf } from '@tallyboard/facts/facts';
import { restateSql } from '@tallyboard/facts/restate';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAppend } from './append.js';
import { createErased } from './erased.js';
import { project } from './project.js';
import { createRead } from './read.js';
import { restate } from './restate.js';

const { clickhouseUrl, database } = isolated();
const call = factOf('call');
const STARTED = Date.UTC(2026, 2, 2, 9);
const cell = (revision: number) => ({ tenant: 'acme', bucket: STARTED / 1_000, revision });
let clickhouse: ClickHouse;

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
});
afterAll(() => clickhouse.close());

async function happens(type: string, version: number, data: object): Promise<void> {
  const said = {
    tenant: 'acme',
    event_id: `e${version}`,
    source: 'phone',
    occurred_at: STARTED,
    source_version: version,
    call_id: 'c',
    started_at: STARTED,
    ...data,
  };
  const checked = check(type, said);
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  const key = Buffer.from(keyOf(checked.event));
  const message = { offset: version, timestamp: STARTED, key, value: encode(checked.event), headers: {} };
  await createAppend(clickhouse).fixed(
    project(
      [{ topic: 't', partition: 0, messages: [createRead(createErased())([message])] }],
      createErased(),
    ),
  );
}

test('a restate that was held back and lands late shows nothing of a group that has vanished meanwhile', async () => {
  await happens('call.logged', 1, {
    direction: 'inbound',
    outcome: 'busy',
    duration_ms: 0,
    channel: 'phone',
    rep_id: 'ann',
  });
  // What a processor has read that was frozen before it wrote.
  const statement = restateSql(call, [cell(1)]);
  const held = await clickhouse.rows<Record<string, unknown>>(
    `SELECT * FROM (${statement.slice(statement.indexOf('SELECT')).replace(/\nSETTINGS.*$/, '')})`,
  );
  expect(held).toHaveLength(1);

  await happens('call.amended', 2, { outcome: 'connected', duration_ms: 60_000 });
  await restate(clickhouse, call, [cell(2)]);
  const shown = () =>
    clickhouse.rows<{ outcome: string; calls: number }>('SELECT outcome, calls FROM call_cells');
  expect(await shown()).toEqual([{ outcome: 'connected', calls: 1 }]);

  await clickhouse.insertRows(
    packedCells('call'),
    ['tenant', 'bucket', ...columnsOf(call), 'revision'],
    held.map((row) => JSON.stringify(Object.values(row))),
  );
  expect(await shown()).toEqual([{ outcome: 'connected', calls: 1 }]);
});

test('a cell in which nothing is left has no group', async () => {
  await happens('call.removed', 3, {});
  await restate(clickhouse, call, [cell(3)]);
  expect(await clickhouse.rows('SELECT * FROM call_cells')).toEqual([]);
});

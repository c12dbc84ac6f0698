import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { packedCells } from '@tallyboard/facts/cell-table';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentEpoch, revisionOf } from './revision.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;
beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
});
afterAll(() => clickhouse.close());

const ends = (...offsets: number[]) => new Map(offsets.entries());
const restated = (revision: number) =>
  clickhouse.insertRows(
    packedCells('call'),
    ['tenant', 'bucket', 'revision'],
    [JSON.stringify(['acme', 0, revision])],
  );

test('an epoch is that of one life of the topic, and whatever is restated in a later one wins', async () => {
  expect(await currentEpoch(clickhouse, ends(0, 0))).toEqual({ epoch: 1, partitions: 2 });
  await restated(revisionOf(1, 99));
  // Rows were deleted: offsets go on.
  expect(await currentEpoch(clickhouse, ends(100, 40))).toEqual({ epoch: 1, partitions: 2 });
  // Made anew: they begin again.
  const anew = await currentEpoch(clickhouse, ends(3, 0));
  expect(anew).toEqual({ epoch: 2, partitions: 2 });
  expect(revisionOf(anew.epoch, 0)).toBeGreaterThan(revisionOf(1, 99));
  expect(await currentEpoch(clickhouse, ends(3, 0))).toEqual(anew);
});

test('cells stay in their partitions when the topic gets more', async () => {
  expect(await currentEpoch(clickhouse, ends(3, 0, 0, 0))).toEqual({ epoch: 2, partitions: 2 });
});

test('a topic with fewer partitions than before is another life', async () => {
  expect(await currentEpoch(clickhouse, ends(500))).toEqual({ epoch: 3, partitions: 1 });
  expect(await currentEpoch(clickhouse, ends(500, 0))).toEqual({ epoch: 3, partitions: 1 });
});

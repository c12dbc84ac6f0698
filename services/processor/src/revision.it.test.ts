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

const UNNAMED = 'unknown';
/** crm.cells with so much in each partition. */
const cells = (id: string, ...offsets: number[]) => ({ id, ends: async () => new Map(offsets.entries()) });
const restated = (revision: number) =>
  clickhouse.insertRows(
    packedCells('call'),
    ['tenant', 'bucket', 'revision'],
    [JSON.stringify(['acme', 0, revision])],
  );

test('an epoch is that of one life of the topic, and whatever is restated in a later one wins', async () => {
  expect(await currentEpoch(clickhouse, cells(UNNAMED, 0, 0))).toEqual({ epoch: 1, partitions: 2 });
  await restated(revisionOf(1, 99));
  // Rows were deleted: offsets go on.
  expect(await currentEpoch(clickhouse, cells(UNNAMED, 100, 40))).toEqual({ epoch: 1, partitions: 2 });
  // Made anew: they begin again.
  const anew = await currentEpoch(clickhouse, cells(UNNAMED, 3, 0));
  expect(anew).toEqual({ epoch: 2, partitions: 2 });
  expect(revisionOf(anew.epoch, 0)).toBeGreaterThan(revisionOf(1, 99));
  expect(await currentEpoch(clickhouse, cells(UNNAMED, 3, 0))).toEqual(anew);
});

test('cells stay in their partitions when the topic gets more', async () => {
  expect(await currentEpoch(clickhouse, cells(UNNAMED, 3, 0, 0, 0))).toEqual({ epoch: 2, partitions: 2 });
});

test('a topic with fewer partitions than before is another life', async () => {
  expect(await currentEpoch(clickhouse, cells(UNNAMED, 500))).toEqual({ epoch: 3, partitions: 1 });
  expect(await currentEpoch(clickhouse, cells(UNNAMED, 500, 0))).toEqual({ epoch: 3, partitions: 1 });
});

test('by its id a topic is known that was made anew and has grown past the old end', async () => {
  // Of whom the id was not known.
  expect(await currentEpoch(clickhouse, cells('a1', 500, 0))).toEqual({ epoch: 3, partitions: 1 });
  expect(await currentEpoch(clickhouse, cells('a1', 500, 0))).toEqual({ epoch: 3, partitions: 1 });
  expect(await currentEpoch(clickhouse, cells('b2', 9_000, 0))).toEqual({ epoch: 4, partitions: 1 });
  // A broker that is asked later and does not say.
  expect(await currentEpoch(clickhouse, cells(UNNAMED, 9_000, 0))).toEqual({ epoch: 4, partitions: 1 });
});

test('those who ask together find one epoch', async () => {
  const found = await Promise.all(Array.from({ length: 4 }, () => currentEpoch(clickhouse, cells('c3', 1))));
  expect(found).toEqual(Array.from({ length: 4 }, () => ({ epoch: 5, partitions: 1 })));
});

test('what others restate while one asks is no sign of another life', async () => {
  const asked = currentEpoch(clickhouse, {
    id: 'c3',
    async ends() {
      await restated(revisionOf(5, 1));
      return new Map([[0, 2]]);
    },
  });
  expect(await asked).toEqual({ epoch: 5, partitions: 1 });
});

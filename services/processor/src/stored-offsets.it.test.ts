import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { uptimeOf } from '@tallyboard/clickhouse/engine-watch';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heldOffsets, type Mark, noteStored, surelyStored } from './stored-offsets.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
});
afterAll(() => clickhouse.close());

const note = (log: string, upS: number, offsets: Record<number, number>) =>
  noteStored(clickhouse, {
    stage: 'projector',
    log,
    upS,
    offsets: Object.entries(offsets).map(([partition, offset]) => ({ partition: Number(partition), offset })),
  });

test('ClickHouse remembers the newest note of each partition, and of each log apart', async () => {
  expect(await heldOffsets(clickhouse, 'projector', 'a/events')).toEqual({
    offsets: new Map(),
    sure: new Set(),
    hasEarlierLog: false,
  });
  await note('a/events', 0, { 0: 10, 1: 7 });
  await note('a/events', 0, { 0: 25 });
  expect(await heldOffsets(clickhouse, 'projector', 'a/events')).toEqual({
    offsets: new Map([
      [0, 25],
      [1, 7],
    ]),
    sure: new Set([0, 1]),
    hasEarlierLog: false,
  });
  // Read again from further back: the newest note counts, not the highest.
  await note('a/events', 0, { 0: 20 });
  expect((await heldOffsets(clickhouse, 'projector', 'a/events')).offsets.get(0)).toBe(20);
  expect(await heldOffsets(clickhouse, 'projector', 'b/events')).toEqual({
    offsets: new Map(),
    sure: new Set(),
    hasEarlierLog: true,
  });
  expect((await heldOffsets(clickhouse, 'aggregator', 'a/events')).offsets).toEqual(new Map());
});

test('nothing is noted in a ClickHouse that was started after the facts were stored', async () => {
  const up = await uptimeOf(clickhouse);
  await note('c/events', up, { 0: 5 });
  expect((await heldOffsets(clickhouse, 'projector', 'c/events')).offsets.get(0)).toBe(5);
  await note('c/events', up + 100, { 0: 9 });
  expect((await heldOffsets(clickhouse, 'projector', 'c/events')).offsets.get(0)).toBe(5);
});

test('after a start of ClickHouse only what was noted two minutes before its last note counts as on disk', () => {
  const marks = [
    { offset: 400, storedMs: 1_000_000 },
    { offset: 300, storedMs: 940_000 },
    { offset: 200, storedMs: 880_000 },
    { offset: 100, storedMs: 820_000 },
  ];
  const since = (startedMs: number) => marks.map((mark) => ({ ...mark, startedMs }));
  expect(surelyStored(since(900_000))).toBe(400);
  expect(surelyStored(since(1_000_001))).toBe(200);
  expect(surelyStored(since(1_000_001).slice(0, 2))).toBe(0);
  expect(surelyStored([])).toBe(0);
});

test('after a start of ClickHouse in the middle of a rewind, the least since counts: what is above is older', () => {
  const startedMs = 1_000_001;
  const marks: Mark[] = [
    { offset: 50, storedMs: 1_000_000, startedMs },
    { offset: 10, storedMs: 990_000, startedMs },
    { offset: 400, storedMs: 870_000, startedMs },
  ];
  expect(surelyStored(marks)).toBe(10);
});

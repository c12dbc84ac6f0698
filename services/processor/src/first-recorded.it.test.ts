import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { ENTITIES } from '@tallyboard/contracts/registry';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;
beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
});
afterAll(() => clickhouse.close());

const COLUMNS = [
  'tenant',
  'deal_id',
  'source_version',
  'event_id',
  'source',
  'digest',
  'type',
  'recorded_at',
];
const [FIRST, AGAIN] = [1_750_000_000_123, 1_750_000_009_999];

const insert = (deal: string, recordedAt: number) =>
  clickhouse.insertRows('deal_events', COLUMNS, [
    JSON.stringify(['acme', deal, 1, 'e', 'crm', 7, 'deal.opened', recordedAt]),
  ]);
const recorded = (deal: string) =>
  clickhouse.rows<{ ms: number }>(
    `SELECT toUnixTimestamp64Milli(recorded_at) AS ms FROM deal_events FINAL WHERE deal_id = '${deal}'`,
  );

describe('of an event that comes again, the first recorded_at stays', () => {
  it.each([
    ['in order', [FIRST, AGAIN]],
    ['the other way round', [AGAIN, FIRST]],
    ['again and again', [AGAIN, FIRST, AGAIN, FIRST + 1]],
  ])('inserted %s, before and after merging', async (deal, times) => {
    for (const time of times) await insert(deal, time);
    expect(await recorded(deal)).toEqual([{ ms: FIRST }]);
    await clickhouse.command('OPTIMIZE TABLE deal_events FINAL');
    expect(await recorded(deal)).toEqual([{ ms: FIRST }]);
    await insert(deal, AGAIN);
    await clickhouse.command('OPTIMIZE TABLE deal_events FINAL');
    expect(await recorded(deal)).toEqual([{ ms: FIRST }]);
  });

  it('the migration takes every row along, also when it was interrupted or runs a second time', async () => {
    await insert('old', FIRST);
    const rows = () => clickhouse.rows('SELECT * FROM deal_events FINAL ORDER BY ALL');
    const before = await rows();
    // As it was: an engine without an order of copies.
    await clickhouse.command(
      `CREATE TABLE old_deals AS deal_events ENGINE = ReplacingMergeTree ORDER BY (tenant, deal_id, source_version, event_id, source, digest)`,
    );
    await clickhouse.command('INSERT INTO old_deals SELECT * FROM deal_events');
    await clickhouse.command('ALTER TABLE old_deals DROP COLUMN earliness');
    await clickhouse.command('EXCHANGE TABLES old_deals AND deal_events');
    // Stopped after the exchange of the rep events: what was theirs lies beside them.
    await clickhouse.command(
      'CREATE TABLE rep_events_replaced AS rep_events ENGINE = ReplacingMergeTree ORDER BY rep_id',
    );
    await clickhouse.command(
      "INSERT INTO stored_offsets (stage, log, partition, offset) VALUES ('projector', 'c/t', 0, 5)",
    );
    const again = async () => {
      await clickhouse.command(
        "ALTER TABLE migrations DELETE WHERE name LIKE '008%' SETTINGS mutations_sync = 2",
      );
      // The rep events end the wrong way round at first, and the migration says so.
      for (let attempt = 1; ; attempt += 1)
        try {
          return await migrate(clickhouse);
        } catch (error) {
          if (attempt === 2) throw error;
        }
    };
    for (let time = 1; time <= 2; time += 1) {
      expect((await again()).migrations.map(({ name }) => name)).toEqual(['008_first_recorded.sql']);
      expect(await rows()).toEqual(before);
      const engines = await clickhouse.rows<{ engine_full: string }>(
        "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name LIKE '%\\\\_events' AND engine LIKE '%MergeTree'",
      );
      expect(engines).toHaveLength(ENTITIES.length);
      for (const { engine_full } of engines) expect(engine_full).toMatch(/^ReplacingMergeTree\(earliness\)/);
    }
    await insert('old', AGAIN);
    expect(await recorded('old')).toEqual([{ ms: FIRST }]);
    // What older merges have lost is in the log.
    expect(await clickhouse.rows('SELECT stage, log, partition, offset FROM rewinds FINAL LIMIT 1')).toEqual([
      { stage: 'projector', log: '', partition: -1, offset: 0 },
    ]);
  });
});

import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate, planFor } from '@tallyboard/clickhouse/migrate';
import { readMigrations } from '@tallyboard/clickhouse/schema/migrations';
import { isEmpty } from '@tallyboard/clickhouse/schema/plan';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, describe, expect, it } from 'vitest';

const { clickhouseUrl, database } = isolated();
const clients: ClickHouse[] = [];
/** A process of its own, as far as ClickHouse can tell. */
function connect(): ClickHouse {
  const client = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  clients.push(client);
  return client;
}
afterAll(() => Promise.all(clients.map((client) => client.close())));

/** Before the event tables changed their engine by changing places. */
const LAST_OF_EARLIER = '007_conflicts.sql';
async function asItWas(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.elsewhere('default').command(`DROP DATABASE IF EXISTS ${database}`);
  await clickhouse.elsewhere('default').command(`CREATE DATABASE ${database}`);
  await clickhouse.command('CREATE TABLE migrations (name String) ENGINE = ReplacingMergeTree ORDER BY name');
  for (const { name, statements } of await readMigrations()) {
    if (name > LAST_OF_EARLIER) return;
    for (const statement of statements) await clickhouse.command(statement);
    await clickhouse.insertRows('migrations', ['name'], [JSON.stringify([name])]);
  }
}

const DEALS = 'SELECT deal_id FROM deal_events FINAL ORDER BY deal_id';

describe('migrations that run at once', () => {
  it('all succeed on old tables, take every row along, and are applied by one of them alone', async () => {
    const first = connect();
    await asItWas(first);
    await first.insertRows(
      'deal_events',
      ['tenant', 'deal_id', 'event_id', 'type'],
      Array.from({ length: 100 }, (_, i) => JSON.stringify(['acme', `D-${i}`, 'e', 'deal.opened'])),
    );
    const before = await first.rows(DEALS);
    const made = await Promise.all([first, connect(), connect()].map((each) => migrate(each)));
    expect(made.filter((plan) => !isEmpty(plan))).toHaveLength(1);
    expect(isEmpty(await planFor(first))).toBe(true);
    expect(await first.rows(DEALS)).toEqual(before);
    expect(before).toHaveLength(100);
  });

  it('do not wait for one that has crashed', async () => {
    const crashing = connect();
    await new Promise<void>((enter) => {
      crashing
        .alone(`tally-migrate-${database}`, () => {
          enter();
          return new Promise(() => {});
        })
        .catch(() => {});
    });
    const next = connect();
    await asItWas(next);
    const migrated = migrate(next);
    // Its connections end with it.
    await crashing.close();
    expect(isEmpty(await migrated)).toBe(false);
  });
});

import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { readMigrations } from '@tallyboard/clickhouse/schema/migrations';
import { encode, entityOf, keyOf } from '@tallyboard/contracts/codec';
import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { readFields } from '@tallyboard/contracts/fields';
import { isErasureType, PUBLISHED, versionsOf } from '@tallyboard/contracts/registry';
import { check } from '@tallyboard/contracts/validate';
import { FACTS } from '@tallyboard/facts/facts';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { drift } from '@tallyboard/testkit/drift';
import { randomHistory } from '@tallyboard/testkit/history';
import { isolated } from '@tallyboard/testkit/isolated';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settled } from '@tallyboard/testkit/settled';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The last migration of the version before facts were defined once. */
const LAST_OF_EARLIER = '007_conflicts.sql';
/** What it knew; of all else it had dead letters. */
const ENTITIES_OF_EARLIER = ['account', 'call', 'deal', 'office', 'rep', 'survey', 'ticket'];

/** What entities that it knew can say only since. */
const LATER: ReadonlySet<EventType> = new Set([
  'account.removed',
  'survey.removed',
  'ticket.paused',
  'ticket.response_removed',
  'ticket.resumed',
]);

/** An event as the first version of its contract says it: its tables had no columns for anything else. */
function asSaidThen(event: CrmEvent): CrmEvent {
  const known = new Set(readFields(versionsOf(event.type, PUBLISHED)[0]!.schema).map(({ name }) => name));
  const said = Object.entries(event).map(([name, value]) => [
    name,
    name === 'type' || known.has(name) ? value : null,
  ]);
  return Object.fromEntries(said) as CrmEvent;
}

/** A ticket that waits and is handed over in an hour in which nothing else of it was said: that claimed no cell then. */
const HANDED_OVER = [
  said('ticket.opened', '2026-01-05T09:00Z', {
    opened_at: '2026-01-05T09:00Z',
    channel: 'email',
    opened_by: 'customer',
    rep_id: 'ann',
  }),
  said('ticket.amended', '2026-01-05T11:00Z', { rep_id: 'bob' }),
];

function said(type: EventType, at: string, data: Record<string, unknown>): CrmEvent {
  const event = {
    event_id: type,
    source: 'desk',
    tenant: 'acme',
    occurred_at: at.replace('Z', ':00Z'),
    ticket_id: 'T-1',
    ...data,
  };
  const checked = check(type, event);
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  return checked.event;
}

const { brokers, clickhouseUrl, database, topicPrefix } = isolated();
const topics = topicNames(topicPrefix);
const EARLIER = `${database}_earlier`;
const connected = (name: string) => connectClickHouse({ url: clickhouseUrl, ...testUser, database: name });

let kafka: KafkaConnection;
let producer: Producer;
let now: ClickHouse;
let earlier: ClickHouse;

beforeAll(async () => {
  kafka = connectKafka({ brokers: [brokers], clientId: 'upgrade-test' });
  await ensureTopics(kafka, topicPrefix);
  producer = await createProducer(kafka);
  now = connected(database);
  earlier = connected(EARLIER);
});
afterAll(async () => {
  await earlier.command(`DROP DATABASE IF EXISTS ${EARLIER}`);
  await Promise.all([producer.close(), now.close(), earlier.close()]);
});

const startProcessor = (name: string): Promise<RunningService> =>
  startService('processor', settingsOf({ brokers, clickhouseUrl, database: name, topicPrefix }));
const send = (events: readonly CrmEvent[]) =>
  producer.send(
    topics.events,
    events.map((event) => ({ key: keyOf(event), value: encode(event) })),
  );

/** The tables of the earlier version with what they would hold: their rows are the same today. */
async function asItWas(): Promise<void> {
  await now.elsewhere('default').command(`CREATE DATABASE ${EARLIER}`);
  await earlier.command('CREATE TABLE migrations (name String) ENGINE = ReplacingMergeTree ORDER BY name');
  for (const { name, statements } of await readMigrations())
    if (name <= LAST_OF_EARLIER) {
      for (const statement of statements) await earlier.command(statement);
      await earlier.insertRows('migrations', ['name'], [JSON.stringify([name])]);
    }
  const columns = await now.elsewhere('system').rows<{ table: string; names: string[] }>(
    `SELECT table, groupArray(name) AS names FROM columns
     WHERE database = {database:String} AND default_kind NOT IN ('ALIAS', 'MATERIALIZED')
       AND table IN (SELECT name FROM tables WHERE database = {database:String} AND engine LIKE '%MergeTree' AND name != 'migrations')
     GROUP BY table`,
    { database: EARLIER },
  );
  for (const { table, names } of columns)
    await earlier.command(
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.join(', ')} FROM ${database}.${table}`,
    );
  await earlier.command(`DELETE FROM placements WHERE bucket = toDateTime('2026-01-05 11:00:00', 'UTC')`);
}

test('data of the version before are brought up to date, and stay exact with what comes next', {
  timeout: 240_000,
}, async () => {
  await migrate(now);
  const history = randomHistory(21, 2_200).filter(({ type }) => ENTITIES_OF_EARLIER.includes(entityOf(type)));
  const first = await startProcessor(database);
  const then = history
    .slice(0, 1_200)
    .filter(({ type }) => !LATER.has(type) && !isErasureType(type))
    .map(asSaidThen);
  await send([...then, ...HANDED_OVER]);
  await settled(kafka, topicPrefix);
  await first.stop();
  await asItWas();

  await migrate(earlier);
  const unclaimed = await earlier.rows(
    `SELECT * FROM ${database}.placements WHERE (entity, tenant, bucket, entity_id) NOT IN
       (SELECT entity, tenant, bucket, entity_id FROM placements)`,
  );
  expect(unclaimed).toEqual([]);

  const second = await startProcessor(EARLIER);
  await send(history.slice(1_200));
  // It announces all of history fact by fact, and notes of each that it has.
  await expect
    .poll(() => earlier.rows('SELECT fact FROM cell_definitions FINAL'), { timeout: 120_000 })
    .toHaveLength(FACTS.length);
  await settled(kafka, topicPrefix);
  expect(await drift(kafka, earlier, topics.events)).toEqual([]);
  // What reps are mentioned by was filled from events that were stored before there were links.
  const missing = await earlier.rows(
    `SELECT * FROM ${database}.links WHERE (entity, tenant, entity_id, fact, bucket, fact_id) NOT IN
       (SELECT entity, tenant, entity_id, fact, bucket, fact_id FROM links)`,
  );
  expect(missing).toEqual([]);
  await second.stop();
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '@tallyboard/answers/answer';
import type { Database } from '@tallyboard/answers/database';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { METRICS } from '@tallyboard/metrics/catalogue';
import { hasOneInterval } from '@tallyboard/metrics/formula';
import type { Update } from '@tallyboard/pipeline/messages';
import {
  addApiKey,
  createApiKey,
  listApiKeys,
  loadKeyStore,
  removeApiKeys,
} from '@tallyboard/runtime/api-keys';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildApp } from './app.js';
import { kafkaUpdates } from './freshness/kafka-updates.js';
import { type GoalTopic, openGoalTopic } from './goals/goal-topic.js';
import { oneShard } from './testing/one-shard.js';
import { PER_CLIENT } from './testing/scripted.js';
import { openSse } from './testing/sse.js';

const { brokers, clickhouseUrl, database, topicPrefix } = isolated();
const topic = topicNames(topicPrefix).updates;
/** A Wednesday. */
const NOW = Date.parse('2026-03-18T10:00Z');

let kafka: KafkaConnection;
let clickhouse: ClickHouse;
let producer: Producer;
let app: FastifyInstance;
let url: string;
let goals: GoalTopic;
let stopUpdates: () => Promise<void>;
/** Added to NOW. */
const passedMs = 0;
/** Whether queries of cells are replaced by one that does not end. */
let isEndless = false;
const keyDir = mkdtempSync(join(tmpdir(), 'tally-keys-'));
const keyFile = join(keyDir, 'keys.json');
const keys: Record<string, string> = {};

beforeAll(async () => {
  kafka = connectKafka({ brokers: [brokers], clientId: 'query-test' });
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await ensureTopics(kafka, topicPrefix);
  await migrate(clickhouse);
  producer = await createProducer(kafka);
  for (const tenant of ['acme', 'globex', 'initech']) {
    const { key, record } = createApiKey({ tenant, scopes: ['read'] });
    keys[tenant] = key;
    addApiKey(keyFile, record);
  }
  goals = await openGoalTopic(kafka, topicNames(topicPrefix).goals, () => {});
  const updates = kafkaUpdates(kafka, { topic, onHealth: () => {} });
  stopUpdates = () => updates.stop();
  const maybeEndless: Database = {
    rows: (sql, params, signal) =>
      clickhouse.rows(
        isEndless && sql.includes('_cells') ? 'SELECT count() AS n FROM system.numbers' : sql,
        params,
        signal,
      ),
  };
  app = await buildApp({
    alertsUrl: null,
    ...oneShard({ database: maybeEndless, updates }),
    goals,
    keys: loadKeyStore(keyFile),
    anonymousTenant: null,
    wallboardDir: join(tmpdir(), 'no-wallboard-here'),
    liveWithinMs: 5_000,
    perClient: PER_CLIENT,
    now: () => NOW + passedMs,
    log: createLogger('query-test', 'silent'),
    health: createHealth(),
    metrics: createMetrics('query-test'),
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await app?.close();
  await stopUpdates?.();
  await goals?.stop();
  await producer?.close();
  await clickhouse?.close();
  rmSync(keyDir, { recursive: true });
});

const bearer = (tenant: string) => ({ authorization: `Bearer ${keys[tenant]}` });
const seconds = (at: string) => Date.parse(at) / 1_000;
let revision = 0;

/** Stores cells as the aggregator does: `calls` in the 15 minutes from `at` on. */
async function store(
  tenant: string,
  cells: { at: string; calls: number; rep?: string; office?: string }[],
): Promise<void> {
  revision += 1;
  await clickhouse.insertRows(
    'call_cells_packed',
    ['tenant', 'bucket', 'office', 'team', 'rep', 'direction', 'outcome', 'channel', 'calls', 'talk_ms', 'talk_hist', 'revision'], // biome-ignore format: one line
    [...new Set(cells.map(({ at }) => at))].map((at) => {
      const groups = cells.filter((cell) => cell.at === at);
      const all = (value: unknown) => groups.map(() => value);
      return JSON.stringify([
        tenant,
        seconds(at),
        groups.map(({ office = 'berlin' }) => office),
        all(''),
        groups.map(({ rep = 'ann' }) => rep),
        all('outbound'),
        all('no_answer'),
        all('phone'),
        groups.map(({ calls }) => calls),
        all(0),
        all({}),
        revision,
      ]);
    }),
  );
}

const tell = (...updates: Update[]) =>
  producer.send(
    topic,
    updates.map((update) => ({ key: 'k', value: Buffer.from(JSON.stringify(update)) })),
  );
const restated = (tenant: string, at: string): Update => ({
  kind: 'cells',
  tenant,
  fact: 'call',
  buckets: [seconds(at)],
});

async function ask(tenant: string, question: string) {
  const answer = await app.inject({ url: `/v1/metrics/${question}`, headers: bearer(tenant) });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Answer & { freshness: { lag_ms: number | null; live: boolean } }>();
}
const numberOf = async (tenant: string, question: string) => (await ask(tenant, question)).rows[0]!.value;

const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 30_000, interval: 50 });
const valuesOf = (client: { events(): { event: string; data: never }[] }) =>
  client.events().flatMap(({ event, data }) => {
    const { result } = data as { result?: Answer };
    return event === 'result' ? [result!.rows[0]!.value] : [];
  });
const CALLS = `q=${encodeURIComponent('calls?period=today')}`;

describe('the query service on a real ClickHouse', () => {
  it('answers every metric of the catalogue by each of its dimensions, filtered and by intervals', async () => {
    for (const metric of METRICS) {
      const { name, dimensions, formula } = metric;
      const filter = dimensions.map((dimension) => `&filter=${dimension}:a'\\|b`).join('');
      const interval = hasOneInterval(formula) ? 'none' : 'day';
      const period = `from=2026-03-01&to=2026-03-20&interval=${interval}`;
      expect((await ask('initech', `${name}?${period}&by=${dimensions.join(',')}`)).rows).toEqual([]);
      expect((await ask('initech', `${name}?${period}${filter}`)).rows.length).toBeLessThanOrEqual(18);
      await ask('initech', `${name}?period=all`);
    }
  });

  it('adds up the quarter hours of local days, also of those with 23 and 25 hours', async () => {
    const calls = (at: string) => ({ at, calls: 1 });
    await store('acme', [
      calls('2025-10-25T21:45Z'),
      // 26 October in Berlin: from 22:00 UTC of the day before for 25 hours.
      calls('2025-10-25T22:00Z'),
      calls('2025-10-26T01:00Z'),
      calls('2025-10-26T22:45Z'),
      calls('2025-10-26T23:00Z'),
    ]);
    const days = await ask('acme', 'calls?from=2025-10-25&to=2025-10-28&tz=Europe/Berlin&interval=day');
    expect(days.rows).toMatchObject([
      { start: '2025-10-25T00:00:00+02:00', value: 1 },
      { start: '2025-10-26T00:00:00+02:00', value: 3 },
      { start: '2025-10-27T00:00:00+01:00', value: 1 },
    ]);
    // 2 o'clock comes twice.
    const hours = await ask('acme', 'calls?from=2025-10-26&to=2025-10-27&tz=Europe/Berlin&interval=hour');
    expect(hours.rows).toHaveLength(25);
    expect(hours.rows.filter(({ value }) => value === 1).map(({ start }) => start)).toEqual([
      '2025-10-26T00:00:00+02:00',
      '2025-10-26T02:00:00+01:00',
      '2025-10-26T23:00:00+01:00',
    ]);
    expect(await numberOf('acme', 'calls?period=all&tz=Asia/Kathmandu')).toBe(5);
  });

  it('reads of each cell its last revision alone, and of each tenant only its own', async () => {
    await store('acme', [{ at: '2026-03-17T09:00Z', calls: 4 }]);
    await store('globex', [{ at: '2026-03-17T09:00Z', calls: 40 }]);
    await store('acme', [{ at: '2026-03-17T09:00Z', calls: 5 }]);
    expect(await numberOf('acme', 'calls?period=yesterday')).toBe(5);
    expect(await numberOf('globex', 'calls?period=yesterday')).toBe(40);
    expect(await numberOf('initech', 'calls?period=yesterday')).toBe(0);
  });

  it('finds ids with quotes and backslashes, and nothing else', async () => {
    const rep = String.raw`o'neil\' OR 1=1`;
    await store('acme', [{ at: '2026-03-16T09:00Z', calls: 2, rep }, { at: '2026-03-16T09:00Z', calls: 3 }]); // biome-ignore format: one line
    const question = (id: string) =>
      `calls?from=2026-03-16&to=2026-03-17&by=rep&filter=rep:${encodeURIComponent(id)}`;
    expect((await ask('acme', question(rep))).rows).toMatchObject([{ dimensions: { rep }, value: 2 }]);
    expect((await ask('acme', question("' OR '1'='1"))).rows).toEqual([]);
  });

  it('ends the query of a client that goes away, even an endless one', async () => {
    isEndless = true;
    const abort = new AbortController();
    const answer = fetch(`${url}/v1/metrics/calls?period=today`, {
      headers: bearer('acme'),
      signal: abort.signal,
    }).catch(() => 'gone');
    const running = async () => {
      const [row] = await clickhouse.rows<{ count: number }>(
        `SELECT count() AS count FROM system.processes WHERE query LIKE '%FROM system.numbers%' AND query NOT LIKE '%system.processes%'`,
      );
      return row!.count;
    };
    await eventually(async () => expect(await running()).toBe(1));
    const stream = await openSse(`${url}/v1/stream?${CALLS}`, bearer('globex'));
    await eventually(async () => expect(await running()).toBe(2));
    isEndless = false;
    stream.close();
    await eventually(async () => expect(await running()).toBe(1));
    abort.abort();
    expect(await answer).toBe('gone');
    await eventually(async () => expect(await running()).toBe(0));
  });
});

describe('freshness', () => {
  it('is what the aggregators say on crm.updates', async () => {
    const said = (partition: number, complete_to: number): Update => ({
      kind: 'progress',
      partition,
      partitions: 2,
      complete_to,
    });
    const freshness = async () => (await ask('acme', 'calls?period=today')).freshness;
    // By the clock of the broker, which stamps what it takes.
    const minuteAgo = Date.now() - 60_000;
    await tell(said(0, Date.now()), said(1, minuteAgo));
    await eventually(async () =>
      expect(await freshness()).toMatchObject({
        complete_to: new Date(minuteAgo).toISOString(),
        live: false,
      }),
    );
    await eventually(async () => {
      await tell(said(0, Date.now()), said(1, Date.now()));
      expect(await freshness()).toMatchObject({ live: true });
    });
  });
});

describe('a stream', () => {
  it('pushes what was stored and announced, to its tenant alone, and resumes without a gap', async () => {
    await store('acme', [{ at: '2026-03-18T09:00Z', calls: 1 }]);
    const acme = await openSse(`${url}/v1/stream?${CALLS}`, bearer('acme'));
    const globex = await openSse(`${url}/v1/stream?${CALLS}`, bearer('globex'));
    await eventually(() => expect([valuesOf(acme), valuesOf(globex)]).toEqual([[1], [0]]));
    await store('acme', [{ at: '2026-03-18T09:00Z', calls: 2 }]);
    await tell(restated('acme', '2026-03-18T09:00Z'));
    await eventually(() => expect(valuesOf(acme)).toEqual([1, 2]));
    const id = acme.events().findLast((event) => event.id !== undefined)!.id!;
    acme.close();

    // Meanwhile: something of another tenant, then nothing.
    await store('globex', [{ at: '2026-03-18T09:00Z', calls: 9 }]);
    await tell(restated('globex', '2026-03-18T09:00Z'));
    await eventually(() => expect(valuesOf(globex)).toEqual([0, 9]));
    const back = await openSse(`${url}/v1/stream?${CALLS}`, { ...bearer('acme'), 'last-event-id': id });
    await eventually(() => expect(back.events().some(({ event }) => event === 'freshness')).toBe(true));
    expect(valuesOf(back)).toEqual([]);
    back.close();

    await store('acme', [{ at: '2026-03-18T09:30Z', calls: 3 }]);
    await tell(restated('acme', '2026-03-18T09:30Z'));
    const again = await openSse(`${url}/v1/stream?${CALLS}`, { ...bearer('acme'), 'last-event-id': id });
    await eventually(() => expect(valuesOf(again)).toEqual([5]));
    expect(valuesOf(globex)).toEqual([0, 9]);
    again.close();
    globex.close();
  });

  it('ends by itself when its key is taken out of the key file, and a request right after that is refused', async () => {
    const client = await openSse(`${url}/v1/stream?${CALLS}`, bearer('initech'));
    await eventually(() => expect(valuesOf(client)).toEqual([0]));
    removeApiKeys(
      keyFile,
      listApiKeys(keyFile).flatMap(({ id, tenant }) => (tenant === 'initech' ? [id] : [])),
    );
    const refused = await app.inject({ url: '/v1/metrics/calls?period=today', headers: bearer('initech') });
    expect(refused.statusCode).toBe(401);
    await client.ended;
    expect(client.events().at(-1)).toMatchObject({ event: 'dropped', data: { code: 'key' } });
    expect((await openSse(`${url}/v1/stream?${CALLS}`, bearer('initech'))).status).toBe(401);
  });
});

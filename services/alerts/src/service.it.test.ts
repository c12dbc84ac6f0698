import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transition } from '@tallyboard/alerting/alert';
import type { Alert, Alerts } from '@tallyboard/api/alerts';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { endOffsets } from '@tallyboard/kafka/admin';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { replay } from '@tallyboard/kafka/replay';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { addApiKey, createApiKey, removeApiKeys } from '@tallyboard/runtime/api-keys';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import { loadSettings } from '@tallyboard/runtime/settings';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseRecord } from './log/records.js';
import { startAlerts } from './service.js';
import { alertsSettings } from './settings.js';

const { brokers, clickhouseUrl, database, topicPrefix } = isolated();
const topics = topicNames(topicPrefix);
const TENANT = 'acme';
const RULES = `tenant: acme
rules:
  - name: busy
    metric: calls
    by: [office]
    window: 1d
    every: 15m
    above: 5
`;

type Instance = Awaited<ReturnType<typeof startAlerts>>;

let kafka: KafkaConnection;
let clickhouse: ClickHouse;
let producer: Producer;
let receiver: Server;
/** What the webhook was sent: id and state of each step. */
const received: { id: string; state: string }[] = [];
const folder = mkdtempSync(join(tmpdir(), 'tally-alerts-'));
const keyFile = join(folder, 'keys.json');
const instances: Instance[] = [];
let revision = 0;

beforeAll(async () => {
  kafka = connectKafka({ brokers: [brokers], clientId: 'alerts-test' });
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await ensureTopics(kafka, topicPrefix);
  await migrate(clickhouse);
  producer = await createProducer(kafka);
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const { state } = JSON.parse(body).data.transitions[0] as { state: string };
      received.push({ id: String(request.headers['webhook-id']), state });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  addApiKey(keyFile, createApiKey({ tenant: TENANT, scopes: ['read'] }).record);
  writeFileSync(join(folder, 'rules.yaml'), RULES);
  writeFileSync(join(folder, 'secret'), `whsec_${Buffer.alloc(32, 7).toString('base64')}`);
  writeFileSync(
    join(folder, 'receivers.yaml'),
    `receivers:
  - name: hook
    type: webhook
    url: http://localhost:${port}/
    allow_hosts: [localhost]
    secret_file: ${join(folder, 'secret')}
`,
  );
});

afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.stop()));
  await producer?.close();
  await clickhouse?.close();
  receiver?.close();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<Instance> {
  const shard = { name: 'only', clickhouse, updates: topics.updates, group: `${topics.alerts}.judge` };
  const instance = await startAlerts({
    settings: loadSettings(alertsSettings, {
      TALLY_ALERT_RULES: join(folder, 'rules.yaml'),
      TALLY_ALERT_RECEIVERS: join(folder, 'receivers.yaml'),
      TALLY_ANONYMOUS_TENANT: TENANT,
      TALLY_ANONYMOUS_ACKNOWLEDGES: 'true',
      TALLY_API_KEYS_FILE: keyFile,
    }),
    kafka,
    shards: [shard],
    shardOf: () => shard,
    topics,
    health: createHealth(),
    registry: createMetrics('alerts-test'),
    log: createLogger('alerts-test', 'silent'),
  });
  instances.push(instance);
  return instance;
}

async function end(instance: Instance): Promise<void> {
  instances.splice(instances.indexOf(instance), 1);
  await instance.stop();
}

/** The newest quarter of an hour that is over for certain, epoch seconds. */
const bucket = Math.floor(Date.now() / 900_000) * 900 - 1_800;

/** So many calls of an office in that quarter, told as the aggregator tells it. */
async function calls(office: string, count: number): Promise<void> {
  revision += 1;
  await clickhouse.insertRows(
    'call_cells_packed',
    ['tenant', 'bucket', 'office', 'team', 'rep', 'direction', 'outcome', 'channel', 'calls', 'talk_ms', 'talk_hist', 'revision'], // biome-ignore format: one line
    [JSON.stringify([TENANT, bucket, [office], [''], [''], [''], [''], [''], [count], [0], [{}], revision])],
  );
  await producer.send(topics.updates, [
    said({ kind: 'cells', tenant: TENANT, fact: 'call', buckets: [bucket] }),
  ]);
}

/** Everything up to now is counted. */
const complete = () =>
  producer.send(topics.updates, [
    said({ kind: 'progress', partition: 0, partitions: 1, complete_to: Date.now() }),
  ]);

const said = (value: object) => ({ key: null, value: Buffer.from(JSON.stringify(value)) });

async function alerts({ app }: Instance, query = ''): Promise<Alert[]> {
  const answer = await app.inject({ url: `/v1/alerts${query}`, headers: { host: 'localhost' } });
  return (answer.json() as Alerts).alerts;
}

/** Every step of the topic, with repetitions. */
async function steps(): Promise<Transition[]> {
  const all: Transition[] = [];
  await replay(kafka, topics.alerts, {
    to: await endOffsets(kafka, topics.alerts),
    onMessages(_partition, messages) {
      for (const { value } of messages) {
        const record = parseRecord(value);
        if (record?.kind === 'transition') all.push(record.transition);
      }
    },
  });
  return all;
}

const eventually = (check: () => Promise<void> | void) =>
  vi.waitFor(check, { timeout: 30_000, interval: 200 });

describe('the alerts service', () => {
  it('fires for the group that holds, tells the webhook, and stores the step', async () => {
    const instance = await start();
    await calls('munich', 9);
    await eventually(async () => {
      await complete();
      expect(await alerts(instance, '?state=open')).toMatchObject([
        { rule: 'busy', state: 'firing', group: { office: 'munich' }, judgement: { value: 9, n: 9 } },
      ]);
    });
    await eventually(() => expect(received.map(({ state }) => state)).toEqual(['firing']));
    await eventually(async () =>
      expect(await clickhouse.rows('SELECT state, value, dimensions FROM alert_transitions FINAL')).toEqual([
        { state: 'firing', value: 9, dimensions: { office: 'munich' } },
      ]),
    );
  });

  it('is acknowledged by whoever has the right to, and says by whom', async () => {
    const [instance] = instances;
    const [alert] = await alerts(instance!, '?state=open');
    const answer = await instance!.app.inject({
      method: 'POST',
      url: `/v1/alerts/${alert!.id}/acknowledge`,
      headers: { host: 'localhost' },
      payload: { note: 'on it' },
    });
    expect(answer.json()).toMatchObject({
      state: 'acknowledged',
      acknowledged: { by: 'the wall', note: 'on it' },
    });
    expect(
      (
        await instance!.app.inject({
          url: '/v1/alerts',
          headers: { host: 'localhost', authorization: 'Bearer wrong' },
        })
      ).statusCode,
    ).toBe(401);
  });

  it('ends the stream of a key that was taken out', async () => {
    const [instance] = instances;
    const { key, record } = createApiKey({ tenant: TENANT, scopes: ['read'] });
    addApiKey(keyFile, record);
    const url = await instance!.app.listen({ host: '127.0.0.1', port: 0 });
    const headers = { authorization: `Bearer ${key}` };
    await eventually(async () => expect((await fetch(`${url}/v1/alerts`, { headers })).status).toBe(200));
    const refused = await fetch(`${url}/v1/alert-silences`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"rule":"busy","for":"1h"}',
    });
    expect(refused.status).toBe(403);
    const stream = await fetch(`${url}/v1/alerts/stream`, { headers });
    removeApiKeys(keyFile, [record.id]);
    // It ends; else this would wait for ever.
    expect(await stream.text()).toContain('event: alerts');
  });

  it('repeats and loses nothing when two instances take turns', async () => {
    const second = await start();
    await end(instances[0]!);
    await eventually(async () => {
      await complete();
      expect((await alerts(second, '?state=open')).map(({ state }) => state)).toEqual(['acknowledged']);
    });
    await calls('munich', 9);
    const again = await start();
    await complete();
    await eventually(async () =>
      expect((await alerts(again, '?state=open')).map(({ state }) => state)).toEqual(['acknowledged']),
    );
    expect(new Set((await steps()).map(({ id }) => id)).size).toBe(1);
    await end(again);
  });

  it('takes back what a correction makes false, once and linked, at the same receiver', async () => {
    const instance = instances.at(-1)!;
    const [fired] = await steps();
    await calls('munich', 1);
    await eventually(async () => {
      await complete();
      expect((await alerts(instance)).map(({ state }) => state)).toEqual(['withdrawn']);
    });
    await eventually(() => expect(received.map(({ state }) => state)).toEqual(['firing', 'withdrawn']));
    await calls('munich', 1);
    await complete();
    const withdrawn = (await steps()).filter(({ state }) => state === 'withdrawn');
    expect(new Set(withdrawn.map(({ id, corrects }) => `${id} ${corrects}`)).size).toBe(1);
    expect(withdrawn[0]!.corrects).toBe(fired!.id);
  });

  it('is another alert when what was withdrawn is so after all', async () => {
    const instance = instances.at(-1)!;
    const [fired] = await steps();
    await calls('munich', 7);
    await eventually(async () => {
      await complete();
      const [open] = await alerts(instance, '?state=open');
      expect(open).toMatchObject({ state: 'firing', judgement: { value: 7 } });
      expect(open!.id).not.toBe(fired!.alert);
    });
  });

  it('keeps its rules while their file is broken, and says what is wrong in it', async () => {
    const { app } = instances.at(-1)!;
    const answer = async () =>
      (await app.inject({ url: '/v1/alert-rules', headers: { host: 'localhost' } })).json();
    const path = join(folder, 'rules.yaml');
    writeFileSync(path, RULES.replace('metric: calls', 'metric: callz'));
    await eventually(async () =>
      expect(await answer()).toMatchObject({
        rules: [{ name: 'busy' }],
        broken_files: [
          { file: path, problems: [expect.stringMatching(/^4:5 busy: metric "callz" .*calls/)] },
        ],
      }),
    );
    writeFileSync(path, RULES);
    await eventually(async () => expect((await answer()).broken_files).toEqual([]));
  });

  it('is over when its rule is no more', async () => {
    const instance = instances.at(-1)!;
    writeFileSync(join(folder, 'rules.yaml'), 'tenant: acme\nrules: []\n');
    await eventually(async () => {
      await complete();
      expect(await alerts(instance, '?state=open')).toEqual([]);
    });
    expect((await steps()).at(-1)).toMatchObject({ rule: 'busy', state: 'resolved' });
  });
});

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transition } from '@tallyboard/alerting/alert';
import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { committedOffsets, endOffsets } from '@tallyboard/kafka/admin';
import { connectKafka } from '@tallyboard/kafka/connect';
import { createProducer } from '@tallyboard/kafka/producer';
import { replay } from '@tallyboard/kafka/replay';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { addApiKey, createApiKey } from '@tallyboard/runtime/api-keys';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';
import type { Engines } from '../faults/engines.js';
import { until } from '../faults/until.js';
import { type Cells, quarter, RULES, type Scene, TENANT } from './history.js';

/** What everybody has to agree about of a step. */
export type Told = Pick<Transition, 'id' | 'alert' | 'rule' | 'group' | 'state' | 'at' | 'since'> & {
  corrects: string;
};

/** What came of a history. */
export interface Outcome {
  /** Steps in crm.alerts in its order, each once. */
  said: Told[];
  /** How many are there more than once. */
  repeated: number;
  /** Rows in ClickHouse, in no order. */
  stored: Told[];
  /** Ids of the steps that the receiver got of each alert, in the order in which it first got them. */
  received: Record<string, string[]>;
}

/** Cells, watermarks and a receiver for instances of the alerts service, on topics and a database of their own. */
export interface World {
  /** Stands in every request that concerns it. */
  id: string;
  /** Settings of an instance. */
  env: Record<string, string>;
  /** Asked when a step arrives; true: it is lost on the way, without an answer. */
  onArrival(listener: () => boolean): void;
  /** Whether the receiver was told of an office. */
  isToldOf(office: string): boolean;
  /** The scene's cells are stored and announced, and everything up to its end is counted. */
  play(scene: Scene, n: number): Promise<void>;
  /** What an idle aggregator repeats. */
  progress(n: number): Promise<void>;
  /** Resolves once everything that was said is told. */
  atRest(): Promise<void>;
  outcome(): Promise<Outcome>;
  stop(): Promise<void>;
}

const REST_WITHIN_MS = 30_000;

export async function createWorld({ direct, proxied }: Engines): Promise<World> {
  const id = randomBytes(4).toString('hex');
  const [topicPrefix, database] = [`alerts-${id}.`, `alerts_${id}`];
  const topics = topicNames(topicPrefix);
  const dir = await mkdtemp(join(tmpdir(), 'tally-alerts-'));
  const kafka = connectKafka({ brokers: [direct.brokers], clientId: 'world' });
  const clickhouse = connectClickHouse({ url: direct.clickhouseUrl, ...testUser, database });
  await Promise.all([ensureTopics(kafka, topicPrefix), migrate(clickhouse)]);
  const producer = await createProducer(kafka);
  let isLost = () => false;
  const received = new Map<string, Set<string>>();
  const offices = new Set<string>();
  const receiver = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const { transitions } = JSON.parse(body).data as { transitions: Transition[] };
    if (isLost()) {
      request.socket.destroy();
      return;
    }
    for (const { id: step, alert, group } of transitions) {
      received.set(alert, (received.get(alert) ?? new Set()).add(step));
      offices.add(group.office!);
    }
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const [rules, secret, receivers, keys] = ['rules.yaml', 'secret', 'receivers.yaml', 'keys.json'].map(
    (name) => join(dir, name),
  ) as [string, string, string, string];
  const { key, record } = createApiKey({ tenant: TENANT, scopes: ['alerts'] });
  addApiKey(keys, record);
  await writeFile(rules, RULES);
  await writeFile(secret, `whsec_${Buffer.alloc(32, 7).toString('base64')}`);
  await writeFile(
    receivers,
    `receivers:
  - name: hook
    type: webhook
    url: http://localhost:${(receiver.address() as AddressInfo).port}/
    allow_hosts: [localhost]
    secret_file: ${secret}
`,
  );
  let revision = 0;
  const progressOf = (n: number) =>
    said({ kind: 'progress', partition: 0, partitions: 1, complete_to: quarter(n + 1) * 1_000 });
  const readSteps = async () => {
    const all: Transition[] = [];
    await replay(kafka, topics.alerts, {
      to: await endOffsets(kafka, topics.alerts),
      onMessages(_partition, messages) {
        for (const { value } of messages) {
          const record = JSON.parse(String(value));
          if (record.kind === 'transition') all.push(record.transition);
        }
      },
    });
    return all;
  };
  return {
    id,
    env: {
      ...settingsOf({ ...proxied, topicPrefix, database }),
      TALLY_ALERT_RULES: rules,
      TALLY_ALERT_RECEIVERS: receivers,
      TALLY_API_KEYS_FILE: keys,
      TALLY_API_KEY: key,
    },
    onArrival(listener) {
      isLost = listener;
    },
    isToldOf: (office) => offices.has(office),
    async play({ cells }, n) {
      revision += 1;
      await clickhouse.insertRows(
        'call_cells_packed',
        CELL_COLUMNS,
        cells.map((each) => row(each, revision)),
      );
      const buckets = cells.map((each) => quarter(each.quarter));
      await producer.send(topics.updates, [
        said({ kind: 'cells', tenant: TENANT, fact: 'call', buckets }),
        progressOf(n),
      ]);
    },
    progress: (n) => producer.send(topics.updates, [progressOf(n)]),
    async atRest() {
      await until('all is told that was said', REST_WITHIN_MS, async () => {
        const end = (await endOffsets(kafka, topics.alerts)).get(0);
        return (await committedOffsets(kafka, `${topics.alerts}.tell`, topics.alerts)).get(0) === end;
      });
    },
    async outcome() {
      const all = await readSteps();
      const once = new Map<string, Transition>();
      for (const step of all) if (!once.has(step.id)) once.set(step.id, step);
      return {
        said: [...once.values()].map(told),
        repeated: all.length - once.size,
        stored: await clickhouse.rows<Told>(STORED),
        received: Object.fromEntries([...received].map(([alert, ids]) => [alert, [...ids]])),
      };
    },
    async stop() {
      receiver.closeAllConnections();
      receiver.close();
      await Promise.all([producer.close(), clickhouse.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const said = (value: object) => ({ key: null, value: Buffer.from(JSON.stringify(value)) });

const CELL_COLUMNS = ['tenant', 'bucket', 'office', 'team', 'rep', 'direction', 'outcome', 'channel', 'calls', 'talk_ms', 'talk_hist', 'revision']; // biome-ignore format: one line

function row({ quarter: n, munich, bonn }: Cells, revision: number): string {
  const nothing = ['', ''];
  const offices = ['munich', 'bonn'];
  const calls = [munich, bonn];
  return JSON.stringify([TENANT, quarter(n), offices, nothing, nothing, nothing, nothing, nothing, calls, [0, 0], [{}, {}], revision]); // biome-ignore format: one line
}

const told = ({ id, alert, rule, group, state, at, since, corrects = '' }: Transition): Told => ({
  id,
  alert,
  rule,
  group,
  state,
  at,
  since,
  corrects,
});

const STORED = `SELECT id, alert, rule, dimensions AS group, state, toUnixTimestamp(at) AS at, toUnixTimestamp(since) AS since, corrects
FROM alert_transitions FINAL`;

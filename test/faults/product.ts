import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { type TopicNames, topicNames } from '@tallyboard/kafka/topics';
import { addApiKey, createApiKey } from '@tallyboard/runtime/api-keys';
import type { HealthReport } from '@tallyboard/runtime/health';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settled } from '@tallyboard/testkit/settled';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';
import type { Addresses } from './engines.js';
import { startTraffic, type Traffic } from './traffic.js';
import { until, within } from './until.js';
import { wrongs } from './wrongs.js';

export const SERVICES = ['ingest', 'processor', 'query'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface CallsAnswer {
  rows: { value: number }[];
  freshness: { complete_to: string | null; lag_ms: number | null; live: boolean };
}

/** Ingest and processor behind the proxies, query behind Kafka's, and misbehaving traffic through all of it. */
export interface Product {
  services: Record<ServiceName, RunningService>;
  /** Further instances. */
  more: readonly RunningService[];
  traffic: Traffic;
  topics: TopicNames;
  prefix: string;
  /** Around the proxies. */
  kafka: KafkaConnection;
  clickhouse: ClickHouse;
  /** What services are started with. */
  env: Record<string, string>;
  /** How many calls the query service counts, in all; null when it does not answer. */
  calls(): Promise<CallsAnswer | null>;
  /** What /healthz says; null when it does not answer. */
  health(name: ServiceName): Promise<HealthReport | null>;
  /** Resolves once what was sent is in the cells and answers are live; rejects after so long. */
  comeToRest(withinMs?: number): Promise<void>;
  /** All that the log has of what was acknowledged, the facts of what is in the log, and the cells; empty: all is right. */
  wrongs(): Promise<string[]>;
  stop(): Promise<void>;
}

const REST_WITHIN_MS = 60_000;

/** On topics and a database of its own. `env`: more settings, of one service. `each`: instances of ingest and processor. */
export async function startProduct(
  engines: Addresses,
  options: { seed?: number; env?: Partial<Record<ServiceName, Record<string, string>>>; each?: number } = {},
): Promise<Product> {
  const id = randomBytes(4).toString('hex');
  const [prefix, database] = [`faults-${id}.`, `faults_${id}`];
  const dir = await mkdtemp(join(tmpdir(), 'tally-faults-product-'));
  const keysFile = join(dir, 'keys.json');
  const { key, record } = createApiKey({ tenant: 'demo', scopes: ['ingest', 'read'] });
  addApiKey(keysFile, record);
  const env = {
    ...settingsOf({ ...engines.proxied, topicPrefix: prefix, database }),
    TALLY_API_KEYS_FILE: keysFile,
  };
  const start = (name: ServiceName, more = {}) =>
    startService(name, { ...env, ...more, ...options.env?.[name] });
  const more: RunningService[] = [];
  const processor = await start('processor');
  const ingest = await start('ingest');
  for (let n = 1; n < (options.each ?? 1); n += 1) more.push(await start('processor'), await start('ingest'));
  const query = await start('query', { TALLY_CLICKHOUSE_URL: engines.direct.clickhouseUrl });
  const services = { processor, ingest, query };
  const kafka = connectKafka({ brokers: engines.direct.brokers.split(','), clientId: 'faults' });
  const clickhouse = connectClickHouse({ url: engines.direct.clickhouseUrl, ...testUser, database });
  const topics = topicNames(prefix);
  const traffic = startTraffic({ url: ingest.url, apiKey: key, seed: options.seed ?? 1 });

  const json = async <T>(url: string): Promise<T | null> => {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(5_000),
    }).catch(() => null);
    return ((await answer?.json().catch(() => null)) ?? null) as T | null;
  };
  /** What the services say of themselves, for whoever reads of a failure. */
  const said = async () => {
    const all = [ingest, query, processor, ...more];
    const reports = await Promise.all(all.map(({ url }) => json<HealthReport>(`${url}/healthz`)));
    return all
      .map(({ name, output }, at) => `${name}: ${JSON.stringify(reports[at])}\n${output().slice(-4_000)}`)
      .join('\n');
  };
  const calls = async () => {
    const answer = await json<CallsAnswer>(
      `${query.url}/v1/metrics/calls?from=2020-01-01&to=2040-01-01&interval=none`,
    );
    return answer?.rows ? answer : null;
  };
  return {
    services,
    more,
    traffic,
    topics,
    prefix,
    kafka,
    clickhouse,
    env,
    calls,
    health: (name) => json(`${services[name].url}/healthz`),
    async comeToRest(withinMs = REST_WITHIN_MS) {
      try {
        await within('what is sent is acknowledged', withinMs, traffic.pause());
        const pausedAt = Date.now();
        await settled(kafka, prefix, withinMs);
        await until('answers are live', withinMs, async () => {
          const { live, complete_to } = (await calls())?.freshness ?? {};
          return live === true && Date.parse(complete_to ?? '') >= pausedAt;
        });
      } catch (error) {
        throw new Error(`${(error as Error).message}\n${await said()}`, { cause: error });
      }
    },
    wrongs: () => wrongs({ kafka, clickhouse, topic: topics.events, acknowledged: traffic.acknowledged }),
    async stop() {
      traffic.stop();
      for (const service of [ingest, query, processor, ...more]) await service.stop();
      await clickhouse.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { startClickHouse } from '@tallyboard/embedded/clickhouse';
import { freePort } from '@tallyboard/embedded/free-port';
import { startKafka } from '@tallyboard/embedded/kafka';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { topicNames } from '@tallyboard/kafka/topics';
import { addApiKey, createApiKey } from '@tallyboard/runtime/api-keys';
import type { HealthReport } from '@tallyboard/runtime/health';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settled } from '@tallyboard/testkit/settled';
import { testUser } from '@tallyboard/testkit/test-user';
import { type Engine, engine } from '../faults/engines.js';
import { startTraffic, type Traffic } from '../faults/traffic.js';
import { until, within } from '../faults/until.js';
import { wrongs } from '../faults/wrongs.js';

const SHARDS = ['a', 'b'] as const;
export type ShardName = (typeof SHARDS)[number];

/** Who is where at first. */
const PLACES = { acme: 'a', globex: 'b', initech: 'b' } as const;
export type Tenant = keyof typeof PLACES;
const TENANTS = Object.keys(PLACES) as Tenant[];

const REST_WITHIN_MS = 90_000;
const DATABASE = 'tally';

export interface Told {
  status: number;
  /** How many calls there are, in all; null when that is not told. */
  calls: number | null;
  live: boolean;
  /** Epoch ms. */
  completeTo: number;
}

/** One Kafka, a ClickHouse and a processor for each of two shards, and one ingest, query and alerts over both. */
export interface Deployment {
  clickhouse: Record<ShardName, { engine: Engine; client: ClickHouse }>;
  processors: Record<ShardName, RunningService>;
  kafka: KafkaConnection;
  traffic: Record<Tenant, Traffic>;
  /** What every program is started with. */
  env: Record<string, string>;
  ask(tenant: Tenant): Promise<Told>;
  health(service: RunningService | 'query' | 'ingest' | 'alerts'): Promise<HealthReport | null>;
  /** Resolves once what was sent is in the cells of both shards. */
  comeToRest(): Promise<void>;
  /** Of a shard that has these tenants and no others, at rest. */
  wrongs(shard: ShardName, tenants: readonly Tenant[]): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startDeployment(): Promise<Deployment> {
  const dir = await mkdtemp(join(tmpdir(), 'tally-shards-'));
  const broker = engine(join(dir, 'kafka'), (dataDir) => startKafka({ dataDir, port: brokerPort }));
  const brokerPort = await freePort();
  const made = {} as Deployment['clickhouse'];
  const urls = {} as Record<ShardName, string>;
  for (const name of SHARDS) {
    const port = await freePort();
    urls[name] = `http://127.0.0.1:${port}`;
    made[name] = {
      engine: engine(join(dir, name), (dataDir) =>
        startClickHouse({ dataDir, port, password: testUser.password }),
      ),
      client: connectClickHouse({ url: urls[name], ...testUser, database: DATABASE }),
    };
  }
  await Promise.all([broker.start(), ...SHARDS.map((name) => made[name].engine.start())]);

  const shardsFile = join(dir, 'shards.json');
  const shards = SHARDS.map((name) => ({
    name,
    topicPrefix: prefixOf(name),
    clickhouseUrl: urls[name],
    database: DATABASE,
  }));
  await writeFile(shardsFile, JSON.stringify({ shards, tenants: PLACES }));
  const keysFile = join(dir, 'keys.json');
  const keys = {} as Record<Tenant, string>;
  for (const tenant of TENANTS) {
    const { key, record } = createApiKey({ tenant, scopes: ['ingest', 'read'] });
    addApiKey(keysFile, record);
    keys[tenant] = key;
  }
  const env = {
    TALLY_KAFKA_BROKERS: `127.0.0.1:${brokerPort}`,
    TALLY_CLICKHOUSE_USER: testUser.user,
    TALLY_CLICKHOUSE_PASSWORD: testUser.password,
    TALLY_API_KEYS_FILE: keysFile,
    TALLY_SHARDS_FILE: shardsFile,
  };
  const processors = {} as Deployment['processors'];
  for (const name of SHARDS)
    processors[name] = await startService('processor', { ...env, TALLY_SHARD: name });
  const ingest = await startService('ingest', env);
  const query = await startService('query', env);
  const alerts = await startService('alerts', { ...env, TALLY_ALERT_READY_RULES: 'acme,globex' });
  const services = { ingest, query, alerts };
  const traffic = {} as Deployment['traffic'];
  for (const [n, tenant] of TENANTS.entries())
    traffic[tenant] = startTraffic({ url: ingest.url, apiKey: keys[tenant], seed: 40 + n });
  const kafka = connectKafka({ brokers: [`127.0.0.1:${brokerPort}`], clientId: 'shards' });

  const get = (url: string, tenant?: Tenant) =>
    fetch(url, {
      headers: tenant ? { authorization: `Bearer ${keys[tenant]}` } : {},
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
  const ask = async (tenant: Tenant): Promise<Told> => {
    const answer = await get(
      `${query.url}/v1/metrics/calls?from=2020-01-01&to=2040-01-01&interval=none`,
      tenant,
    );
    const body = await answer?.json().catch(() => null);
    const { live = false, complete_to = null } = body?.freshness ?? {};
    return {
      status: answer?.status ?? 0,
      calls: body?.rows ? Number(body.rows[0]?.value ?? 0) : null,
      live,
      completeTo: complete_to === null ? 0 : Date.parse(complete_to),
    };
  };
  return {
    clickhouse: made,
    processors,
    kafka,
    traffic,
    env,
    ask,
    async health(service) {
      const { url } = typeof service === 'string' ? services[service] : service;
      const answer = await get(`${url}/healthz`);
      return ((await answer?.json().catch(() => null)) ?? null) as HealthReport | null;
    },
    async comeToRest() {
      for (const tenant of TENANTS)
        await within('what is sent is acknowledged', REST_WITHIN_MS, traffic[tenant].pause());
      const pausedAt = Date.now();
      for (const name of SHARDS) await settled(kafka, prefixOf(name), REST_WITHIN_MS);
      for (const tenant of TENANTS)
        await until(`answers of ${tenant} are live`, REST_WITHIN_MS, async () => {
          const { live, completeTo } = await ask(tenant);
          return live && completeTo >= pausedAt;
        });
    },
    wrongs: (shard, tenants) =>
      wrongs({
        kafka,
        clickhouse: made[shard].client,
        topic: topicNames(prefixOf(shard)).events,
        acknowledged: new Set(tenants.flatMap((tenant) => [...traffic[tenant].acknowledged])),
      }),
    async stop() {
      for (const tenant of TENANTS) traffic[tenant].stop();
      for (const service of [ingest, query, alerts, ...Object.values(processors)]) await service.stop();
      for (const name of SHARDS) {
        await made[name].client.close();
        await made[name].engine.stop();
      }
      await broker.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const prefixOf = (shard: ShardName): string => `${shard}.`;

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { type TopicNames, topicNames } from '@tallyboard/kafka/topics';
import { isolated } from '@tallyboard/testkit/isolated';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settled } from '@tallyboard/testkit/settled';
import { settingsOf } from '@tallyboard/testkit/test-user';
import { type Told, tally } from './tally.js';

/** One row of an answer of the query API. */
export interface Row {
  start?: string;
  dimensions: Record<string, string>;
  labels?: Record<string, string>;
  value: number | string | null;
  n: number;
  numerator?: number | string | null;
  denominator?: number | string | null;
}

/** The services of the product as processes of their own, on topics and a database that no other test uses. */
export interface Pipeline {
  /** A directory to work in, which goes when the pipeline stops. */
  dir: string;
  kafka: KafkaConnection;
  brokers: string;
  queryUrl: string;
  topics: TopicNames;
  /** By which a command line in `dir` is pointed at this pipeline. */
  settings: Record<string, string>;
  /** The command line as a process, pointed at this pipeline. */
  tally(...args: string[]): Promise<Told>;
  /** Sends CloudEvents, with an API key of `tenant`; rejects unless every one is accepted. */
  send(tenant: string, events: readonly object[]): Promise<void>;
  /** Resolves once everything that was sent is in the cells. */
  settled(): Promise<void>;
  /** The rows that the query API answers, with an API key of `tenant`. */
  ask(tenant: string, metric: string, params: Record<string, string>): Promise<Row[]>;
  stop(): Promise<void>;
}

export async function startPipeline(tenants: readonly string[]): Promise<Pipeline> {
  const dir = await mkdtemp(join(tmpdir(), 'tally-e2e-'));
  const names = isolated();
  const { brokers, topicPrefix } = names;
  const dataDir = join(dir, 'data');
  const stack = {
    ...settingsOf(names),
    TALLY_API_KEYS_FILE: join(dataDir, 'api-keys.json'),
  };
  const services: RunningService[] = [];
  const stop = async () => {
    for (const service of services.reverse()) await service.stop();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const keys = new Map<string, string>();
    for (const tenant of tenants) {
      const made = await tally(
        ['keys', 'create', '--tenant', tenant, '--scopes', 'ingest,read,events,alerts'],
        { TALLY_DATA_DIR: dataDir },
        dir,
      );
      keys.set(tenant, made.stdout.trim());
    }
    const start = async (name: string) => {
      const service = await startService(name, stack);
      services.push(service);
      return service.url;
    };
    await start('processor');
    const ingestUrl = await start('ingest');
    const queryUrl = await start('query');
    const kafka = connectKafka({ brokers: [brokers], clientId: 'e2e' });
    const env = {
      ...stack,
      TALLY_DATA_DIR: dataDir,
      TALLY_INGEST_URL: ingestUrl,
      TALLY_QUERY_URL: queryUrl,
    };
    return {
      dir,
      kafka,
      brokers,
      queryUrl,
      async send(tenant, events) {
        const response = await fetch(`${ingestUrl}/v1/events`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${keys.get(tenant)}`,
            'content-type': 'application/cloudevents-batch+json',
          },
          body: JSON.stringify(events),
        });
        const answer = (await response.json()) as { accepted?: number };
        if (answer.accepted !== events.length) throw new Error(JSON.stringify(answer));
      },
      topics: topicNames(topicPrefix),
      settings: env,
      tally: (...args) => tally(args, env, dir),
      settled: () => settled(kafka, topicPrefix),
      async ask(tenant, metric, params) {
        const url = new URL(`/v1/metrics/${metric}?${new URLSearchParams(params)}`, queryUrl);
        const response = await fetch(url, { headers: { authorization: `Bearer ${keys.get(tenant)}` } });
        const answer = (await response.json()) as { rows: Row[] };
        if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`);
        return answer.rows;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

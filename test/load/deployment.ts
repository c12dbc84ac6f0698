import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { ensureTopics, type TopicNames, topicNames } from '@tallyboard/kafka/topics';
import { addApiKey, createApiKey } from '@tallyboard/runtime/api-keys';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { startTestStack } from '@tallyboard/testkit/stack';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';

export const TENANT = 'demo';

/** A broker and a ClickHouse of its own, empty, and what runs on them. */
export interface Deployment {
  kafka: KafkaConnection;
  clickhouse: ClickHouse;
  topics: TopicNames;
  prefix: string;
  /** For ingest and reading. */
  apiKey: string;
  /** Starts a built service as a process; `more`: settings of its own. */
  start(name: string, more?: Record<string, string>): Promise<RunningService>;
  stop(): Promise<void>;
}

export async function deploy(): Promise<Deployment> {
  const dir = mkdtempSync(join(tmpdir(), 'tallyboard-bench-'));
  const stack = await startTestStack();
  const prefix = 'bench.';
  const kafka = connectKafka({ brokers: [stack.brokers], clientId: 'bench' });
  const clickhouse = connectClickHouse({ url: stack.clickhouseUrl, ...testUser, database: 'bench' });
  await ensureTopics(kafka, prefix);
  await migrate(clickhouse);
  const keysFile = join(dir, 'keys.json');
  const { key, record } = createApiKey({ tenant: TENANT, scopes: ['ingest', 'read'] });
  addApiKey(keysFile, record);
  const services: RunningService[] = [];
  return {
    kafka,
    clickhouse,
    topics: topicNames(prefix),
    prefix,
    apiKey: key,
    async start(name, more = {}) {
      const service = await startService(name, {
        ...settingsOf({ ...stack, topicPrefix: prefix, database: 'bench' }),
        TALLY_API_KEYS_FILE: keysFile,
        ...more,
      });
      services.push(service);
      return service;
    },
    async stop() {
      for (const service of services.reverse()) await service.stop();
      await clickhouse.close();
      await stack.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

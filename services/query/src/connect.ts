import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { connectKafka } from '@tallyboard/kafka/connect';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { loadKeyStore } from '@tallyboard/runtime/api-keys';
import { createHealth, type Health } from '@tallyboard/runtime/health';
import type { ServiceContext } from '@tallyboard/runtime/lifecycle';
import type { Logger } from '@tallyboard/runtime/logging';
import type { Settings } from '@tallyboard/runtime/settings';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import type { QueryDeps } from './app.js';
import { kafkaUpdates } from './kafka-updates.js';
import type { querySettings } from './settings.js';

const PING_MS = 5_000;

/** Opens what the app is built on; each part is closed by `onStop`. A Failure when Kafka or ClickHouse does not answer. */
export async function connect(
  settings: Settings<typeof querySettings>,
  log: Logger,
  onStop: ServiceContext['onStop'],
): Promise<Pick<QueryDeps, 'database' | 'updates' | 'keys' | 'health' | 'metrics'>> {
  const {
    kafkaBrokers,
    topicPrefix,
    clickhouseUrl,
    clickhouseUser,
    clickhousePassword,
    clickhouseDatabase,
    apiKeysFile,
  } = settings;
  const keys = apiKeysFile
    ? loadKeyStore(apiKeysFile, { onProblem: ({ message }) => log.warn(message) })
    : null;
  const credentials = { user: clickhouseUser, password: clickhousePassword };
  const database = connectClickHouse({ url: clickhouseUrl, database: clickhouseDatabase, ...credentials });
  onStop(() => database.close());
  // Whichever service starts first makes them, so that a query of an empty system answers zero.
  await migrate(database, credentials);
  const kafka = connectKafka({
    brokers: kafkaBrokers,
    clientId: 'tally-query',
    log: (level, message, details) => log[level](details, message),
  });
  await ensureTopics(kafka, topicPrefix);

  const health = createHealth();
  const updates = kafkaUpdates(kafka, {
    topic: topicNames(topicPrefix).updates,
    onHealth: (ok, detail) => health.set('kafka', ok, detail),
  });
  onStop(() => updates.stop());
  const timer = setInterval(() => void ping(database, health), PING_MS);
  onStop(() => clearInterval(timer));
  await ping(database, health);
  return { database, updates, keys, health, metrics: createMetrics('query') };
}

async function ping(database: ClickHouse, health: Health): Promise<void> {
  try {
    await database.ping();
    health.set('clickhouse', true);
  } catch (error) {
    health.set('clickhouse', false, (error as Error).message);
  }
}

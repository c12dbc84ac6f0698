import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { ALWAYS_THERE, uptimeOf, watchEngine } from '@tallyboard/clickhouse/engine-watch';
import { requireSchema } from '@tallyboard/clickhouse/migrate';
import { kafkaAccess } from '@tallyboard/kafka/access';
import { watchOffsets } from '@tallyboard/kafka/admin';
import { watchBroker } from '@tallyboard/kafka/broker-watch';
import { connectKafka } from '@tallyboard/kafka/connect';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { loadKeyStore } from '@tallyboard/runtime/api-keys';
import { createHealth } from '@tallyboard/runtime/health';
import type { ServiceContext } from '@tallyboard/runtime/lifecycle';
import type { Logger } from '@tallyboard/runtime/logging';
import type { Settings } from '@tallyboard/runtime/settings';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import type { QueryDeps } from './app.js';
import { kafkaUpdates } from './freshness/kafka-updates.js';
import { openGoalTopic } from './goals/goal-topic.js';
import type { querySettings } from './settings.js';

/** Opens what the app is built on; each part is closed by `onStop`. A Failure when Kafka or ClickHouse does not answer. */
export async function connect(
  settings: Settings<typeof querySettings>,
  log: Logger,
  onStop: ServiceContext['onStop'],
): Promise<Pick<QueryDeps, 'database' | 'updates' | 'goals' | 'keys' | 'health' | 'metrics'>> {
  const { topicPrefix, clickhouseUrl, clickhouseUser, clickhousePassword, clickhouseDatabase, apiKeysFile } =
    settings;
  const keys = apiKeysFile
    ? loadKeyStore(apiKeysFile, { onProblem: ({ message }) => log.warn(message) })
    : null;
  const credentials = { user: clickhouseUser, password: clickhousePassword };
  const database = connectClickHouse({ url: clickhouseUrl, database: clickhouseDatabase, ...credentials });
  onStop(() => database.close());
  await requireSchema(database);
  const kafka = connectKafka({
    ...kafkaAccess(settings),
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
  const goals = await openGoalTopic(kafka, topicNames(topicPrefix).goals, (ok, detail) =>
    health.set('goals', ok, detail),
  );
  onStop(() => goals.stop());
  const offsets = watchOffsets(kafka);
  const broker = watchBroker({
    ask: () => offsets.ends(topicNames(topicPrefix).updates),
    onState: (ok, detail) => health.set('broker', ok, detail),
  });
  onStop(async () => {
    await Promise.all([offsets.close(), broker.stop()]);
  });
  const server = database.elsewhere(ALWAYS_THERE);
  onStop(() => server.close());
  const engine = watchEngine({
    uptimeS: () => uptimeOf(server),
    async onRestart() {
      log.warn('ClickHouse was started anew: nothing counts as live until it is known to hold the log again');
      updates.distrust();
      await requireSchema(database);
    },
    onState(ok, detail) {
      // It may come back as it was before, or empty, and answer before it is seen to have been started anew.
      if (!ok) updates.distrust();
      health.set('clickhouse', ok, detail);
    },
  });
  onStop(() => engine.stop());
  return { database, updates, goals, keys, health, metrics: createMetrics('query') };
}

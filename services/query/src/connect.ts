import { kafkaAccess } from '@tallyboard/kafka/access';
import { watchOffsets } from '@tallyboard/kafka/admin';
import { watchBroker } from '@tallyboard/kafka/broker-watch';
import { connectKafka } from '@tallyboard/kafka/connect';
import { ensureTopics, SHARED_TOPICS, topicNames } from '@tallyboard/kafka/topics';
import { loadKeyStore } from '@tallyboard/runtime/api-keys';
import { createHealth } from '@tallyboard/runtime/health';
import type { ServiceContext } from '@tallyboard/runtime/lifecycle';
import type { Logger } from '@tallyboard/runtime/logging';
import type { Settings } from '@tallyboard/runtime/settings';
import { openShards } from '@tallyboard/runtime/shards';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import type { QueryDeps } from './app.js';
import { openGoalTopic } from './goals/goal-topic.js';
import type { querySettings } from './settings.js';
import { connectShard } from './shards/connect-shard.js';
import type { ShardSource } from './shards/served-shard.js';

/** Opens what the app is built on; each part is closed by `onStop`. A Failure when Kafka or ClickHouse does not answer. */
export async function connect(
  settings: Settings<typeof querySettings>,
  log: Logger,
  onStop: ServiceContext['onStop'],
): Promise<Pick<QueryDeps, 'shards' | 'shardOf' | 'goals' | 'keys' | 'health' | 'metrics'>> {
  const { topicPrefix, apiKeysFile } = settings;
  const onProblem = ({ message }: Error) => log.warn(message);
  const keys = apiKeysFile ? loadKeyStore(apiKeysFile, { onProblem }) : null;
  const shards = openShards(settings, { onProblem });
  const kafka = connectKafka({
    ...kafkaAccess(settings),
    clientId: 'tally-query',
    log: (level, message, details) => log[level](details, message),
  });
  const health = createHealth();
  const sources = new Map<string, ShardSource>();
  for (const shard of shards.all)
    sources.set(shard.name, await connectShard(shard, { shards, settings, kafka, health, log, onStop }));

  await ensureTopics(kafka, topicPrefix, { which: SHARED_TOPICS });
  const goals = await openGoalTopic(kafka, topicNames(topicPrefix).goals, (ok, detail) =>
    health.set('goals', ok, detail),
  );
  onStop(() => goals.stop());
  const offsets = watchOffsets(kafka);
  const broker = watchBroker({
    ask: () => offsets.ends(topicNames(topicPrefix).goals),
    onState: (ok, detail) => health.set('broker', ok, detail),
  });
  onStop(async () => {
    await Promise.all([offsets.close(), broker.stop()]);
  });
  return {
    shards: [...sources.values()],
    shardOf: (tenant) => sources.get(shards.placeOf(tenant).shard.name)!,
    goals,
    keys,
    health,
    metrics: createMetrics('query'),
  };
}

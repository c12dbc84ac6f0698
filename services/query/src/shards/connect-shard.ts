import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { ALWAYS_THERE, uptimeOf, watchEngine } from '@tallyboard/clickhouse/engine-watch';
import { requireSchema, untilSchema } from '@tallyboard/clickhouse/migrate';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { ensureTopics, SHARD_TOPICS, topicNames } from '@tallyboard/kafka/topics';
import type { Health } from '@tallyboard/runtime/health';
import type { ServiceContext } from '@tallyboard/runtime/lifecycle';
import type { Logger } from '@tallyboard/runtime/logging';
import type { Settings } from '@tallyboard/runtime/settings';
import type { Shard } from '@tallyboard/runtime/shard-map';
import { inShard, type Shards } from '@tallyboard/runtime/shards';
import { kafkaUpdates } from '../freshness/kafka-updates.js';
import type { querySettings } from '../settings.js';
import type { ShardSource } from './served-shard.js';

export interface ConnectShardOptions {
  shards: Shards;
  settings: Settings<typeof querySettings>;
  kafka: KafkaConnection;
  health: Health;
  log: Logger;
  onStop: ServiceContext['onStop'];
}

/**
 * Opens a shard. Where it is the only one, a ClickHouse that does not answer is a Failure; where there are others, the
 * service starts without it, and its tenants are refused until it is there.
 */
export async function connectShard(
  shard: Shard,
  { shards, settings, kafka, health, log, onStop }: ConnectShardOptions,
): Promise<ShardSource> {
  const named = (part: string) => inShard(shards, shard, part);
  const database = connectClickHouse({
    url: shard.clickhouseUrl,
    database: shard.clickhouseDatabase,
    user: settings.clickhouseUser,
    password: settings.clickhousePassword,
  });
  onStop(() => database.close());
  if (shards.all.length === 1) await requireSchema(database);
  else onStop(await untilSchema(database, (ok, detail) => health.set(named('schema'), ok, detail)));
  await ensureTopics(kafka, shard.topicPrefix, { which: SHARD_TOPICS });

  const updates = kafkaUpdates(kafka, {
    topic: topicNames(shard.topicPrefix).updates,
    onHealth: (ok, detail) => health.set(named('kafka'), ok, detail),
  });
  onStop(() => updates.stop());
  const server = database.elsewhere(ALWAYS_THERE);
  onStop(() => server.close());
  const engine = watchEngine({
    uptimeS: () => uptimeOf(server),
    async onRestart() {
      log.warn(
        { shard: shard.name },
        'ClickHouse was started anew: nothing counts as live until it is known to hold the log again',
      );
      updates.distrust();
      await requireSchema(database);
    },
    onState(ok, detail) {
      // It may come back as it was before, or empty, and answer before it is seen to have been started anew.
      if (!ok) updates.distrust();
      health.set(named('clickhouse'), ok, detail);
    },
  });
  onStop(() => engine.stop());
  return { name: shard.name, database, updates };
}

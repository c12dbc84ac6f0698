import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { ALWAYS_THERE, uptimeOf, watchEngine } from '@tallyboard/clickhouse/engine-watch';
import { requireSchema, untilSchema } from '@tallyboard/clickhouse/migrate';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { ensureTopics, SHARD_TOPICS, topicNames } from '@tallyboard/kafka/topics';
import type { Health } from '@tallyboard/runtime/health';
import type { ServiceContext } from '@tallyboard/runtime/lifecycle';
import type { Settings } from '@tallyboard/runtime/settings';
import type { Shard } from '@tallyboard/runtime/shard-map';
import { inShard, type Shards } from '@tallyboard/runtime/shards';
import type { AlertShard } from './evaluation/shard-judge.js';
import type { alertsSettings } from './settings.js';

/** Opens a shard. One whose ClickHouse is away keeps the service from starting where it is the only one. */
export async function connectShard(
  shard: Shard,
  {
    shards,
    settings,
    kafka,
    health,
    onStop,
  }: {
    shards: Shards;
    settings: Settings<typeof alertsSettings>;
    kafka: KafkaConnection;
    health: Health;
    onStop: ServiceContext['onStop'];
  },
): Promise<AlertShard> {
  const named = (part: string) => inShard(shards, shard, part);
  const clickhouse = connectClickHouse({
    url: shard.clickhouseUrl,
    database: shard.clickhouseDatabase,
    user: settings.clickhouseUser,
    password: settings.clickhousePassword,
  });
  onStop(() => clickhouse.close());
  if (shards.all.length === 1) await requireSchema(clickhouse);
  else onStop(await untilSchema(clickhouse, (ok, detail) => health.set(named('schema'), ok, detail)));
  await ensureTopics(kafka, shard.topicPrefix, { which: SHARD_TOPICS });
  const server = clickhouse.elsewhere(ALWAYS_THERE);
  onStop(() => server.close());
  const engine = watchEngine({
    uptimeS: () => uptimeOf(server),
    onRestart: () => requireSchema(clickhouse),
    onState: (ok, detail) => health.set(named('clickhouse'), ok, detail),
  });
  onStop(() => engine.stop());
  const { alerts } = topicNames(settings.topicPrefix);
  return {
    name: shard.name,
    clickhouse,
    updates: topicNames(shard.topicPrefix).updates,
    group: shards.all.length === 1 ? `${alerts}.judge` : `${alerts}.judge.${shard.name}`,
  };
}

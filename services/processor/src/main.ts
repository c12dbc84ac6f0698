import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate, requireSchema } from '@tallyboard/clickhouse/migrate';
import { kafkaAccess } from '@tallyboard/kafka/access';
import { connectKafka } from '@tallyboard/kafka/connect';
import { ensureTopics, SHARD_TOPICS, topicNames } from '@tallyboard/kafka/topics';
import { isToRun } from '@tallyboard/runtime/command-line';
import { Failure } from '@tallyboard/runtime/failure';
import { createHealth, startHealthServer } from '@tallyboard/runtime/health';
import { runService } from '@tallyboard/runtime/lifecycle';
import { loadSettings } from '@tallyboard/runtime/settings';
import { ownShard } from '@tallyboard/runtime/shards';
import { processorMetrics } from './metrics.js';
import { startProcessor } from './processor.js';
import { processorSettings } from './settings.js';

const program = { about: 'Turns events into facts and cells in ClickHouse.', settings: processorSettings };
if (isToRun(program))
  await runService('processor', async ({ env, log, onStop, fail }) => {
    const settings = loadSettings(processorSettings, env);
    const shard = ownShard(settings);
    const credentials = { user: settings.clickhouseUser, password: settings.clickhousePassword };
    const kafka = connectKafka({
      ...kafkaAccess(settings),
      clientId: 'tally-processor',
      log: (level, message, details) => log[level](details, message),
    });
    const clickhouse = connectClickHouse({
      url: shard.clickhouseUrl,
      database: shard.clickhouseDatabase,
      ...credentials,
    });
    onStop(() => clickhouse.close());
    const prepareTopics = () => ensureTopics(kafka, shard.topicPrefix, { which: SHARD_TOPICS });
    await prepareTopics();
    const prepare = () =>
      settings.migrates ? migrate(clickhouse, settings.engines) : requireSchema(clickhouse);
    await prepare();

    const health = createHealth();
    const metrics = processorMetrics();
    const server = await startHealthServer({
      host: settings.host,
      port: settings.port,
      setting: processorSettings.port.name,
      health,
      allowedHosts: settings.allowedHosts,
      metrics: metrics.registry,
    });
    onStop(() => server.close());
    const processor = await startProcessor({
      kafka,
      clickhouse,
      topics: topicNames(shard.topicPrefix),
      groupPrefix: shard.topicPrefix,
      roles: settings.roles,
      migrate: prepare,
      ensureTopics: prepareTopics,
      health,
      log,
      metrics,
      // Whoever supervises the process starts it again.
      onStuck: (sentence) => fail(new Failure(sentence)),
    });
    onStop(() => processor.stop());
    log.info({ roles: settings.roles, shard: settings.shard, port: settings.port }, 'processing');
  });

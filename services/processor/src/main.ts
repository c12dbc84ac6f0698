import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { connectKafka } from '@tallyboard/kafka/connect';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { createHealth, startHealthServer } from '@tallyboard/runtime/health';
import { runService } from '@tallyboard/runtime/lifecycle';
import { loadSettings } from '@tallyboard/runtime/settings';
import { startAggregator } from './aggregator.js';
import { processorMetrics } from './metrics.js';
import { startProjector } from './projector.js';
import { processorSettings } from './settings.js';

await runService('processor', async ({ env, log, onStop }) => {
  const settings = loadSettings(processorSettings, env);
  const credentials = { user: settings.clickhouseUser, password: settings.clickhousePassword };
  const kafka = connectKafka({
    brokers: settings.kafkaBrokers,
    clientId: 'tally-processor',
    log: (level, message, details) => log[level](details, message),
  });
  const clickhouse = connectClickHouse({
    url: settings.clickhouseUrl,
    database: settings.clickhouseDatabase,
    ...credentials,
  });
  onStop(() => clickhouse.close());
  await ensureTopics(kafka, settings.topicPrefix);
  await migrate(clickhouse, credentials);

  const health = createHealth();
  const metrics = processorMetrics();
  const server = await startHealthServer({
    host: settings.host,
    port: settings.port,
    setting: processorSettings.port.name,
    health,
    metrics: metrics.registry,
  });
  onStop(() => server.close());
  const deps = { kafka, clickhouse, topics: topicNames(settings.topicPrefix), log, metrics };
  for (const role of settings.roles) {
    const start = role === 'projector' ? startProjector : startAggregator;
    const running = await start({
      ...deps,
      groupId: `${settings.topicPrefix}tally-${role}`,
      health: (ok, detail) => health.set(role, ok, detail),
    });
    health.set(role, true);
    onStop(() => running.stop());
  }
  log.info({ roles: settings.roles, port: settings.port }, 'processing');
});

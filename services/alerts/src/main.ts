import { kafkaAccess } from '@tallyboard/kafka/access';
import { connectKafka } from '@tallyboard/kafka/connect';
import { ensureTopics, SHARED_TOPICS, topicNames } from '@tallyboard/kafka/topics';
import { isToRun } from '@tallyboard/runtime/command-line';
import { createHealth } from '@tallyboard/runtime/health';
import { runService } from '@tallyboard/runtime/lifecycle';
import { listen } from '@tallyboard/runtime/listen';
import { loadSettings } from '@tallyboard/runtime/settings';
import { openShards } from '@tallyboard/runtime/shards';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import { connectShard } from './connect-shard.js';
import type { AlertShard } from './evaluation/shard-judge.js';
import { startAlerts } from './service.js';
import { alertsSettings } from './settings.js';

const program = {
  about: 'Judges rules as cells change, and tells those who should know.',
  settings: alertsSettings,
};
if (isToRun(program))
  runService('alerts', async ({ env, log, onStop }) => {
    const settings = loadSettings(alertsSettings, env);
    const kafka = connectKafka({
      ...kafkaAccess(settings),
      clientId: 'tally-alerts',
      log: (level, message, details) => log[level](details, message),
    });
    const shards = openShards(settings, { onProblem: ({ message }) => log.warn(message) });
    const health = createHealth();
    const opened = new Map<string, AlertShard>();
    for (const shard of shards.all)
      opened.set(shard.name, await connectShard(shard, { shards, settings, kafka, health, onStop }));
    await ensureTopics(kafka, settings.topicPrefix, { which: SHARED_TOPICS });
    const alerts = await startAlerts({
      settings,
      kafka,
      shards: [...opened.values()],
      shardOf: (tenant) => opened.get(shards.placeOf(tenant).shard.name)!,
      topics: topicNames(settings.topicPrefix),
      health,
      registry: createMetrics('alerts'),
      log,
    });
    onStop(() => alerts.stop());
    const port = await listen(alerts.app, {
      host: settings.host,
      port: settings.port,
      setting: alertsSettings.port.name,
    });
    log.info({ host: settings.host, port }, 'judging');
  });

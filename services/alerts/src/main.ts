import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { ALWAYS_THERE, uptimeOf, watchEngine } from '@tallyboard/clickhouse/engine-watch';
import { requireSchema } from '@tallyboard/clickhouse/migrate';
import { kafkaAccess } from '@tallyboard/kafka/access';
import { connectKafka } from '@tallyboard/kafka/connect';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { isToRun } from '@tallyboard/runtime/command-line';
import { createHealth } from '@tallyboard/runtime/health';
import { runService } from '@tallyboard/runtime/lifecycle';
import { listen } from '@tallyboard/runtime/listen';
import { loadSettings } from '@tallyboard/runtime/settings';
import { createMetrics } from '@tallyboard/runtime/telemetry';
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
    const clickhouse = connectClickHouse({
      url: settings.clickhouseUrl,
      database: settings.clickhouseDatabase,
      user: settings.clickhouseUser,
      password: settings.clickhousePassword,
    });
    onStop(() => clickhouse.close());
    await requireSchema(clickhouse);
    await ensureTopics(kafka, settings.topicPrefix);
    const health = createHealth();
    const server = clickhouse.elsewhere(ALWAYS_THERE);
    onStop(() => server.close());
    const engine = watchEngine({
      uptimeS: () => uptimeOf(server),
      onRestart: () => requireSchema(clickhouse),
      onState: (ok, detail) => health.set('clickhouse', ok, detail),
    });
    onStop(() => engine.stop());
    const alerts = await startAlerts({
      settings,
      kafka,
      clickhouse,
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

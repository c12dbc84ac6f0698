import { kafkaAccess } from '@tallyboard/kafka/access';
import { watchOffsets } from '@tallyboard/kafka/admin';
import { watchBroker } from '@tallyboard/kafka/broker-watch';
import { connectKafka } from '@tallyboard/kafka/connect';
import { createProducer } from '@tallyboard/kafka/producer';
import { ensureTopics, SHARD_TOPICS, topicNames } from '@tallyboard/kafka/topics';
import { loadKeyStore } from '@tallyboard/runtime/api-keys';
import { isToRun } from '@tallyboard/runtime/command-line';
import { createHealth } from '@tallyboard/runtime/health';
import { runService } from '@tallyboard/runtime/lifecycle';
import { listen } from '@tallyboard/runtime/listen';
import { loadSettings } from '@tallyboard/runtime/settings';
import { inShard, openShards } from '@tallyboard/runtime/shards';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import { createAdmission } from './admission.js';
import { buildApp } from './app.js';
import { ingestMetrics } from './metrics.js';
import { createPublisher } from './publisher.js';
import { ingestSettings } from './settings.js';
import { publishersOf } from './tenant-publisher.js';

const program = { about: 'Takes CloudEvents over HTTP and puts them into Kafka.', settings: ingestSettings };
if (isToRun(program))
  runService('ingest', async ({ env, log, onStop }) => {
    const settings = loadSettings(ingestSettings, env);
    const onProblem = ({ message }: Error) => log.error(message);
    const keys = loadKeyStore(settings.apiKeysFile, { onProblem });
    const shards = openShards(settings, { onProblem });
    const health = createHealth();
    const registry = createMetrics('ingest');
    const admission = createAdmission(settings);
    const metrics = ingestMetrics(registry, admission);
    for (const shard of shards.all) health.set(inShard(shards, shard, 'kafka'), false, 'connecting');

    // What the client says of a broker that is away, the publisher says once.
    const kafka = connectKafka({
      ...kafkaAccess(settings),
      clientId: 'tally-ingest',
      log: (_level, text, details) => log.debug(details, text),
    });
    const publishers = new Map(
      shards.all.map((shard) => {
        const publisher = createPublisher({
          open: async () => {
            await ensureTopics(kafka, shard.topicPrefix, { which: SHARD_TOPICS });
            return createProducer(kafka);
          },
          topic: topicNames(shard.topicPrefix).events,
          log,
          onChange: (ok, detail) => health.set(inShard(shards, shard, 'kafka'), ok, detail),
          onSent: metrics.sent,
        });
        return [shard, publisher];
      }),
    );
    onStop(async () => {
      await Promise.all([...publishers.values()].map((publisher) => publisher.close()));
    });
    const offsets = watchOffsets(kafka);
    const broker = watchBroker({
      ask: () => offsets.ends(topicNames(shards.all[0]!.topicPrefix).events),
      onState: (ok, detail) => health.set('broker', ok, detail),
    });
    onStop(async () => {
      await Promise.all([offsets.close(), broker.stop()]);
    });

    const app = buildApp({
      publisherOf: publishersOf(shards, (shard) => publishers.get(shard)!),
      keys,
      admission,
      limits: settings,
      allowedHosts: settings.allowedHosts,
      health,
      registry,
      metrics,
      log,
    });
    onStop(() => app.close());
    const port = await listen(app, {
      host: settings.host,
      port: settings.port,
      setting: 'TALLY_INGEST_PORT',
    });
    log.info({ host: settings.host, port }, 'taking events');
  });

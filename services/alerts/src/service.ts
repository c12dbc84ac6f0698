import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ReadSums } from '@tallyboard/alerting/history';
import { createReference, type Reference } from '@tallyboard/answers/reference';
import { sumsOf } from '@tallyboard/answers/sums';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer } from '@tallyboard/kafka/producer';
import type { TopicNames } from '@tallyboard/kafka/topics';
import { loadKeyStore } from '@tallyboard/runtime/api-keys';
import type { Health } from '@tallyboard/runtime/health';
import type { Logger } from '@tallyboard/runtime/logging';
import type { Settings } from '@tallyboard/runtime/settings';
import { inShard } from '@tallyboard/runtime/shards';
import type { Registry } from 'prom-client';
import { createDelivery } from './delivery/delivery.js';
import { startHeartbeat } from './delivery/heartbeat.js';
import { type AlertShard, createShardJudge } from './evaluation/shard-judge.js';
import { buildApp } from './http/app.js';
import { AlertBook } from './log/alert-book.js';
import { createAlertTopic } from './log/alert-topic.js';
import { leftOutTo } from './log/taken.js';
import { readReceivers } from './receivers/read-receivers.js';
import type { Receivers } from './receivers/receiver.js';
import { watchRules } from './rules/rule-files.js';
import { rulesInForce } from './rules/rules-in-force.js';
import type { alertsSettings } from './settings.js';
import { alertMetrics } from './telemetry.js';
import { storeByShard } from './telling/rows.js';
import { createTeller } from './telling/teller.js';

export interface AlertsOptions {
  settings: Settings<typeof alertsSettings>;
  kafka: KafkaConnection;
  /** Of most deployments one. */
  shards: readonly AlertShard[];
  /** Throws a Failure where it is not known here. */
  shardOf(tenant: string): AlertShard;
  topics: Pick<TopicNames, 'alerts'>;
  health: Health;
  registry: Registry;
  log: Logger;
}

/** Everything behind the port. `stop` ends it, telling what is half told again after the next start. */
export async function startAlerts({
  settings,
  kafka,
  shards,
  shardOf,
  topics,
  health,
  registry,
  log,
}: AlertsOptions) {
  const stopping = new AbortController();
  const { signal } = stopping;
  // Each reading listens to it, and many rules read at once.
  setMaxListeners(0, signal);
  const metrics = alertMetrics(registry);
  const onHealth = (name: string) => (ok: boolean, detail?: string) => health.set(name, ok, detail);
  const files = await watchRules(settings.rules, log);
  const receivers = await receiversOf(settings.receivers);
  const references = new Map(shards.map((shard) => [shard, createReference(shard.clickhouse, Date.now)]));
  const reference: Reference = async (tenant) => references.get(shardOf(tenant))!(tenant);
  const book = new AlertBook();
  const rules = rulesInForce(settings.readyFor, () => book.defined, files.rules);
  const topic = await createAlertTopic(
    kafka,
    topics.alerts,
    book,
    onHealth('crm.alerts'),
    leftOutTo(log, metrics.leftOut),
  );
  const producer = await createProducer(kafka);

  const offices = async (tenant: string) => [...(await reference(tenant)).offices.values()];
  const read =
    (tenant: string): ReadSums =>
    async (judge, bounds, spans) =>
      sumsOf(
        shardOf(tenant).clickhouse,
        {
          tenant,
          quantities: judge.quantities,
          by: judge.rule.by ?? [],
          filter: judge.rule.filter ?? {},
          bounds,
          spans,
        },
        signal,
      );
  const named = (part: string, shard: AlertShard) => inShard({ all: shards }, shard, part);
  const judges = new Map(
    shards.map((shard) => [
      shard,
      createShardJudge({
        shard,
        kafka,
        book,
        rules,
        isOurs: (tenant) => isOn(shard, tenant),
        reference,
        read,
        say: (records) => topic.say(records),
        onEvaluated: metrics.evaluated,
        onFeed: onHealth(named('crm.updates', shard)),
        onRules: onHealth(named('rules', shard)),
        log,
        signal,
      }),
    ]),
  );
  const all = [...judges.values()];
  const isOn = (shard: AlertShard, tenant: string): boolean => {
    try {
      return shardOf(tenant) === shard;
    } catch {
      return false;
    }
  };

  const delivery = createDelivery({
    receivers,
    log,
    registry,
    now: Date.now,
    signal,
    produce: (to, key, value) => producer.send(to, [{ key, value: Buffer.from(value) }]),
  });
  const linkTo = (alert: string) => `${settings.pageUrl.replace(/\/$/, '')}/alerts.html?id=${alert}`;
  const ruleOf = (tenant: string, name: string) => rules.named(tenant, name)?.rule;
  const teller = createTeller(kafka, {
    topic: topics.alerts,
    group: `${topics.alerts}.tell`,
    book,
    delivery,
    ruleOf,
    linkTo,
    store: (steps) => storeByShard(steps, shardOf),
    now: Date.now,
    log,
    signal,
    onTold: metrics.told,
    onHealth: onHealth('telling'),
  });
  await topic.start();
  await Promise.all([...all.map((judge) => judge.start()), teller.start()]);
  const heartbeat = receivers.heartbeat
    ? startHeartbeat({
        heartbeat: receivers.heartbeat,
        delivery,
        isAlive: () => health.report().ok && all.every((judge) => Date.now() - judge.lookedMs() < 60_000),
        now: Date.now,
        log,
      })
    : null;

  const keys = settings.apiKeysFile
    ? loadKeyStore(settings.apiKeysFile, { onProblem: ({ message }) => log.warn(message) })
    : null;
  const app = await buildApp({
    book,
    standing: (tenant, rule) => judges.get(shardOf(tenant))!.evaluator.standing(tenant, rule),
    rules,
    brokenFiles: files.broken,
    isJudging: (tenant) => judges.get(shardOf(tenant))!.isJudging(),
    read,
    offices,
    say: (records) => topic.say(records),
    delivery,
    keys,
    anonymousTenant: settings.anonymousTenant ?? null,
    anonymousAcknowledges: settings.anonymousAcknowledges,
    now: Date.now,
    log,
    health,
    metrics: registry,
    allowedHosts: settings.allowedHosts,
  });
  return {
    app,
    async stop() {
      stopping.abort();
      await Promise.all([...all.map((judge) => judge.stopLooking()), files.stop(), heartbeat?.stop()]);
      await app.close();
      await Promise.all([...all.map((judge) => judge.stopHearing()), teller.stop()]);
      await Promise.all([topic.stop(), producer.close()]);
    },
  };
}

async function receiversOf(path: string | undefined): Promise<Receivers> {
  if (path === undefined) return { receivers: [], heartbeat: null };
  return readReceivers(await readFile(path, 'utf8'), {
    name: path,
    env: process.env,
    readFile: (file) => readFileSync(file, 'utf8'),
  });
}

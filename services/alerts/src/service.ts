import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ReadSums } from '@tallyboard/alerting/history';
import { createReference, labelsOf } from '@tallyboard/answers/reference';
import { sumsOf } from '@tallyboard/answers/sums';
import type { ClickHouse } from '@tallyboard/clickhouse/client';
import type { FactName } from '@tallyboard/facts/facts';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer } from '@tallyboard/kafka/producer';
import type { TopicNames } from '@tallyboard/kafka/topics';
import { createProgress } from '@tallyboard/pipeline/progress';
import { loadKeyStore } from '@tallyboard/runtime/api-keys';
import type { Health } from '@tallyboard/runtime/health';
import type { Logger } from '@tallyboard/runtime/logging';
import { repeat } from '@tallyboard/runtime/repeat';
import type { Settings } from '@tallyboard/runtime/settings';
import type { Registry } from 'prom-client';
import { createDelivery } from './delivery/delivery.js';
import { startHeartbeat } from './delivery/heartbeat.js';
import { Evaluator } from './evaluation/evaluator.js';
import { createFeed } from './evaluation/feed.js';
import { silentSources } from './evaluation/sources.js';
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
import { remindersDue } from './telling/reminders.js';
import { storeSteps } from './telling/rows.js';
import { createTeller } from './telling/teller.js';

export interface AlertsOptions {
  settings: Settings<typeof alertsSettings>;
  kafka: KafkaConnection;
  clickhouse: ClickHouse;
  topics: TopicNames;
  health: Health;
  registry: Registry;
  log: Logger;
}

/** Rules are looked at this often; what is due is known without asking anybody. */
const LOOK_EVERY_MS = 200;

/** Everything behind the port. `stop` ends it, telling what is half told again after the next start. */
export async function startAlerts({
  settings,
  kafka,
  clickhouse,
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
  const reference = createReference(clickhouse, Date.now);
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
    (judge, bounds, spans) =>
      sumsOf(
        clickhouse,
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

  let isMine = false;
  const progress = createProgress();
  const feed = createFeed(kafka, {
    topic: topics.updates,
    group: `${topics.alerts}.judge`,
    onCells: ({ tenant, fact, buckets }) => evaluator.restated(tenant, fact, buckets),
    onProgress: (said) => progress.take(said),
    onTurn(mine) {
      // Nothing was heard meanwhile.
      progress.forget();
      evaluator.forget();
      if (mine !== isMine) log.info(mine ? 'this instance judges' : 'another instance judges');
      isMine = mine;
    },
    onHealth: onHealth('crm.updates'),
  });
  const evaluator = new Evaluator({
    rules: rules.all,
    book,
    read,
    silent: (tenant, fact, at) => silentSources(clickhouse, tenant, fact as FactName, at),
    offices,
    labels: async (tenant, group) => labelsOf(await reference(tenant), group).labels ?? {},
    say: (records) => topic.say(records),
    now: feed.now,
    log,
    onEvaluated: metrics.evaluated,
  });

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
    store: (steps) => storeSteps(clickhouse, steps),
    now: Date.now,
    log,
    signal,
    onTold: metrics.told,
    onHealth: onHealth('telling'),
  });
  let lookedMs = Date.now();
  const looking = await start();
  const heartbeat = receivers.heartbeat
    ? startHeartbeat({
        heartbeat: receivers.heartbeat,
        delivery,
        isAlive: () => health.report().ok && Date.now() - lookedMs < 60_000,
        now: Date.now,
        log,
      })
    : null;

  async function start() {
    await topic.start();
    await Promise.all([feed.start(), teller.start()]);
    return repeat(
      LOOK_EVERY_MS,
      async () => {
        const completeTo = progress.completeTo();
        if (isMine && completeTo !== null) {
          await evaluator.run(Math.floor(completeTo / 1_000), signal);
          await topic.say(remindersDue(book, ruleOf, feed.now() / 1_000));
        }
        lookedMs = Date.now();
        health.set('rules', true);
      },
      (error) => {
        if (signal.aborted) return;
        log.error({ err: error }, 'the rules could not be looked at; it is tried again');
        health.set('rules', false, (error as Error).message);
      },
    );
  }

  const keys = settings.apiKeysFile
    ? loadKeyStore(settings.apiKeysFile, { onProblem: ({ message }) => log.warn(message) })
    : null;
  const app = await buildApp({
    book,
    evaluator,
    rules,
    brokenFiles: files.broken,
    isJudging: () => isMine,
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
      await Promise.all([looking.stop(), files.stop(), heartbeat?.stop()]);
      await app.close();
      await Promise.all([feed.stop(), teller.stop()]);
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

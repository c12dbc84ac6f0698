import type { ReadSums } from '@tallyboard/alerting/history';
import { labelsOf, type Reference } from '@tallyboard/answers/reference';
import type { ClickHouse } from '@tallyboard/clickhouse/client';
import type { FactName } from '@tallyboard/facts/facts';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createProgress } from '@tallyboard/pipeline/progress';
import type { Logger } from '@tallyboard/runtime/logging';
import { repeat } from '@tallyboard/runtime/repeat';
import type { AlertBook } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import type { RulesInForce } from '../rules/rules-in-force.js';
import { remindersDue } from '../telling/reminders.js';
import { Evaluator } from './evaluator.js';
import { createFeed } from './feed.js';
import { silentSources } from './sources.js';

/** What is judged by the cells of one shard. */
export interface AlertShard {
  name: string;
  clickhouse: ClickHouse;
  /** Its crm.updates. */
  updates: string;
  /** The group in which one instance judges it, and the others stand by. */
  group: string;
}

export interface ShardJudgeOptions {
  shard: AlertShard;
  kafka: KafkaConnection;
  book: AlertBook;
  rules: RulesInForce;
  /** Whether the shard has this tenant: its rules, and no others, are judged. */
  isOurs(tenant: string): boolean;
  reference: Reference;
  read(tenant: string): ReadSums;
  say(records: readonly AlertRecord[]): Promise<void>;
  onEvaluated(tookMs: number): void;
  /** Whether its updates are heard, and whether its rules can be looked at. */
  onFeed(ok: boolean, detail?: string): void;
  onRules(ok: boolean, detail?: string): void;
  log: Logger;
  signal: AbortSignal;
}

/** Rules are looked at this often; what is due is known without asking anybody. */
const LOOK_EVERY_MS = 200;

/** Hears the updates of a shard and judges the rules of its tenants, as far as the shard is complete. */
export function createShardJudge(options: ShardJudgeOptions) {
  const { shard, kafka, book, rules, isOurs, reference, say, log, signal } = options;
  let isMine = false;
  let lookedMs = Date.now();
  const progress = createProgress();
  const feed = createFeed(kafka, {
    topic: shard.updates,
    group: shard.group,
    onCells: ({ tenant, fact, buckets }) => evaluator.restated(tenant, fact, buckets),
    onProgress: (said) => progress.take(said),
    onTurn(mine) {
      // Nothing was heard meanwhile.
      progress.forget();
      evaluator.forget();
      if (mine !== isMine)
        log.info({ shard: shard.name }, mine ? 'this instance judges' : 'another instance judges');
      isMine = mine;
    },
    onHealth: options.onFeed,
  });
  const evaluator = new Evaluator({
    rules: rules.all,
    isOurs,
    book,
    read: options.read,
    silent: (tenant, fact, at) => silentSources(shard.clickhouse, tenant, fact as FactName, at),
    offices: async (tenant) => [...(await reference(tenant)).offices.values()],
    labels: async (tenant, group) => labelsOf(await reference(tenant), group).labels ?? {},
    say,
    now: feed.now,
    log,
    onEvaluated: options.onEvaluated,
  });
  const ruleOf = (tenant: string, name: string) =>
    isOurs(tenant) ? rules.named(tenant, name)?.rule : undefined;

  const look = async () => {
    const completeTo = progress.completeTo();
    if (isMine && completeTo !== null) {
      await evaluator.run(Math.floor(completeTo / 1_000), signal);
      await say(remindersDue(book, ruleOf, feed.now() / 1_000));
    }
    lookedMs = Date.now();
    options.onRules(true);
  };
  let looking: { stop(): Promise<void> } | null = null;
  return {
    evaluator,
    isJudging: () => isMine,
    /** Epoch ms of this process. */
    lookedMs: () => lookedMs,
    async start() {
      await feed.start();
      looking = repeat(LOOK_EVERY_MS, look, (error) => {
        if (signal.aborted) return;
        log.error({ err: error, shard: shard.name }, 'the rules could not be looked at; it is tried again');
        options.onRules(false, (error as Error).message);
      });
    },
    stopLooking: async () => looking?.stop(),
    stopHearing: () => feed.stop(),
  };
}

import { answer } from '@tallyboard/answers/answer';
import type { Answering } from '@tallyboard/answers/answering';
import type { Database } from '@tallyboard/answers/database';
import { createReference } from '@tallyboard/answers/reference';
import { createProgress, type Progress } from '@tallyboard/pipeline/progress';
import type { FastifyBaseLogger } from 'fastify';
import { LIMITS } from '../limits.js';
import { createGate } from '../stream/gate.js';
import { Hub } from '../stream/hub.js';
import type { UpdateFeed } from '../stream/update-feed.js';
import { UpdateLog } from '../stream/update-log.js';

/** Where a shard is asked, and heard. */
export interface ShardSource {
  name: string;
  database: Database;
  updates: UpdateFeed;
}

/** The shards of a deployment; of most there is one. */
export interface ShardSources {
  shards: readonly ShardSource[];
  /** Asked anew for each request, since tenants are moved. Throws a Failure where that is not known here. */
  shardOf(tenant: string): ShardSource;
}

/** A shard with what is known of it: how far it is, what was restated, and who listens. */
export interface ServedShard extends Answering {
  progress: Progress;
  updates: UpdateLog;
  hub: Hub;
  /**
   * Epoch ms. Lags are between two instants of one clock. Before Kafka has been heard of, nothing is known to be complete
   * either.
   */
  kafkaNow(): number;
}

export interface ServeOptions {
  now(): number;
  /** Part of the time that ClickHouse may work for the streams of one client. */
  workShare: number;
  /** What streams ask is answered anew, so long after it was heard of. */
  onNewsAnswered(waitedMs: number): void;
  log: FastifyBaseLogger;
}

/** Updates remembered for streams that resume: minutes of a busy office. */
const REMEMBERED_UPDATES = 4_096;

export function serveShard(source: ShardSource, options: ServeOptions): ServedShard {
  const { database } = source;
  const { now, log } = options;
  const progress = createProgress();
  const updates = new UpdateLog(REMEMBERED_UPDATES, source.name);
  const answering = { database, reference: createReference(database, now), now };
  const hub = new Hub(
    {
      updates,
      now,
      completeTo: () => progress.completeTo(),
      gate: createGate({
        atOnce: LIMITS.runsAtOnce,
        perTenant: LIMITS.runsPerTenant,
        share: options.workShare,
        burstMs: LIMITS.burstMs,
        now: () => performance.now(),
      }),
      run: (tenant, request, signal, opening) => answer(answering, tenant, request, signal, opening),
      onNewsAnswered: options.onNewsAnswered,
      onFailure: (error, q) => log.error({ err: error, q }, 'a streamed query failed; it is tried again'),
    },
    progress,
  );
  return { ...answering, progress, updates, hub, kafkaNow: () => source.updates.brokerNow() ?? now() };
}

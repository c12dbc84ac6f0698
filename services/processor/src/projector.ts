import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { committedOffsets, partitionCount, watchEndOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer } from '@tallyboard/kafka/consumer';
import { createProducer } from '@tallyboard/kafka/producer';
import type { TopicNames } from '@tallyboard/kafka/topics';
import { Stage, type Taken } from '@tallyboard/pipeline/stage';
import type { Logger } from '@tallyboard/runtime/logging';
import { announce, announceProgress } from './announce.js';
import { appendCalls, appendOthers } from './append.js';
import { deadLetter } from './dead-letter.js';
import type { ProcessorMetrics } from './metrics.js';
import { project } from './project.js';
import { type ReadMessage, read } from './read.js';
import { repeat } from './repeat.js';
import type { Role } from './role.js';
import { type Touched, touchedCalls, touchedCells } from './touched.js';

export interface ProjectorDeps {
  kafka: KafkaConnection;
  clickhouse: ClickHouse;
  topics: TopicNames;
  groupId: string;
  log: Logger;
  metrics: ProcessorMetrics;
  health(ok: boolean, detail?: string): void;
}

const LIMITS = { maxMessages: 50_000, retryMinMs: 200, rounds: 1, retryMaxMs: 5_000 };
/** Live, events of a few milliseconds share a round trip, and projecting never takes more than half the time. */
const LIVE_PAUSE_MS = 15;
/** More than this in one round, and there is no time to lose. */
const LIVE_ROUND = 2_000;
const PROGRESS_MS = 500;
/** Further behind than this, cells had better wait: restating them now is wasted on what comes next. */
const CATCHING_UP_FROM = 10_000;

/** Events to facts: append, announce, commit. */
export async function startProjector(deps: ProjectorDeps): Promise<Role> {
  const { kafka, clickhouse, topics, log, metrics } = deps;
  const producer = await createProducer(kafka);
  const events = await watchEndOffsets(kafka, topics.events);
  const cellPartitions = await partitionCount(kafka, topics.cells);
  /** Per assigned partition of crm.events: the next offset to process. */
  let next = new Map<number, { offset: number; timestamp: number | null }>();

  const process = async (taken: readonly Taken<ReadMessage>[]): Promise<void> => {
    const projection = await metrics.timed('project', async () => project(taken));
    const announced = (touched: Touched) =>
      metrics.timed('announce', () => announce(producer, topics.cells, touched));
    const [calls, others] = await Promise.all([
      metrics
        .timed('append_calls', () => appendCalls(clickhouse, projection))
        .then(() => announced(touchedCalls(projection))),
      metrics
        .timed('append_others', () => appendOthers(clickhouse, projection))
        .then(() => metrics.timed('touch', () => touchedCells(clickhouse, projection)))
        .then(announced),
      producer.send(topics.dlq, projection.deadLetters.map(deadLetter)),
    ]);
    const cells = calls + others;
    metrics.projected(projection.events, projection.deadLetters.length, cells);
    for (const { partition, offset, reason } of projection.deadLetters)
      log.warn({ partition, offset, reason }, 'event sent to the dead-letter topic');
    log.debug({ events: projection.events, cells }, 'projected');
    deps.health(true);
  };

  const stage = new Stage<ReadMessage>(
    {
      process,
      commit: async (positions) => {
        for (const { partition, offset, timestamp } of positions) next.set(partition, { offset, timestamp });
        await consumer.commit([...positions]);
      },
      pause: (lastMs, count) => (count < LIVE_ROUND ? Math.max(LIVE_PAUSE_MS, lastMs) : 0),
      onFailure: (error, retryMs) => {
        log.error({ err: error, retryMs }, 'projecting failed');
        metrics.failed('projector');
        deps.health(false, `projecting fails: ${(error as Error).message}`);
      },
      now: Date.now,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    },
    LIMITS,
  );

  const consumer = createConsumer(kafka, {
    groupId: deps.groupId,
    topics: [topics.events],
    fromBeginning: true,
    gatherMs: LIVE_PAUSE_MS,
    onBatch: (batch) => stage.take(() => ({ ...batch, messages: batch.messages.map(read) })),
    onRevoked: () => {
      stage.forget();
      next = new Map();
    },
    onAssigned: (partitions) => {
      stage.forget();
      const assigned = new Map<number, { offset: number; timestamp: number | null }>();
      next = assigned;
      committedOffsets(kafka, deps.groupId, topics.events)
        .then((committed) => {
          for (const { partition } of partitions)
            if (!assigned.has(partition))
              assigned.set(partition, { offset: committed.get(partition) ?? 0, timestamp: null });
        })
        .catch((error) =>
          log.warn(
            { err: error },
            'committed offsets cannot be read; freshness stays unknown until events arrive',
          ),
        );
    },
    onCrash: (error) => log.warn({ err: error }, 'the consumer restarts'),
  });

  const tellProgress = async (): Promise<void> => {
    const asked = Date.now();
    const ends = await events.read();
    const completeTo: Record<string, number> = {};
    let behind = 0;
    for (const [partition, { offset, timestamp }] of next) {
      const left = Math.max(0, (ends.get(partition) ?? 0) - offset);
      behind += left;
      const to = left === 0 ? asked : timestamp;
      if (to !== null) completeTo[partition] = to;
      metrics.completeTo('projector', partition, to);
    }
    if (next.size > 0)
      await announceProgress(producer, topics.cells, cellPartitions, {
        partitions: ends.size,
        complete_to: completeTo,
        caught_up: behind < CATCHING_UP_FROM,
      });
  };

  stage.start();
  await consumer.start();
  const ticker = repeat(PROGRESS_MS, tellProgress, (error) => log.warn({ err: error }, 'progress not told'));
  return {
    async stop() {
      await ticker.stop();
      await stage.stop();
      await consumer.stop();
      await events.close();
      await producer.close();
    },
  };
}

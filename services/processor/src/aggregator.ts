import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { endOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer, type IncomingBatch, type IncomingMessage } from '@tallyboard/kafka/consumer';
import { createProducer, type OutgoingMessage } from '@tallyboard/kafka/producer';
import type { TopicNames } from '@tallyboard/kafka/topics';
import { isFactName } from '@tallyboard/metrics/facts';
import {
  type AggregatorProgress,
  type CellsRestated,
  PROGRESS_KEY,
  type ProjectorProgress,
  parseCellKey,
} from '@tallyboard/pipeline/messages';
import { type CompleteTo, oldest } from '@tallyboard/pipeline/progress';
import { Stage, type Taken } from '@tallyboard/pipeline/stage';
import type { Logger } from '@tallyboard/runtime/logging';
import type { ProcessorMetrics } from './metrics.js';
import { createPace } from './pace.js';
import { addPending, type Pending, restate } from './restate.js';
import { currentEpoch, revisionOf } from './revision.js';
import type { Role } from './role.js';

export interface AggregatorDeps {
  kafka: KafkaConnection;
  clickhouse: ClickHouse;
  topics: TopicNames;
  groupId: string;
  log: Logger;
  metrics: ProcessorMetrics;
  health(ok: boolean, detail?: string): void;
}

const LIMITS = { maxMessages: 500_000, retryMinMs: 200, retryMaxMs: 5_000 };

/** Touched cells to exact cells: restate, announce, commit. */
export async function startAggregator(deps: AggregatorDeps): Promise<Role> {
  const { kafka, clickhouse, topics, log, metrics } = deps;
  const producer = await createProducer(kafka);
  const ends = await endOffsets(kafka, topics.cells);
  const epoch = await currentEpoch(clickhouse, ends);
  const pace = createPace(Date.now);
  /** Per partition of crm.cells: what its progress messages have said of the partitions of crm.events. */
  const heard = new Map<number, { partitions: number; completeTo: Map<number, CompleteTo> }>();

  const process = async (taken: readonly Taken<IncomingMessage>[]): Promise<void> => {
    const pending: Pending = new Map();
    const progressed: number[] = [];
    for (const { partition, messages } of taken) {
      const revision = revisionOf(epoch, messages.at(-1)!.offset);
      for (const message of messages) {
        const key = message.key?.toString() ?? '';
        if (key === PROGRESS_KEY) {
          hear(heard, partition, progressOf(message));
          if (progressed.at(-1) !== partition) progressed.push(partition);
          continue;
        }
        const cell = parseCellKey(key);
        if (cell && isFactName(cell.fact))
          addPending(pending, cell.fact, { tenant: cell.tenant, bucket: cell.bucket, revision });
        else
          log.warn(
            { key: key.slice(0, 200), partition, offset: message.offset },
            'not the key of a cell: passed over',
          );
      }
    }
    const cells = pending.size > 0 ? await metrics.timed('restate', () => restate(clickhouse, pending)) : 0;
    const progress = progressed.map((partition) =>
      progressOfCells(partition, ends.size, heard.get(partition)!),
    );
    await metrics.timed('publish', () =>
      producer.send(topics.updates, [...restatedMessages(pending), ...progress.map(progressMessage)]),
    );
    metrics.restated(cells);
    if (cells > 0) pace.restated();
    for (const { partition, complete_to } of progress)
      metrics.completeTo('aggregator', partition, complete_to);
    if (cells > 0) log.debug({ cells }, 'restated');
    deps.health(true);
  };

  const stage = new Stage<IncomingMessage>(
    {
      process,
      commit: (positions) => consumer.commit([...positions]),
      hold: pace.hold,
      pause: pace.pause,
      onFailure: (error, retryMs) => {
        log.error({ err: error, retryMs }, 'restating failed');
        metrics.failed('aggregator');
        deps.health(false, `restating fails: ${(error as Error).message}`);
      },
      now: Date.now,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    },
    LIMITS,
  );

  const consumer = createConsumer(kafka, {
    groupId: deps.groupId,
    topics: [topics.cells],
    fromBeginning: true,
    onBatch: (batch: IncomingBatch) => {
      for (const message of batch.messages)
        if (message.key?.toString() === PROGRESS_KEY) pace.projector(progressOf(message).caught_up);
        else pace.collected();
      return stage.take(() => batch);
    },
    onRevoked: () => stage.forget(),
    onAssigned: () => {
      stage.forget();
      heard.clear();
    },
    onCrash: (error) => log.warn({ err: error }, 'the consumer restarts'),
  });

  stage.start();
  await consumer.start();
  return {
    async stop() {
      await stage.stop();
      await consumer.stop();
      await producer.close();
    },
  };
}

const progressOf = (message: IncomingMessage): ProjectorProgress =>
  JSON.parse(message.value?.toString() ?? '{}') as ProjectorProgress;

function hear(
  heard: Map<number, { partitions: number; completeTo: Map<number, CompleteTo> }>,
  partition: number,
  progress: ProjectorProgress,
): void {
  let known = heard.get(partition);
  if (!known || known.partitions !== progress.partitions) {
    known = { partitions: progress.partitions, completeTo: new Map() };
    heard.set(partition, known);
  }
  for (const [events, to] of Object.entries(progress.complete_to)) known.completeTo.set(Number(events), to);
}

function restatedMessages(pending: Pending): OutgoingMessage[] {
  const messages: OutgoingMessage[] = [];
  for (const [fact, cells] of pending) {
    const byTenant = new Map<string, number[]>();
    for (const { tenant, bucket } of cells.values()) {
      const buckets = byTenant.get(tenant);
      if (buckets) buckets.push(bucket);
      else byTenant.set(tenant, [bucket]);
    }
    for (const [tenant, buckets] of byTenant) {
      const restated: CellsRestated = { kind: 'cells', tenant, fact, buckets };
      messages.push({ key: `${tenant}/${fact}`, value: Buffer.from(JSON.stringify(restated)) });
    }
  }
  return messages;
}

function progressOfCells(
  partition: number,
  partitions: number,
  heard: { partitions: number; completeTo: Map<number, CompleteTo> },
): AggregatorProgress {
  return {
    kind: 'progress',
    partition,
    partitions,
    complete_to: oldest(heard.completeTo, heard.partitions),
  };
}

function progressMessage(progress: AggregatorProgress): OutgoingMessage {
  return { key: PROGRESS_KEY, value: Buffer.from(JSON.stringify(progress)) };
}

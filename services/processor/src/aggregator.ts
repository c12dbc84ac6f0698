import { setTimeout as pause } from 'node:timers/promises';
import { FACTS } from '@tallyboard/facts/facts';
import type { PendingCell } from '@tallyboard/facts/restate';
import { endOffsets, watchOffsets } from '@tallyboard/kafka/admin';
import { createBrokerClock } from '@tallyboard/kafka/broker-clock';
import { createConsumer, type IncomingBatch, type IncomingMessage } from '@tallyboard/kafka/consumer';
import { partitionOf } from '@tallyboard/kafka/partitioner';
import { createProducer, type OutgoingMessage } from '@tallyboard/kafka/producer';
import {
  type AggregatorProgress,
  type CellsRestated,
  PROGRESS_KEY,
  type ProjectorProgress,
  parseCellKey,
  parseProjectorProgress,
} from '@tallyboard/pipeline/messages';
import { type CompleteTo, oldest } from '@tallyboard/pipeline/progress';
import { Stage, type Taken } from '@tallyboard/pipeline/stage';
import { Lane } from './lane.js';
import { createPace } from './pace.js';
import { trackPositions } from './positions.js';
import { restate } from './restate.js';
import { currentEpoch, type Epoch, revisionOf } from './revision.js';
import { backoffOfStages, type Role, type RoleDeps } from './role.js';

/** Rounds wait for the slowest fact that they touch, so several are under way. */
const LIMITS = { maxMessages: 500_000, rounds: 32 };
/** Live, cells that are touched within a few milliseconds share a restate. */
const GATHER_MS = 20;

/** Touched cells to exact cells: restate, announce, commit. */
export async function startAggregator(deps: RoleDeps): Promise<Role> {
  const { kafka, clickhouse, topics, vitals, log, metrics } = deps;
  const producer = await createProducer(kafka);
  const offsets = watchOffsets(kafka);
  /** Of crm.cells as it was when its partitions were assigned, and its id. */
  let epoch: Epoch = { epoch: 0, partitions: 0 };
  let cellsId: string | null = null;
  let partitions = 0;
  const positions = trackPositions({
    ...deps,
    stage: 'aggregator',
    topic: topics.cells,
    offsets,
    life: () => epoch.epoch,
  });
  const now = () => performance.now();
  const pace = createPace(now);
  /** Per partition of crm.cells: what its progress messages have said of the partitions of crm.events. */
  const heard = new Map<number, { partitions: number; completeTo: Map<number, CompleteTo> }>();

  /** Per partition of crm.cells: up to where it is restated. */
  const told = new Map<number, CompleteTo>();
  const clock = createBrokerClock();

  const sleep = (ms: number) => pause(ms, undefined, { ref: false });
  const lanes = new Map(
    FACTS.map((fact) => [
      fact.name as string,
      new Lane({
        async restate(cells) {
          await metrics.timed('restate', () => restate(clickhouse, fact, cells));
          await metrics.timed('publish', () =>
            producer.send(topics.updates, restatedMessages(fact.name, cells)),
          );
          metrics.restated(cells.length);
          log.debug({ fact: fact.name, cells: cells.length }, 'restated');
          vitals.worked();
        },
        rest: (lastMs) => sleep(pace.rest(lastMs)),
        now,
      }),
    ]),
  );

  const process = async (taken: readonly Taken<IncomingMessage>[]): Promise<() => Promise<void>> => {
    const pending = new Map<string, PendingCell[]>();
    const progress: AggregatorProgress[] = [];
    const astray: OutgoingMessage[] = [];
    for (const { partition, messages } of taken) {
      const revision = revisionOf(epoch.epoch, messages.at(-1)!.offset);
      let hasProgressed = false;
      for (const message of messages) {
        const key = message.key ?? NO_KEY;
        const told = isProgress(message) ? parseProjectorProgress(message.value) : null;
        if (told) {
          hear(heard, partition, told);
          hasProgressed = true;
          continue;
        }
        const cell = parseCellKey(key);
        if (cell && lanes.has(cell.fact)) {
          const { tenant, bucket } = cell;
          const home = partitionOf(key, epoch.partitions);
          if (home !== partition) {
            astray.push({ key, value: null, partition: home });
            continue;
          }
          const cells = pending.get(cell.fact);
          if (cells) cells.push({ tenant, bucket, revision });
          else pending.set(cell.fact, [{ tenant, bucket, revision }]);
        } else
          log.warn(
            { key: key.toString('utf8', 0, 200), partition, offset: message.offset },
            'neither a cell nor progress: passed over',
          );
      }
      if (hasProgressed) progress.push(progressOfCells(partition, partitions, heard.get(partition)!));
    }
    await Promise.all([
      ...[...pending].map(([fact, cells]) => lanes.get(fact)!.add(cells)),
      // Of two offsets in two partitions nobody knows which is the later.
      producer.send(topics.cells, astray),
    ]);
    return async () => {
      await producer.send(topics.updates, progress.map(progressMessage));
      for (const { partition, complete_to } of progress) {
        metrics.completeTo('aggregator', partition, complete_to);
        told.set(partition, complete_to);
      }
      const [completeTo, nowMs] = [oldest(told, positions.present.size), clock.now()];
      if (completeTo !== null && nowMs !== null) vitals.complete(nowMs - completeTo);
    };
  };

  const stage = new Stage<IncomingMessage>(
    {
      process,
      async commit(done) {
        positions.committed(done);
        await consumer.commit(done);
      },
      hold() {
        const holdMs = pace.hold();
        // To wait for the projector is on purpose, and the pace bounds it.
        if (holdMs > 0) vitals.worked();
        return holdMs;
      },
      pause: () => GATHER_MS,
      backoff: backoffOfStages,
      onFailure: (error, retryMs) => {
        log.error({ err: error, retryMs }, 'restating failed');
        metrics.failed('aggregator');
        vitals.failed(error);
      },
      now,
      sleep,
    },
    LIMITS,
  );

  const consumer = createConsumer(kafka, {
    groupId: deps.groupId,
    topics: [topics.cells],
    fromBeginning: true,
    async begin(assigned) {
      const ends = () => endOffsets(kafka, topics.cells);
      const id = await deps.cellsId();
      epoch = await currentEpoch(clickhouse, { id, ends });
      cellsId = id;
      partitions = (await ends()).size;
      return positions.begin(assigned);
    },
    onBatch: (batch: IncomingBatch) => {
      for (const { timestamp } of batch.messages.slice(-1)) clock.observe(timestamp);
      for (const message of batch.messages)
        if (isProgress(message)) {
          const told = parseProjectorProgress(message.value);
          if (told) pace.projector(told.caught_up);
        } else pace.collected();
      return stage.take(() => batch);
    },
    onRevoked() {
      stage.forget();
      positions.revoked();
      heard.clear();
      told.clear();
    },
    onAssigned: positions.assigned,
    onUnsure: ({ message }) => vitals.assigned(false, message),
    onLost: (error) => log.warn({ err: error }, 'the aggregator has lost its group and joins it again'),
    onBack: () => log.info('the aggregator is back in its group'),
  });

  stage.start();
  await consumer.start();
  return {
    get cellsId() {
      return cellsId;
    },
    reposition() {
      cellsId = null;
      consumer.reposition();
    },
    async stop() {
      await stage.stop();
      await consumer.stop();
      await positions.stop();
      await offsets.close();
      await producer.close();
    },
  };
}

const NO_KEY = Buffer.alloc(0);
const isProgress = ({ key }: IncomingMessage): boolean => key?.equals(PROGRESS) === true;
const PROGRESS = Buffer.from(PROGRESS_KEY);

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

function restatedMessages(fact: string, cells: readonly PendingCell[]): OutgoingMessage[] {
  const byTenant = new Map<string, number[]>();
  for (const { tenant, bucket } of cells) {
    const buckets = byTenant.get(tenant);
    if (buckets) buckets.push(bucket);
    else byTenant.set(tenant, [bucket]);
  }
  return [...byTenant].map(([tenant, buckets]) => {
    const restated: CellsRestated = { kind: 'cells', tenant, fact, buckets };
    return { key: `${tenant}/${fact}`, value: Buffer.from(JSON.stringify(restated)) };
  });
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

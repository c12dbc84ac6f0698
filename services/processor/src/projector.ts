import { setTimeout as sleep } from 'node:timers/promises';
import { watchOffsets } from '@tallyboard/kafka/admin';
import { createBrokerClock } from '@tallyboard/kafka/broker-clock';
import { createConsumer } from '@tallyboard/kafka/consumer';
import { createProducer } from '@tallyboard/kafka/producer';
import { Stage, type Taken } from '@tallyboard/pipeline/stage';
import { repeat } from '@tallyboard/runtime/repeat';
import { announce, announceProgress } from './announce.js';
import { createAppend } from './append.js';
import { deadLetter } from './dead-letter.js';
import { createErased, leftOfErased, sweep } from './erased.js';
import { trackPositions } from './positions.js';
import { project } from './project.js';
import { createRead, type ReadBatch } from './read.js';
import { refill } from './refill.js';
import { currentEpoch, type Epoch } from './revision.js';
import { backoffOfStages, type Role, type RoleDeps } from './role.js';
import type { Touched } from './sorted.js';
import { touchedByErased, touchedCells } from './touched.js';

const LIMITS = { maxMessages: 100_000, rounds: 1 };
/** Live, events of a few milliseconds share a round trip, and projecting never takes more than half the time. */
const LIVE_PAUSE_MS = 15;
/** More than this in one round, and there is no time to lose. */
const LIVE_ROUND = 2_000;
const PROGRESS_MS = 500;
const SWEEP_EVERY_MS = 3_600_000;
/** Further behind than this, cells had better wait: restating them now is wasted on what comes next. */
const CATCHING_UP_FROM = 10_000;

/** Events to facts: append, announce, commit. */
export async function startProjector(deps: RoleDeps): Promise<Role> {
  const { kafka, clickhouse, topics, groupId, engine, vitals, log, metrics } = deps;
  const clock = createBrokerClock();
  /** Of crm.cells, as it was when partitions were assigned, and its id. */
  let epoch: Epoch | null = null;
  let cellsId: string | null = null;
  const findEpoch = async () => {
    const id = await deps.cellsId();
    const found = await currentEpoch(clickhouse, { id, ends: () => offsets.ends(topics.cells) });
    const isAnew = epoch !== null && epoch.epoch !== found.epoch;
    epoch = found;
    // What was announced in the earlier life and not restated by its end is announced again.
    if (isAnew) refillAgain();
    return { id, epoch };
  };
  const stopping = new AbortController();
  let refilling = Promise.resolve();
  const refillAgain = () => {
    refilling = refilling.then(() =>
      refill({
        kafka,
        clickhouse,
        producer,
        topic: topics.cells,
        life: async () => (await findEpoch()).epoch.epoch,
        aggregators: `${deps.groupPrefix}tally-aggregator`,
        log,
        signal: stopping.signal,
      }),
    );
  };
  const producer = await createProducer(kafka, {
    onAppended: clock.observe,
    spread: (topic) => (topic === topics.cells ? (epoch?.partitions ?? null) : null),
  });
  const offsets = watchOffsets(kafka);
  const append = createAppend(clickhouse);
  const erased = createErased();
  const read = createRead(erased);
  /** Whoever has it read again wants it stored again, too. */
  const reposition = () => {
    cellsId = null;
    append.forget();
    consumer.reposition();
  };
  const positions = trackPositions({
    ...deps,
    stage: 'projector',
    topic: topics.events,
    offsets,
    onRewind: reposition,
  });

  const process = async (taken: readonly Taken<ReadBatch>[]): Promise<void> => {
    const projection = await metrics.timed('project', async () => project(taken, erased));
    const announced = (touched: Touched) =>
      metrics.timed('announce', () => announce(producer, topics.cells, touched));
    const [fixed, others] = await Promise.all([
      metrics.timed('append_fixed', () => append.fixed(projection)).then(() => announced(projection.cells)),
      metrics
        .timed('append_others', () => append.others(projection))
        .then(() => metrics.timed('touch', () => touchedCells(clickhouse, projection)))
        .then(announced),
      producer.send(topics.dlq, projection.deadLetters.map(deadLetter)),
    ]);
    // Last: by what is taken away here it was found which cells counted it.
    if (projection.erased.size > 0) {
      const rows = await metrics.timed('erase', () => sweep(clickhouse, projection.erased));
      log.info({ erasures: projection.erasures.rows, rows }, 'erased');
    }
    const cells = fixed + others;
    metrics.projected(projection.events, projection.deadLetters.length, projection.dropped, cells);
    for (const { partition, offset, reason } of projection.deadLetters)
      log.warn({ partition, offset, reason }, 'event sent to the dead-letter topic');
    log.debug({ events: projection.events, cells }, 'projected');
    vitals.worked();
  };

  const stage = new Stage<ReadBatch>(
    {
      process,
      async commit(done) {
        positions.committed(done);
        await consumer.commit(done);
      },
      pause: (lastMs, count) => (count < LIVE_ROUND ? Math.max(LIVE_PAUSE_MS, lastMs) : 0),
      backoff: backoffOfStages,
      onFailure: (error, retryMs) => {
        log.error({ err: error, retryMs }, 'projecting failed');
        metrics.failed('projector');
        vitals.failed(error);
      },
      now: () => performance.now(),
      sleep,
    },
    LIMITS,
  );

  const consumer = createConsumer(kafka, {
    groupId,
    topics: [topics.events],
    fromBeginning: true,
    gatherMs: LIVE_PAUSE_MS,
    async begin(assigned) {
      await erased.load(clickhouse);
      ({ id: cellsId } = await findEpoch());
      return positions.begin(assigned);
    },
    onBatch: (batch) => stage.take(() => ({ ...batch, messages: [read(batch.messages)] })),
    onRevoked() {
      stage.forget();
      positions.revoked();
    },
    onAssigned: positions.assigned,
    onUnsure: ({ message }) => vitals.assigned(false, message),
    onLost: (error) => log.warn({ err: error }, 'the projector has lost its group and joins it again'),
    onBack: () => log.info('the projector is back in its group'),
  });

  const tellProgress = async (): Promise<void> => {
    // What is stored in a ClickHouse that does not answer, or has begun anew, is not known to be there.
    if (!engine.isSteady()) return;
    const asked = clock.now();
    const [ends, cells] = await Promise.all([offsets.ends(topics.events), offsets.ends(topics.cells)]);
    const completeTo: Record<string, number> = {};
    let behind = 0;
    for (const [partition, { offset, timestamp }] of positions.present) {
      const left = Math.max(0, (ends.get(partition) ?? 0) - offset);
      behind += left;
      const to = left === 0 ? asked : timestamp;
      if (to !== null) completeTo[partition] = to;
      metrics.completeTo('projector', partition, to);
    }
    const told = Object.values(completeTo);
    if (asked !== null && told.length > 0 && told.length === positions.present.size)
      vitals.complete(asked - Math.min(...told));
    if (positions.present.size > 0)
      await announceProgress(producer, topics.cells, cells.size, {
        partitions: ends.size,
        complete_to: completeTo,
        caught_up: behind < CATCHING_UP_FROM,
      });
  };

  stage.start();
  await consumer.start();
  refillAgain();
  const telling = repeat(PROGRESS_MS, tellProgress, (error) => log.warn({ err: error }, 'progress not told'));
  const sweeping = repeat(
    SWEEP_EVERY_MS,
    async () => {
      const left = await leftOfErased(clickhouse);
      if (left.size === 0) return;
      // By it a cell's partition is known.
      if (!epoch) await findEpoch();
      // As of a batch: a sweep may come between what one of those has stored and what it announces.
      await announce(producer, topics.cells, await touchedByErased(clickhouse, left));
      log.info({ rows: await sweep(clickhouse, left) }, 'erased what a writer had stored late');
    },
    (error) => log.warn({ err: error }, 'what is erased was not looked for'),
  );
  return {
    get cellsId() {
      return cellsId;
    },
    reposition,
    async stop() {
      stopping.abort();
      await Promise.all([telling.stop(), sweeping.stop(), refilling]);
      await stage.stop();
      await consumer.stop();
      await positions.stop();
      await offsets.close();
      await producer.close();
    },
  };
}

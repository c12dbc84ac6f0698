import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { ALWAYS_THERE, uptimeOf, watchEngine } from '@tallyboard/clickhouse/engine-watch';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { topicIds } from '@tallyboard/kafka/topic-id';
import type { TopicNames } from '@tallyboard/kafka/topics';
import type { Health } from '@tallyboard/runtime/health';
import type { Logger } from '@tallyboard/runtime/logging';
import { repeat } from '@tallyboard/runtime/repeat';
import { startAggregator } from './aggregator.js';
import type { ProcessorMetrics } from './metrics.js';
import { startProjector } from './projector.js';
import type { Role, RoleName } from './role.js';
import { createVitals, type Vitals } from './vitals.js';

export interface ProcessorOptions {
  kafka: KafkaConnection;
  clickhouse: ClickHouse;
  topics: TopicNames;
  /** Put before the names of the consumer groups. */
  groupPrefix: string;
  roles: readonly RoleName[];
  /** Makes the tables that are missing. */
  migrate(): Promise<unknown>;
  /** Makes the topics that are missing. */
  ensureTopics(): Promise<void>;
  health: Health;
  log: Logger;
  metrics: ProcessorMetrics;
  /** A role has stood still for minutes although Kafka and ClickHouse answer: the process had better be started anew. */
  onStuck?(sentence: string): void;
}

const REPORT_MS = 1_000;
const LOOK_AT_CELLS_MS = 1_000;
/** Longer than whatever is given up and tried again by itself. */
const STUCK_MS = 300_000;
const WHAT: Record<RoleName, string> = { projector: 'projecting', aggregator: 'restating' };

/** The roles of this process over one ClickHouse that is watched. */
export async function startProcessor(options: ProcessorOptions): Promise<{ stop(): Promise<void> }> {
  const { kafka, clickhouse, topics, health, log, groupPrefix, onStuck = () => {} } = options;
  const roles: { name: RoleName; role: Role; vitals: Vitals }[] = [];
  const report = async () => {
    for (const { name, vitals } of roles) {
      const { ok, detail } = vitals.report();
      health.set(name, ok, detail);
      if (vitals.standsStillMs() < STUCK_MS || !engine.isSteady()) continue;
      const sentence = `The ${name} has been stuck for ${STUCK_MS / 60_000} minutes although ClickHouse answers: ${detail}.`;
      health.setAlive(false, sentence);
      onStuck(sentence);
    }
  };
  const server = clickhouse.elsewhere(ALWAYS_THERE);
  const engine = watchEngine({
    uptimeS: () => uptimeOf(server),
    async onRestart() {
      log.warn('ClickHouse was started anew: what it may have lost is read again from the log');
      await options.migrate();
      for (const { role, vitals } of roles) {
        vitals.lost();
        role.reposition();
      }
      await report();
    },
    onState: (ok, detail) => health.set('clickhouse', ok, detail),
  });
  const ids = topicIds(kafka);
  const cellsId = async () => {
    const id = await ids.of(topics.cells);
    if (id === null) throw new Error(`there is no topic ${topics.cells}`);
    return id;
  };
  const stops: (() => Promise<void>)[] = [() => server.close(), () => engine.stop(), () => ids.close()];
  for (const name of options.roles) {
    const vitals = createVitals(WHAT[name]);
    const start = name === 'projector' ? startProjector : startAggregator;
    const role = await start({ ...options, engine, cellsId, vitals, groupId: `${groupPrefix}tally-${name}` });
    roles.push({ name, role, vitals });
    stops.push(() => role.stop());
  }
  // What it carries is in the facts as well: who deletes it loses nothing.
  const lookAtCells = async () => {
    const id = await ids.of(topics.cells);
    if (id === null) {
      log.warn({ topic: topics.cells }, 'the topic is gone: it is made anew');
      await options.ensureTopics();
      return;
    }
    for (const { name, role } of roles) {
      if (role.cellsId === null || role.cellsId === id) continue;
      log.warn({ role: name, topic: topics.cells }, 'the topic was made anew: every cell is announced again');
      role.reposition();
    }
  };
  const looking = repeat(LOOK_AT_CELLS_MS, lookAtCells, (error) =>
    log.debug({ err: error }, 'whether crm.cells is the same was not found out'),
  );
  stops.push(() => looking.stop());
  const reporting = repeat(REPORT_MS, report, () => {});
  stops.push(() => reporting.stop());
  return {
    async stop() {
      for (const stop of stops.reverse()) await stop();
    },
  };
}

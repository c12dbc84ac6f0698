import type { KafkaConnection } from './connect.js';

/** The topics of one deployment. */
export interface TopicNames {
  /** The log: every event, keyed by tenant/entity/id. */
  events: string;
  /** What could not be processed: original bytes, with error headers. */
  dlq: string;
  /** Touched cells, keyed by cell, and the projector's progress. */
  cells: string;
  /** What was restated, and how far. */
  updates: string;
}

/** Several deployments (tests, mostly) share a broker by prefix. */
export function topicNames(prefix: string): TopicNames {
  return {
    events: `${prefix}crm.events`,
    dlq: `${prefix}crm.events.dlq`,
    cells: `${prefix}crm.cells`,
    updates: `${prefix}crm.updates`,
  };
}

const DAY_MS = 86_400_000;
const PARTITIONS = 4;

/**
 * Creates what is missing and leaves the rest. The log is kept for ever and stamped by the broker, so that
 * `recorded_at` is one clock; announcements are short-lived, since facts can announce them again.
 */
export async function ensureTopics(
  connection: KafkaConnection,
  prefix: string,
  options: { partitions?: number } = {},
): Promise<void> {
  const names = topicNames(prefix);
  const partitions = options.partitions ?? PARTITIONS;
  const brokerTime = { name: 'message.timestamp.type', value: 'LogAppendTime' };
  const keep = (ms: number) => ({ name: 'retention.ms', value: String(ms) });
  const wanted = [
    { topic: names.events, numPartitions: partitions, configEntries: [brokerTime, keep(-1)] },
    { topic: names.dlq, numPartitions: 1, configEntries: [keep(-1)] },
    { topic: names.cells, numPartitions: partitions, configEntries: [keep(7 * DAY_MS)] },
    { topic: names.updates, numPartitions: 1, configEntries: [keep(DAY_MS)] },
  ];
  await connection.withAdmin(async (admin) => {
    const existing = new Set(await admin.listTopics());
    const topics = wanted.filter(({ topic }) => !existing.has(topic));
    if (topics.length > 0) await admin.createTopics({ waitForLeaders: true, topics });
  });
}

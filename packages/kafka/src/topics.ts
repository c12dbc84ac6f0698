import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@tallyboard/runtime/failure';
import type { Admin, ITopicMetadata } from 'kafkajs';
import type { KafkaConnection } from './connect.js';
import { copiesOf, copiesWanted, inSync, mustHaveBrokers, mustHaveCopies } from './copies.js';
import { configure, type TopicSetting } from './topic-settings.js';

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
  /** Steps of alerts and what people do about them. */
  alerts: string;
  /** Goals as they were set and removed. */
  goals: string;
}

/** Several deployments (tests, mostly) share a broker by prefix. */
export function topicNames(prefix: string): TopicNames {
  return {
    events: `${prefix}crm.events`,
    dlq: `${prefix}crm.events.dlq`,
    cells: `${prefix}crm.cells`,
    updates: `${prefix}crm.updates`,
    alerts: `${prefix}crm.alerts`,
    goals: `${prefix}crm.goals`,
  };
}

/** Where events are counted, and where it is kept what people do: with several shards each has the former, and all together the latter. */
export const SHARD_TOPICS = ['events', 'dlq', 'cells', 'updates'] as const;
export const SHARED_TOPICS = ['alerts', 'goals'] as const;

const DAY_MS = 86_400_000;
const PARTITIONS = 4;

/**
 * Creates what is missing, and sets the topics that are there to what this version needs. Every topic is stamped by
 * the broker, so that `recorded_at` and all watermarks are of one clock, and a sender whose clock is wrong is refused
 * nothing. The log is kept for ever; announcements are short-lived, since facts can announce them again.
 *
 * Rejects with a Failure where a topic has fewer copies than it has to, see copies.ts.
 */
export async function ensureTopics(
  connection: KafkaConnection,
  prefix: string,
  { partitions = PARTITIONS, which }: { partitions?: number; which?: readonly (keyof TopicNames)[] } = {},
): Promise<void> {
  const names = topicNames(prefix);
  await connection.withAdmin(async (admin) => {
    const { brokers } = await admin.describeCluster();
    const copies = copiesWanted(brokers.length, connection.copies);
    const topic = (topicName: string, numPartitions: number, keptMs: number) => ({
      topic: topicName,
      numPartitions,
      replicationFactor: copies,
      configEntries: [BROKER_TIME, inSync(copies), { name: 'retention.ms', value: String(keptMs) }],
    });
    const all = {
      events: topic(names.events, partitions, -1),
      dlq: topic(names.dlq, 1, -1),
      cells: topic(names.cells, partitions, 7 * DAY_MS),
      updates: topic(names.updates, 1, DAY_MS),
      alerts: topic(names.alerts, 1, -1),
      goals: topic(names.goals, 1, -1),
    };
    const wanted = which ? which.map((name) => all[name]) : Object.values(all);
    const existing = new Set(await admin.listTopics());
    const topics = wanted.filter((each) => !existing.has(each.topic));
    // Another service may be creating them at the same moment; kafkajs takes that for done.
    if (topics.length > 0) {
      mustHaveBrokers(brokers.length, copies);
      await admin.createTopics({ waitForLeaders: false, topics });
    }
    const led = await untilLed(
      admin,
      wanted.map((each) => each.topic),
    );
    mustHaveCopies(led, { asked: connection.copies, wanted: copies });
    await configure(
      admin,
      led
        .filter(({ name }) => existing.has(name))
        .map((each) => ({ name: each.name, needed: [BROKER_TIME, inSync(copiesOf(each))] })),
    );
  });
}

const BROKER_TIME: TopicSetting = { name: 'message.timestamp.type', value: 'LogAppendTime' };

const LED_WITHIN_MS = 30_000;

/** A topic that was just created is unknown to its broker for a moment, which kafkajs's own wait takes for an error. */
async function untilLed(admin: Admin, topics: string[]): Promise<ITopicMetadata[]> {
  const giveUpAt = Date.now() + LED_WITHIN_MS;
  for (;;) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics });
      if (metadata.topics.every(({ partitions }) => partitions.length > 0 && partitions.every(isLed)))
        return metadata.topics;
    } catch (error) {
      if (!(error as { retriable?: boolean }).retriable || Date.now() > giveUpAt) throw error;
    }
    if (Date.now() > giveUpAt)
      throw new Failure(
        `Kafka has had no leader for ${topics.join(', ')} for ${LED_WITHIN_MS / 1_000} s: see its log.`,
      );
    await sleep(50);
  }
}

const isLed = ({ leader }: { leader: number }): boolean => leader >= 0;

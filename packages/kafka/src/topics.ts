import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@tallyboard/runtime/failure';
import kafkajs, { type Admin } from 'kafkajs';
import type { KafkaConnection } from './connect.js';

const { ConfigResourceTypes } = kafkajs;

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

const DAY_MS = 86_400_000;
const PARTITIONS = 4;

/**
 * Creates what is missing, and sets the topics that are there to what this version needs. Every topic is stamped by
 * the broker, so that `recorded_at` and all watermarks are of one clock, and a sender whose clock is wrong is refused
 * nothing. The log is kept for ever; announcements are short-lived, since facts can announce them again.
 */
export async function ensureTopics(
  connection: KafkaConnection,
  prefix: string,
  options: { partitions?: number } = {},
): Promise<void> {
  const names = topicNames(prefix);
  const partitions = options.partitions ?? PARTITIONS;
  const keep = (ms: number) => [BROKER_TIME, { name: 'retention.ms', value: String(ms) }];
  const wanted = [
    { topic: names.events, numPartitions: partitions, configEntries: keep(-1) },
    { topic: names.dlq, numPartitions: 1, configEntries: keep(-1) },
    { topic: names.cells, numPartitions: partitions, configEntries: keep(7 * DAY_MS) },
    { topic: names.updates, numPartitions: 1, configEntries: keep(DAY_MS) },
    { topic: names.alerts, numPartitions: 1, configEntries: keep(-1) },
    { topic: names.goals, numPartitions: 1, configEntries: keep(-1) },
  ];
  await connection.withAdmin(async (admin) => {
    const existing = new Set(await admin.listTopics());
    const topics = wanted.filter(({ topic }) => !existing.has(topic));
    // Another service may be creating them at the same moment; kafkajs takes that for done.
    if (topics.length > 0) await admin.createTopics({ waitForLeaders: false, topics });
    await untilLed(
      admin,
      wanted.map(({ topic }) => topic),
    );
    await stampByBroker(
      admin,
      wanted.filter(({ topic }) => existing.has(topic)).map(({ topic }) => topic),
    );
  });
}

const BROKER_TIME = { name: 'message.timestamp.type', value: 'LogAppendTime' };
/** Where Kafka says a value of a topic comes from when somebody has set it on the topic itself. */
const SET_ON_TOPIC = 1;

/** Topics that were made before this was asked of them; what else is set on them stays. */
async function stampByBroker(admin: Admin, topics: string[]): Promise<void> {
  if (topics.length === 0) return;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  const others = resources.filter(
    ({ configEntries }) =>
      !configEntries.some(
        ({ configName, configValue }) => configName === BROKER_TIME.name && configValue === BROKER_TIME.value,
      ),
  );
  if (others.length === 0) return;
  await admin.alterConfigs({
    validateOnly: false,
    resources: others.map(({ resourceName, configEntries }) => ({
      type: ConfigResourceTypes.TOPIC,
      name: resourceName,
      configEntries: [
        BROKER_TIME,
        ...configEntries
          .filter(
            ({ configName, configSource }) =>
              configName !== BROKER_TIME.name && Number(configSource) === SET_ON_TOPIC,
          )
          .map(({ configName, configValue }) => ({ name: configName, value: configValue })),
      ],
    })),
  });
}

const LED_WITHIN_MS = 30_000;

/** A topic that was just created is unknown to its broker for a moment, which kafkajs's own wait takes for an error. */
async function untilLed(admin: Admin, topics: string[]): Promise<void> {
  const giveUpAt = Date.now() + LED_WITHIN_MS;
  for (;;) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics });
      if (metadata.topics.every(({ partitions }) => partitions.length > 0 && partitions.every(isLed))) return;
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

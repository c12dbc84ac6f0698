import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { kafkaAccess } from '@tallyboard/kafka/access';
import { clusterId, committedOffsets, endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { type TopicNames, topicNames } from '@tallyboard/kafka/topics';
import { askedRewinds } from '@tallyboard/rebuild/rewinds';
import { clickhouseSettings, kafkaSettings, loadSettings, logSettings } from '@tallyboard/runtime/settings';
import type { Context } from '../command.js';
import type { Offsetting, Pipeline } from './caught-up.js';

/** The stack that is proven, repaired or rebuilt. */
export interface Stack {
  kafka: KafkaConnection;
  clickhouse: ClickHouse;
  topics: TopicNames;
  pipeline: Pipeline;
  offsets: Offsetting;
  /** Under which name ClickHouse knows a topic of this Kafka. */
  logId(topic: string): Promise<string>;
  close(): Promise<void>;
}

/** Connects by the settings; throws a Failure when ClickHouse does not answer or has nothing of ours. */
export async function openStack(context: Context, clientId: string): Promise<Stack> {
  const settings = loadSettings({ ...logSettings, ...kafkaSettings, ...clickhouseSettings }, context.env);
  const topics = topicNames(settings.topicPrefix);
  const kafka = connectKafka({ ...kafkaAccess(settings), clientId });
  const clickhouse = connectClickHouse({
    url: settings.clickhouseUrl,
    user: settings.clickhouseUser,
    password: settings.clickhousePassword,
    database: settings.clickhouseDatabase,
  });
  const logId = async (topic: string) => `${await clusterId(kafka)}/${topic}`;
  const [ends, starts] = [
    (topic: string) => endOffsets(kafka, topic),
    (topic: string) => startOffsets(kafka, topic),
  ];
  // Before minutes are spent on the log.
  await clickhouse.command('EXISTS TABLE migrations');
  return {
    kafka,
    clickhouse,
    topics,
    pipeline: {
      events: topics.events,
      cells: topics.cells,
      projector: `${settings.topicPrefix}tally-projector`,
      aggregator: `${settings.topicPrefix}tally-aggregator`,
    },
    offsets: {
      ends,
      starts,
      committed: (group, topic) => committedOffsets(kafka, group, topic),
      async notRewound() {
        const [low, high] = await Promise.all([starts(topics.events), ends(topics.events)]);
        // Nobody reads again where there is nothing.
        const filled = [...high].filter(([partition, end]) => end > (low.get(partition) ?? 0));
        const asked = await askedRewinds(
          clickhouse,
          'projector',
          await logId(topics.events),
          filled.map(([partition]) => partition),
        );
        return new Set(asked.filter(({ isBegun }) => !isBegun).map(({ partition }) => partition)).size;
      },
    },
    logId,
    close: () => clickhouse.close(),
  };
}

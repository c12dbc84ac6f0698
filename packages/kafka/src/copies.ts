import { Failure } from '@tallyboard/runtime/failure';
import { kafkaSettings } from '@tallyboard/runtime/settings';
import type { Admin, ITopicMetadata } from 'kafkajs';
import type { TopicSetting } from './topic-settings.js';

/** What a cluster can lose one broker of and go on, with everything that was acknowledged. */
const USUAL = 3;
const SETTING = kafkaSettings.kafkaCopies.name;

/** How many copies of each partition topics have to have. `asked`: by the settings. A Failure when there are too few brokers. */
export async function copiesWanted(admin: Admin, asked: number | undefined): Promise<number> {
  const { brokers } = await admin.describeCluster();
  if (asked === undefined) return Math.min(USUAL, brokers.length);
  if (asked > brokers.length)
    throw new Failure(
      `${SETTING} wants ${asked} copies of each partition, and Kafka has ${brokers.length} broker${brokers.length === 1 ? '' : 's'} now: start more, or set it to ${brokers.length}.`,
    );
  return asked;
}

/** All copies but one have what is acknowledged, so that one may be away; more are as well. */
export function inSync(copies: number): TopicSetting {
  const least = Math.max(1, copies - 1);
  return { name: 'min.insync.replicas', value: String(least), orElse: (set) => Number(set) >= least };
}

/** A Failure that names the topics which have fewer copies than they have to. */
export function mustHaveCopies(topics: readonly ITopicMetadata[], copies: number): void {
  const few = topics.flatMap(({ name, partitions }) => {
    const least = Math.min(...partitions.map(({ replicas }) => replicas.length));
    return least < copies ? [{ name, least }] : [];
  });
  if (few.length === 0) return;
  const which = few.map(({ name, least }) => `${name} (${least})`).join(', ');
  throw new Failure(
    `These topics have fewer than ${copies} copies of each partition: ${which}. A broker that is lost would take events with it: add copies (kafka-reassign-partitions.sh), or set ${SETTING}=${Math.min(...few.map(({ least }) => least))} to go on with what there is.`,
  );
}

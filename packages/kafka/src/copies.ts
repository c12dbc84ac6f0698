import { Failure } from '@tallyboard/runtime/failure';
import { kafkaSettings } from '@tallyboard/runtime/settings';
import type { ITopicMetadata } from 'kafkajs';
import type { TopicSetting } from './topic-settings.js';

/** What a cluster can lose one broker of and go on, with everything that was acknowledged. */
const USUAL = 3;
const SETTING = kafkaSettings.kafkaCopies.name;

/** How many copies of each partition topics have to have. `brokers`: that are there now; `asked`: by the settings. */
export const copiesWanted = (brokers: number, asked: number | undefined): number =>
  asked ?? Math.min(USUAL, brokers);

/** A Failure where topics are to be made of more copies than there are brokers. */
export function mustHaveBrokers(brokers: number, copies: number): void {
  if (copies > brokers)
    throw new Failure(
      `${SETTING} wants ${copies} copies of each partition, and Kafka has ${brokers} broker${brokers === 1 ? '' : 's'} now: start more, or set it to ${brokers}.`,
    );
}

/** All copies but one have what is acknowledged, so that one may be away; more are as well. */
export function inSync(copies: number): TopicSetting {
  const least = Math.max(1, copies - 1);
  return { name: 'min.insync.replicas', value: String(least), orElse: (set) => Number(set) >= least };
}

/**
 * A Failure that names the topics which have fewer copies than the settings ask for; where they ask for nothing, those that
 * have one alone though there are brokers for three. (Two may be of a day when a broker was away.)
 */
export function mustHaveCopies(
  topics: readonly ITopicMetadata[],
  { asked, wanted }: { asked: number | undefined; wanted: number },
): void {
  const least = asked ?? (wanted < USUAL ? 1 : 2);
  const few = topics.filter((topic) => copiesOf(topic) < least);
  if (few.length === 0) return;
  const which = few.map((topic) => `${topic.name} (${copiesOf(topic)})`).join(', ');
  throw new Failure(
    `These topics have fewer than ${wanted} copies of each partition: ${which}. A broker that is lost would take events with it: add copies (kafka-reassign-partitions.sh), or set ${SETTING}=${Math.min(...few.map(copiesOf))} to go on with what there is.`,
  );
}

/** Of its partitions the one with the fewest. */
export const copiesOf = ({ partitions }: ITopicMetadata): number =>
  Math.min(...partitions.map(({ replicas }) => replicas.length));

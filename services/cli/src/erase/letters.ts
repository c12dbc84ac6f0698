import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { rewriteTopic } from '@tallyboard/kafka/rewrite';
import type { Subject } from './known.js';

/** Takes the dead letters of these out of their topic; how many there were. Those without a key say of nobody whose they are. */
export async function forgetLetters(
  kafka: KafkaConnection,
  topic: string,
  tenant: string,
  subjects: readonly Subject[],
): Promise<number> {
  const keys = new Set(subjects.map(({ entity, id }) => `${tenant}/${entity}/${id}`));
  const { dropped } = await rewriteTopic(kafka, topic, ({ key }) =>
    keys.has(key?.toString() ?? '') ? null : 'as it is',
  );
  return dropped;
}

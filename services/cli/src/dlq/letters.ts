import type { Decoded } from '@tallyboard/contracts/codec';
import { readMessage } from '@tallyboard/contracts/log-message';
import { endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import { replay } from '@tallyboard/kafka/replay';
import { ERROR_HEADERS, nameOf, originOf, redrivenBy } from '@tallyboard/pipeline/dead-letter';
import { Failure } from '@tallyboard/runtime/failure';

/** A message that could not be processed. */
export interface Letter {
  /** In the dead-letter topic, which has one partition. */
  offset: number;
  /** `topic/partition/offset` that it had in the log. */
  name: string;
  /** Why it could not be processed, as was said then. */
  reason: string;
  /** It has been sent to the log again. */
  redriven: boolean;
  message: IncomingMessage;
}

/**
 * Reads the dead-letter topic up to its end of now, twice: what was sent again is said behind the letters. They come in
 * the order in which they were put there, and are not kept.
 */
export async function readLetters(
  kafka: KafkaConnection,
  topic: string,
  onLetter: (letter: Letter) => void | Promise<void>,
): Promise<void> {
  const [from, to] = await boundsOf(kafka, topic);
  const redriven = new Set<string>();
  await replay(kafka, topic, {
    from,
    to,
    onMessages: (_partition, messages) => {
      for (const message of messages) for (const name of redrivenBy(message) ?? []) redriven.add(name);
    },
  });
  await replay(kafka, topic, {
    from,
    to,
    onMessages: async (partition, messages) => {
      for (const message of messages) {
        if (redrivenBy(message)) continue;
        const { offset, headers } = message;
        const name = nameOf(originOf(message) ?? { topic, partition, offset });
        const reason = headers[ERROR_HEADERS.reason]?.toString() ?? 'not said';
        await onLetter({ offset, name, reason, redriven: redriven.has(name), message });
      }
    },
  });
}

/** What a letter says if it is read by what is known now. */
export const readAgain = ({ message }: Letter): Decoded => readMessage(message);

type Offsets = Map<number, number>;

async function boundsOf(kafka: KafkaConnection, topic: string): Promise<[Offsets, Offsets]> {
  try {
    return [await startOffsets(kafka, topic), await endOffsets(kafka, topic)];
  } catch (error) {
    if ((error as { type?: string }).type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
    throw new Failure(
      `There is no topic ${topic} at ${kafka.brokers.join(', ')}: start the services once, or set TALLY_TOPIC_PREFIX and TALLY_KAFKA_BROKERS to where they run.`,
      { cause: error },
    );
  }
}

import type { KafkaConnection } from '@tallyboard/kafka/connect';
import type { OutgoingMessage, Producer } from '@tallyboard/kafka/producer';
import type { TopicNames } from '@tallyboard/kafka/topics';
import { originalHeaders, redrivenNote } from '@tallyboard/pipeline/dead-letter';
import { type Letter, readAgain, readLetters } from './letters.js';

/** What became of a letter. */
export type Redriven = Pick<Letter, 'offset' | 'name'> & {
  /** Of its Kafka message. */
  key: string | null;
} & ({ outcome: 'sent'; type: string } | { outcome: 'already' } | { outcome: 'unreadable'; reason: string });

export interface RedriveOptions {
  /** Of the dead-letter topic; undefined: every letter. */
  only: ReadonlySet<number> | undefined;
  /** Absent: nothing is sent. */
  producer: Producer | undefined;
  /** Told once the log has it; of letters that a failed send was about, nothing. */
  onLetter(letter: Redriven): void;
}

/** Sent together, before a note says so. */
const CHUNK = 500;

/**
 * Sends letters that can be read now to the log as they were: key, value and headers. A note behind the letters says
 * which were sent, so that the next run leaves them alone; a crash before the note repeats a send, which changes no
 * number.
 */
export async function redrive(
  kafka: KafkaConnection,
  topics: TopicNames,
  { only, producer, onLetter }: RedriveOptions,
): Promise<void> {
  const sentNow = new Set<string>();
  let messages: OutgoingMessage[] = [];
  let names: string[] = [];
  let outcomes: Redriven[] = [];
  const flush = async () => {
    if (producer && messages.length > 0) await producer.send(topics.events, messages);
    for (const outcome of outcomes) onLetter(outcome);
    if (producer && names.length > 0) await producer.send(topics.dlq, [redrivenNote(names)]);
    [messages, names, outcomes] = [[], [], []];
  };
  await readLetters(kafka, topics.dlq, async (letter) => {
    const { offset, name, message } = letter;
    if (only && !only.has(offset)) return;
    const seen = { offset, name, key: message.key?.toString() ?? null };
    if (letter.redriven || sentNow.has(name)) {
      outcomes.push({ ...seen, outcome: 'already' });
      return;
    }
    const read = readAgain(letter);
    if (!read.ok) {
      outcomes.push({ ...seen, outcome: 'unreadable', reason: read.reason });
      return;
    }
    outcomes.push({ ...seen, outcome: 'sent', type: read.event.type });
    sentNow.add(name);
    names.push(name);
    messages.push({ key: message.key, value: message.value, headers: originalHeaders(message) });
    if (messages.length >= CHUNK) await flush();
  });
  await flush();
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Outcome, Result } from '@tallyboard/api/ingest';
import type { OutgoingMessage } from '@tallyboard/kafka/producer';
import { readCloudEvent, type Sender } from './cloud-event.js';
import { type Erasures, noteErasure } from './erasures.js';
import type { Publisher } from './publisher.js';

/** Publishes the events that fit their contracts and says of each what became of it. Rejects when Kafka does not take them. */
export async function publishBatch(
  events: unknown[],
  { sender, publisher }: { sender: Sender; publisher: Publisher },
): Promise<{ outcome: Outcome; erasures: Erasures }> {
  const messages: OutgoingMessage[] = [];
  const results: Result[] = [];
  const erasures: Erasures = {};
  for (const [index, event] of events.entries()) {
    // A large batch must not keep the other requests and the health check waiting.
    if (index > 0 && index % EVENTS_PER_TURN === 0) await nextTurn();
    const reading = readCloudEvent(event, sender);
    if (reading.ok) {
      messages.push(reading.message);
      noteErasure(erasures, reading.type);
      results.push({ index, id: reading.id, status: 'accepted' });
    } else results.push({ index, id: reading.id, status: 'rejected', violations: reading.violations });
  }
  await publisher.publish(messages);
  const accepted = messages.length;
  return { outcome: { accepted, rejected: results.length - accepted, results }, erasures };
}

const EVENTS_PER_TURN = 500;

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Outcome, Result } from '@tallyboard/api/ingest';
import type { OutgoingMessage } from '@tallyboard/kafka/producer';
import { readCloudEvent } from './cloud-event.js';
import type { Publisher } from './publisher.js';

/** Publishes the events that fit their contracts and says of each what became of it. Rejects when Kafka does not take them. */
export async function publishBatch(
  events: unknown[],
  { tenant, publisher }: { tenant: string; publisher: Publisher },
): Promise<Outcome> {
  const messages: OutgoingMessage[] = [];
  const results: Result[] = [];
  for (const [index, event] of events.entries()) {
    // A large batch must not keep the other requests and the health check waiting.
    if (index > 0 && index % EVENTS_PER_TURN === 0) await nextTurn();
    const reading = readCloudEvent(event, tenant);
    if (reading.ok) {
      messages.push(reading.message);
      results.push({ index, id: reading.id, status: 'accepted' });
    } else results.push({ index, id: reading.id, status: 'rejected', violations: reading.violations });
  }
  await publisher.publish(messages);
  return { accepted: messages.length, rejected: results.length - messages.length, results };
}

const EVENTS_PER_TURN = 500;

import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import type { OutgoingMessage } from '@tallyboard/kafka/producer';

export interface DeadLetter {
  topic: string;
  partition: number;
  offset: number;
  key: IncomingMessage['key'];
  value: IncomingMessage['value'];
  headers: IncomingMessage['headers'];
  reason: string;
}

/** Original bytes, key and headers, plus where it failed and why in the header names of Kafka Connect (KIP-298). */
export function deadLetter({
  topic,
  partition,
  offset,
  key,
  value,
  headers,
  reason,
}: DeadLetter): OutgoingMessage {
  return {
    key,
    value,
    headers: {
      ...headers,
      '__connect.errors.topic': topic,
      '__connect.errors.partition': String(partition),
      '__connect.errors.offset': String(offset),
      '__connect.errors.connector.name': 'tally-projector',
      '__connect.errors.stage': 'VALUE_CONVERTER',
      '__connect.errors.exception.message': reason,
    },
  };
}

import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import type { OutgoingMessage } from '@tallyboard/kafka/producer';
import { ERROR_HEADERS } from '@tallyboard/pipeline/dead-letter';

export interface DeadLetter {
  topic: string;
  partition: number;
  offset: number;
  key: IncomingMessage['key'];
  value: IncomingMessage['value'];
  headers: IncomingMessage['headers'];
  reason: string;
}

/** Original bytes, key and headers, plus where it failed and why. */
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
      [ERROR_HEADERS.topic]: topic,
      [ERROR_HEADERS.partition]: String(partition),
      [ERROR_HEADERS.offset]: String(offset),
      [ERROR_HEADERS.connector]: 'tally-projector',
      [ERROR_HEADERS.stage]: 'VALUE_CONVERTER',
      [ERROR_HEADERS.reason]: reason,
    },
  };
}

import { encode, keyOf } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { connectKafka } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { ERROR_HEADERS } from '@tallyboard/pipeline/dead-letter';
import { isolated } from '@tallyboard/testkit/isolated';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Redriven, redrive } from './redrive.js';

const { brokers, topicPrefix } = isolated();
const topics = topicNames(topicPrefix);
const kafka = connectKafka({ brokers: [brokers], clientId: 'redrive-test' });

/** One more than are sent together; the last of them lies there twice. */
const LETTERS = 501;
let producer: Producer;
beforeAll(async () => {
  await ensureTopics(kafka, topicPrefix);
  producer = await createProducer(kafka);
  const letters = Array.from({ length: LETTERS }, (_, i) => letter(i));
  await producer.send(topics.dlq, [...letters, letter(LETTERS - 1)]);
});
afterAll(() => producer?.close());

function letter(offset: number) {
  const event = callOf(`C-${offset}`);
  return {
    ...{ key: keyOf(event), value: encode(event) },
    headers: {
      [ERROR_HEADERS.topic]: topics.events,
      [ERROR_HEADERS.partition]: '0',
      [ERROR_HEADERS.offset]: String(offset),
    },
  };
}

function callOf(id: string): CrmEvent {
  const at = Date.parse('2026-03-18T10:00Z');
  const checked = check('call.removed', {
    ...{ event_id: id, source: 'phone', tenant: 'acme', occurred_at: at, source_version: 1 },
    ...{ call_id: id, started_at: at },
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  return checked.event;
}

/** Sends to the log so many times, then no more. */
const failingAfter = (sends: number): Producer => ({
  ...producer,
  async send(topic, messages) {
    if (topic === topics.events && sends-- === 0) throw new Error('the broker is gone');
    await producer.send(topic, messages);
  },
});

async function run(by: Producer) {
  const told: Redriven[] = [];
  const failure = await redrive(kafka, topics, {
    only: undefined,
    producer: by,
    onLetter: (each) => void told.push(each),
  }).then(
    () => null,
    (error: Error) => error.message,
  );
  const of = (outcome: Redriven['outcome']) => told.filter((each) => each.outcome === outcome).length;
  return { failure, sent: of('sent'), already: of('already') };
}

describe('sending letters again', () => {
  it('tells of no letter that it was sent before the broker has it, and goes on from there the next time', async () => {
    expect(await run(failingAfter(0))).toEqual({ failure: 'the broker is gone', sent: 0, already: 0 });
    expect(await run(failingAfter(1))).toEqual({ failure: 'the broker is gone', sent: 500, already: 0 });
    expect(await run(producer)).toEqual({ failure: null, sent: 1, already: 501 });
    expect(await run(producer)).toEqual({ failure: null, sent: 0, already: 502 });
  });
});

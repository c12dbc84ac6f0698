import { endOffsets } from '@tallyboard/kafka/admin';
import { connectKafka } from '@tallyboard/kafka/connect';
import { createProducer, type OutgoingMessage } from '@tallyboard/kafka/producer';
import { replay } from '@tallyboard/kafka/replay';
import type { Fault } from '@tallyboard/testkit/faults/fault';
import { aimed, isRequest } from '@tallyboard/testkit/faults/plan';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engines, startEngines } from './engines.js';

const TOPIC = 'sends';
const PARTITIONS = [0, 1, 2, 3];
const FAULTS: readonly Fault[] = [
  { kind: 'cut', at: 'before-request' },
  { kind: 'cut', at: 'in-request' },
  { kind: 'cut', at: 'before-response' },
  { kind: 'cut', at: 'before-response', afterMs: 100 },
  { kind: 'cut', at: 'in-response' },
  { kind: 'close', at: 'before-response' },
  { kind: 'half-close', towards: 'client' },
  { kind: 'half-close', towards: 'server' },
  { kind: 'delay', at: 'before-request', ms: 100 },
  { kind: 'delay', at: 'before-response', ms: 100 },
];

let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
  const admin = connectKafka({ brokers: [engines.direct.brokers], clientId: 'admin' });
  await admin.withAdmin((client) =>
    client.createTopics({
      topics: [{ topic: TOPIC, numPartitions: PARTITIONS.length }],
      waitForLeaders: true,
    }),
  );
});
afterAll(() => engines.stop());

/**
 * With sequence numbers, kafkajs gives the second send those of the first when that fails: the broker takes it for the
 * repetition of what it has, and says that all is well.
 */
describe('of two sends close together, each that succeeds is in the log, although the first is struck:', () => {
  it.each(FAULTS.map((fault) => [JSON.stringify(fault), fault] as const))('%s', async (_, fault) => {
    const kafka = connectKafka({ brokers: [engines.proxied.brokers], clientId: 'sender' });
    const direct = connectKafka({ brokers: [engines.direct.brokers], clientId: 'reader' });
    const producer = await createProducer(kafka);
    await producer.send(TOPIC, oneEach('earlier'));
    const from = await endOffsets(direct, TOPIC);
    engines.proxies.kafka.follow(aimed({ where: isRequest('Produce', { client: 'sender' }), fault }));
    const sends = ['first', 'second'].map((key) => producer.send(TOPIC, oneEach(key)).then(() => key));
    const sent = (await Promise.allSettled(sends)).flatMap((send) =>
      send.status === 'fulfilled' ? [send.value] : [],
    );
    await producer.close();
    engines.proxies.kafka.release();
    const logged = new Set<string>();
    await replay(direct, TOPIC, {
      from,
      to: await endOffsets(direct, TOPIC),
      onMessages(partition, messages) {
        for (const { key } of messages) logged.add(`${key} in ${partition}`);
      },
    });
    const missing = sent
      .flatMap((key) => PARTITIONS.map((partition) => `${key} in ${partition}`))
      .filter((message) => !logged.has(message));
    expect(missing).toEqual([]);
    expect(sent).toContain('second');
  });
});

function oneEach(key: string): OutgoingMessage[] {
  return PARTITIONS.map((partition) => ({ key, value: Buffer.from(key), partition }));
}

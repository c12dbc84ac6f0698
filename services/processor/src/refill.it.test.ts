import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import { factOf } from '@tallyboard/facts/facts';
import { clusterId } from '@tallyboard/kafka/admin';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { drift } from '@tallyboard/testkit/drift';
import { randomHistory } from '@tallyboard/testkit/history';
import { isolated } from '@tallyboard/testkit/isolated';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settled } from '@tallyboard/testkit/settled';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const stack = isolated();
const topics = topicNames(stack.topicPrefix);
let kafka: KafkaConnection;
let producer: Producer;
let clickhouse: ClickHouse;
let processor: RunningService;

beforeAll(async () => {
  kafka = connectKafka({ brokers: [stack.brokers], clientId: 'refill-test' });
  clickhouse = connectClickHouse({ url: stack.clickhouseUrl, ...testUser, database: stack.database });
  await ensureTopics(kafka, stack.topicPrefix);
  await migrate(clickhouse);
  producer = await createProducer(kafka);
  processor = await startService('processor', settingsOf(stack));
  await producer.send(
    topics.events,
    randomHistory(31, 1_200).map((event) => ({ key: keyOf(event), value: encode(event) })),
  );
  await settled(kafka, stack.topicPrefix);
});
afterAll(async () => {
  await processor.stop();
  await Promise.all([producer.close(), clickhouse.close()]);
});

test('a measure that is new today covers all of history, and until then its cells can be read', async () => {
  await processor.stop();
  // As in the database of a version that did not have it yet.
  await clickhouse.command('ALTER TABLE deal_cells_packed DROP COLUMN won_priced');
  await clickhouse.insertRows('cell_definitions', ['fact', 'definition'], ['["deal","of before"]']);
  // An announcement by hand that was interrupted near its end says nothing of this one.
  await clickhouse.insertRows(
    'rebuilds',
    ['fact', 'log', 'tenant', 'bucket', 'announced', 'total', 'is_done'],
    [JSON.stringify(['deal', `${await clusterId(kafka)}/${topics.cells}`, '\u{10ffff}', 0, 9, 9, 0])],
  );
  await migrate(clickhouse);
  const before = await clickhouse.rows<{ won: number; priced: number }>(
    'SELECT sum(won) AS won, sum(won_priced) AS priced FROM deal_cells',
  );
  expect(before[0]).toMatchObject({ priced: 0 });
  expect(before[0]!.won).toBeGreaterThan(0);

  processor = await startService('processor', settingsOf(stack));
  await vi.waitFor(async () => {
    const definitions = await clickhouse.rows<{ definition: string }>(
      `SELECT definition FROM cell_definitions FINAL WHERE fact = '${factOf('deal').name}'`,
    );
    expect(definitions).not.toEqual([{ definition: 'of before' }]);
  });
  await settled(kafka, stack.topicPrefix);
  expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
});

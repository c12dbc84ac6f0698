import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { readExamples } from '@tallyboard/contracts/testing/examples';
import { check } from '@tallyboard/contracts/validate';
import { FACTS } from '@tallyboard/facts/facts';
import { restateSql } from '@tallyboard/facts/restate';
import { endOffsets } from '@tallyboard/kafka/admin';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type OutgoingMessage, type Producer } from '@tallyboard/kafka/producer';
import { replay } from '@tallyboard/kafka/replay';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import { Random } from '@tallyboard/runtime/random';
import { drift } from '@tallyboard/testkit/drift';
import { randomHistory } from '@tallyboard/testkit/history';
import { isolated } from '@tallyboard/testkit/isolated';
import { settled } from '@tallyboard/testkit/settled';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processorMetrics } from './metrics.js';
import { startProcessor } from './processor.js';

const { brokers, clickhouseUrl, database, topicPrefix } = isolated();
const topics = topicNames(topicPrefix);
const message = (event: CrmEvent): OutgoingMessage => ({ key: keyOf(event), value: encode(event) });

let kafka: KafkaConnection;
let clickhouse: ClickHouse;
let producer: Producer;

beforeAll(async () => {
  kafka = connectKafka({ brokers: [brokers], clientId: 'processor-test' });
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await ensureTopics(kafka, topicPrefix);
  await migrate(clickhouse);
  producer = await createProducer(kafka);
});

afterAll(async () => {
  await producer.close();
  await clickhouse.close();
});

const start = () =>
  startProcessor({
    kafka,
    clickhouse,
    topics,
    groupPrefix: topicPrefix,
    roles: ['aggregator', 'projector'],
    migrate: () => migrate(clickhouse),
    ensureTopics: async () => {},
    health: createHealth(),
    log: createLogger('processor-test', 'silent'),
    metrics: processorMetrics(),
  });

/** Deterministic shuffle. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const all = [...items];
  const random = new Random('shuffled', seed);
  for (let i = all.length - 1; i > 0; i -= 1) {
    const j = random.whole(0, i);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/** In pieces of random size, so that the processor sees them in many batches. */
async function sendInPieces(messages: OutgoingMessage[], seed: number): Promise<void> {
  for (
    let from = 0, size = 1 + (seed % 97);
    from < messages.length;
    from += size, size = 1 + ((size * 31 + seed) % 211)
  )
    await producer.send(topics.events, messages.slice(from, from + size));
}

describe('the processor', () => {
  it('ends with exactly the proven cells, whatever the order, the duplicates and the batches', async () => {
    const running = await start();
    for (const seed of [1, 2, 3]) {
      const history = randomHistory(seed, 1_500);
      await sendInPieces(
        [...shuffled(history, seed), ...shuffled(history.slice(0, 400), seed + 7)].map(message),
        seed,
      );
      await settled(kafka, topicPrefix);
      expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
    }
    await running.stop();
    const [cells] = await clickhouse.rows<{
      calls: number;
      deals: number;
      tickets: number;
      surveys: number;
      customers: number;
    }>(`
      SELECT (SELECT sum(calls) FROM call_cells FINAL) AS calls, (SELECT sum(won + lost) FROM deal_cells FINAL) AS deals,
             (SELECT sum(opened) FROM ticket_cells FINAL) AS tickets, (SELECT sum(answers) FROM survey_cells FINAL) AS surveys,
             (SELECT sum(gained) FROM customer_cells FINAL) AS customers`);
    // The proof compared something of each fact.
    expect(Object.values(cells!).map((count) => count > 0)).toEqual([true, true, true, true, true]);
  });

  it('reads of the event tables only what is in the cells that it restates', async () => {
    for (const fact of FACTS) {
      const [cell] = await clickhouse.rows<{ tenant: string; bucket: number }>(
        `SELECT tenant, toUnixTimestamp(bucket) AS bucket FROM ${fact.name}_cells ORDER BY bucket LIMIT 1`,
      );
      const statement = restateSql(fact, [{ ...cell!, revision: 1 }]);
      // A pretty plan spells out what each expression is made of: hundreds of megabytes.
      const plan = await clickhouse.rows<{ explain: string }>(
        `EXPLAIN indexes = 1, pretty = 0 ${statement.slice(statement.indexOf('SELECT'))}`,
      );
      const lines = plan.map(({ explain }) => explain);
      const read = lines.findIndex((line) => line.includes(`${database}.${fact.entity}_events`));
      // The condition of the primary key, first thing below the table: `true` would read all of it.
      const condition = lines.slice(read).find((line) => line.includes('Condition: '));
      expect(condition, `${fact.name}: ${lines.join('\n')}`).toMatch(/in \d+-element set/);
    }
  });

  it('keeps its connection to ClickHouse over many inserts', async () => {
    const connections = async () => {
      const [row] = await clickhouse.rows<{ made: number }>(
        "SELECT sum(value) AS made FROM system.events WHERE event = 'HTTPServerConnectionsCreated'",
      );
      return row!.made;
    };
    const before = await connections();
    expect(before).toBeGreaterThan(0);
    for (let i = 0; i < 200; i += 1)
      await clickhouse.insertRows(
        'placements',
        ['entity', 'tenant', 'bucket', 'entity_id'],
        [`["deal","unused",0,"${i}"]`],
      );
    // Other tests share the server, hence the slack; without keeping it there would be 200.
    expect((await connections()) - before).toBeLessThan(100);
  });

  it('goes on where it was when it is stopped and started again', async () => {
    const history = randomHistory(4, 1_200);
    const first = await start();
    await sendInPieces(history.slice(0, 700).map(message), 3);
    await first.stop();
    await sendInPieces(history.slice(700).map(message), 5);
    const second = await start();
    await settled(kafka, topicPrefix);
    expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
    await second.stop();
  });

  it('takes every example of every contract', async () => {
    const examples = readExamples().flatMap((each) =>
      each.examples.map((data) => {
        const checked = check(each.type, data);
        if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
        return checked.event;
      }),
    );
    const running = await start();
    // Without the removals first: they leave nothing to compare of what they remove.
    for (const some of [examples.filter(({ type }) => !type.endsWith('.removed')), examples]) {
      await producer.send(topics.events, some.map(message));
      await settled(kafka, topicPrefix);
      expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
    }
    await running.stop();
    expect(await endOffsets(kafka, topics.dlq)).toEqual(new Map([[0, 0]]));
  });

  it('shares the work among instances that come and go', async () => {
    const first = await start();
    const second = await start();
    const history = randomHistory(6, 3_000);
    await sendInPieces(history.slice(0, 1_500).map(message), 11);
    await first.stop();
    const third = await start();
    await sendInPieces(history.slice(1_500).map(message), 13);
    await settled(kafka, topicPrefix);
    expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
    await Promise.all([second.stop(), third.stop()]);
  });

  it('restates the same cells when the whole log is projected a second time', async () => {
    const before = await clickhouse.rows('SELECT * EXCEPT revision FROM deal_cells FINAL ORDER BY ALL');
    await kafka.withAdmin((admin) =>
      admin.resetOffsets({ groupId: `${topicPrefix}tally-projector`, topic: topics.events, earliest: true }),
    );
    const running = await start();
    await settled(kafka, topicPrefix);
    expect(await clickhouse.rows('SELECT * EXCEPT revision FROM deal_cells FINAL ORDER BY ALL')).toEqual(
      before,
    );
    expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
    await running.stop();
  });

  it('puts what it cannot read into the dead-letter topic as it was, with the reason, and goes on', async () => {
    const running = await start();
    const [good] = randomHistory(5, 1);
    await producer.send(topics.events, [
      { key: 'acme/call/poison', value: Buffer.from([0, 0, 0, 1, 145, 7, 7]), headers: { ce_id: 'p-1' } },
      { key: 'acme/call/none', value: null },
      message(good!),
    ]);
    await settled(kafka, topicPrefix);
    await running.stop();
    const letters: { key: string; value: string | null; headers: Record<string, string> }[] = [];
    await replay(kafka, topics.dlq, {
      to: await endOffsets(kafka, topics.dlq),
      onMessages: (_partition, messages) => {
        for (const { key, value, headers } of messages)
          letters.push({
            key: String(key),
            value: value?.toString('hex') ?? null,
            headers: Object.fromEntries(
              Object.entries(headers).map(([name, text]) => [name, text.toString()]),
            ),
          });
      },
    });
    letters.sort((a, b) => (a.value === null ? 1 : 0) - (b.value === null ? 1 : 0));
    expect(letters).toMatchObject([
      {
        key: 'acme/call/poison',
        value: '00000001910707',
        headers: { ce_id: 'p-1', '__connect.errors.topic': topics.events },
      },
      { key: 'acme/call/none', value: null, headers: { '__connect.errors.exception.message': 'no value' } },
    ]);
    expect(letters[0]!.headers['__connect.errors.exception.message']).toContain('call.logged');
    expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
  });

  it('passes over what is no announcement, whoever wrote it among those, and goes on', async () => {
    const running = await start();
    const strange: OutgoingMessage[] = [
      { key: null, value: Buffer.from('x') },
      { key: `${'x'.repeat(300_000)}/call/900`, value: null },
      { key: 'acme/call/9000000000000', value: null },
      { key: 'acme/__proto__/900', value: null },
      ...['', '{', 'null', '{}', '{"partitions":1000000000,"complete_to":{"0":1e300}}'].map((text) => ({
        key: 'progress',
        value: Buffer.from(text),
      })),
      { key: 'progress', value: null },
    ];
    await producer.send(
      topics.cells,
      [0, 1, 2, 3].flatMap((partition) => strange.map((each) => ({ ...each, partition }))),
    );
    await sendInPieces(randomHistory(8, 300).map(message), 17);
    await settled(kafka, topicPrefix);
    expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
    await running.stop();
  });
});

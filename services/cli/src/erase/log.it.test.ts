import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { decode, encode, keyOf } from '@tallyboard/contracts/codec';
import { keptOfErased } from '@tallyboard/contracts/erasure';
import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { Block } from '@tallyboard/facts/block';
import { eventTable } from '@tallyboard/facts/event-table';
import { endOffsets } from '@tallyboard/kafka/admin';
import { connectKafka } from '@tallyboard/kafka/connect';
import { createProducer } from '@tallyboard/kafka/producer';
import { replay } from '@tallyboard/kafka/replay';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { Stack } from '../verify/stack.js';
import { forgetInLog, planForgetting } from './log.js';

let stack: Stack;
let clickhouse: ClickHouse;
const opened: ClickHouse[] = [];

/** A log of its own, and whoever follows it has always read all of it. */
beforeEach(async () => {
  const { brokers, topicPrefix, clickhouseUrl, database } = isolated();
  const kafka = connectKafka({ brokers: [brokers], clientId: 'erase-log-test' });
  await ensureTopics(kafka, topicPrefix, { partitions: 1 });
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  opened.push(clickhouse);
  await migrate(clickhouse);
  const topics = topicNames(topicPrefix);
  const ends = (topic: string) => endOffsets(kafka, topic);
  stack = {
    ...{ kafka, clickhouse, topics },
    pipeline: { events: topics.events, cells: topics.cells, projector: 'p', aggregator: 'a' },
    offsets: {
      ends,
      starts: async () => new Map(),
      committed: (_group, topic) => ends(topic),
      notRewound: async () => 0,
    },
    logId: async (topic) => topic,
    close: async () => {},
  };
});
afterAll(() => Promise.all(opened.map((each) => each.close())));

const AT = Date.parse('2026-03-02T09:00Z');
function made(type: EventType, event_id: string, data: Record<string, unknown>): CrmEvent {
  const checked = check(type, {
    ...{ event_id, source: 'crm', tenant: 'acme', occurred_at: AT, source_version: 1, ...data },
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  return checked.event;
}
const named = (rep_id: string, event_id: string) =>
  made('rep.updated', event_id, {
    ...{ rep_id, name: `Name of ${rep_id}`, office_id: 'west', team: '', effective_from: AT },
  });
const repErased = (rep_id: string) => made('rep.erased', `x-${rep_id}`, { rep_id, erased_at: AT });
const became = (account_id: string) =>
  made('account.became_customer', `b-${account_id}`, { account_id, customer_since: AT });

/** Sends to the log; of reps stores what the processor does, without the name of who is erased. */
async function say(events: readonly (CrmEvent | { key: string; value: Buffer })[], erased: string[] = []) {
  const producer = await createProducer(stack.kafka);
  const messages = events.map((each) => ('key' in each ? each : { key: keyOf(each), value: encode(each) }));
  for (const message of messages) await producer.send(stack.topics.events, [{ ...message, partition: 0 }]);
  await producer.close();
  await store(
    events.flatMap((each) => ('key' in each ? [] : [each])),
    erased,
  );
}

async function store(events: readonly CrmEvent[], erased: string[]) {
  const { table, columns, row } = eventTable('rep');
  const block = new Block(columns);
  for (const event of events) {
    if (event.type !== 'rep.updated') continue;
    const decoded = decode(encode(event));
    if (!decoded.ok) throw new Error(decoded.reason);
    block.add(row(erased.includes(event.rep_id) ? keptOfErased(event)! : event, decoded.digest, AT));
  }
  await clickhouse.insertBlocks(table, [block]);
}

/** Of each event of reps how many rows there are. */
const rowsOf = async () =>
  clickhouse.rows<{ event_id: string; name: string }>(
    'SELECT event_id, name FROM rep_events FINAL ORDER BY event_id, digest',
  );

async function log(): Promise<string[]> {
  const found: string[] = [];
  await replay(stack.kafka, stack.topics.events, {
    to: await endOffsets(stack.kafka, stack.topics.events),
    onMessages: (_partition, messages) =>
      void found.push(
        ...messages.map(({ key, value }) => `${key} ${/Name of \w+/.exec(value?.toString('latin1') ?? '')}`),
      ),
  });
  return found;
}

const forget = async () => forgetInLog(stack, await planForgetting(stack), 10_000);

it('who is erased is what the log says, whatever tables have', async () => {
  await say([named('ann', '1'), named('bob', '2'), became('A-1'), repErased('ann'), became('A-2')], ['ann']);
  await clickhouse.insertRows(
    'erasures',
    ['tenant', 'entity', 'entity_id'],
    [JSON.stringify(['acme', 'account', 'A-1'])],
  );
  const { erased, rewrite } = await planForgetting(stack);
  expect([...erased]).toEqual(['acme/rep/ann']);
  expect(rewrite).toMatchObject({ dropped: 1, copied: 1 });
  await forget();
  expect(await log()).toEqual([
    ...['acme/rep/bob Name of bob', 'acme/account/A-1 null', 'acme/rep/ann null', 'acme/account/A-2 null'],
    'acme/rep/ann null',
  ]);
});

it('of a rep no row of the content before stays, also when it is cut off and done again', async () => {
  await say([named('ann', '1'), repErased('ann')], ['ann']);
  const { withAdmin } = stack.kafka;
  const cutOff: Stack = {
    ...stack,
    kafka: {
      ...stack.kafka,
      withAdmin: (use) =>
        withAdmin((admin) =>
          use(
            Object.assign(Object.create(admin), {
              deleteTopicRecords: () => Promise.reject(new Error('cut off')),
            }),
          ),
        ),
    },
  };
  await expect(forgetInLog(cutOff, await planForgetting(stack), 10_000)).rejects.toThrow('cut off');
  expect(await log()).toContain('acme/rep/ann Name of ann');
  await forget();
  expect(await log()).not.toContain('acme/rep/ann Name of ann');
  // What the processor makes of what was written once more.
  await store([keptOfErased(named('ann', '1'))!], ['ann']);
  expect(await rowsOf()).toEqual([{ event_id: '1', name: 'ann' }]);
});

it('what was told again meanwhile keeps its row, and is told of', async () => {
  await say([named('ann', '1'), named('ann', '2'), repErased('ann')], ['ann']);
  const planned = await planForgetting(stack);
  await say([named('ann', '2')], ['ann']);
  expect(await forgetInLog(stack, planned, 10_000)).toBe(1);
  expect(await rowsOf()).toEqual([{ event_id: '2', name: 'ann' }]);
  expect((await planForgetting(stack)).rewrite.dropped).toBe(1);
});

it('takes out what nobody can read, and changes nothing where a later version can', async () => {
  const key = 'acme/rep/ann';
  const later = Buffer.concat([Buffer.from([0, 0, 0, 255, 255]), Buffer.from('Name of ann')]);
  await say([{ key, value: Buffer.from('no Avro, Name of ann') }, repErased('ann')]);
  await forget();
  expect(await log()).toEqual(['acme/rep/ann null']);
  await say([{ key, value: later }, became('A-1')]);
  await expect(planForgetting(stack)).rejects.toThrow('schema id 65535 is of no contract');
  expect(await log()).toHaveLength(3);
});

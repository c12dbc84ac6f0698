import { setTimeout as sleep } from 'node:timers/promises';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import { ERASABLE, isErasure } from '@tallyboard/contracts/erasure';
import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { leftOfErasedSql } from '@tallyboard/facts/erasures';
import { endOffsets } from '@tallyboard/kafka/admin';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type OutgoingMessage, type Producer } from '@tallyboard/kafka/producer';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import { drift } from '@tallyboard/testkit/drift';
import { randomHistory } from '@tallyboard/testkit/history';
import { isolated } from '@tallyboard/testkit/isolated';
import { settled } from '@tallyboard/testkit/settled';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leftOfErased, sweep } from './erased.js';
import { processorMetrics } from './metrics.js';
import { startProcessor } from './processor.js';

const { brokers, clickhouseUrl, database, topicPrefix } = isolated();
const topics = topicNames(topicPrefix);
const message = (event: CrmEvent): OutgoingMessage => ({ key: keyOf(event), value: encode(event) });

let kafka: KafkaConnection;
let clickhouse: ClickHouse;
let producer: Producer;
let running: Awaited<ReturnType<typeof start>>;

beforeAll(async () => {
  kafka = connectKafka({ brokers: [brokers], clientId: 'erasure-test' });
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await ensureTopics(kafka, topicPrefix);
  await migrate(clickhouse);
  producer = await createProducer(kafka);
});
afterAll(async () => {
  await producer?.close();
  await clickhouse?.close();
});
beforeEach(async () => {
  running = await start();
});
afterEach(() => running.stop());

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
    log: createLogger('erasure-test', 'silent'),
    metrics: processorMetrics(),
  });

function event(type: EventType, n: number, data: Record<string, unknown>): CrmEvent {
  const checked = check(type, {
    event_id: `${type}-${n}`,
    source: 'crm',
    tenant: 'acme',
    occurred_at: Date.UTC(2026, 2, 2) + n,
    ...data,
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  return checked.event;
}

async function take(...messages: OutgoingMessage[]): Promise<void> {
  await producer.send(topics.events, messages);
  await settled(kafka, topicPrefix);
}
/** Resolves once ClickHouse knows that it holds this topic as it is now. */
async function noted(stage: string, topic: string): Promise<void> {
  const ends = await endOffsets(kafka, topic);
  await expect
    .poll(async () => {
      const rows = await clickhouse.rows<{ partition: number; offset: number }>(
        `SELECT partition, max(offset) AS offset FROM stored_offsets WHERE stage = '${stage}' GROUP BY partition`,
      );
      const held = new Map(rows.map(({ partition, offset }) => [partition, offset]));
      return [...ends].every(([partition, end]) => (held.get(partition) ?? 0) >= end);
    })
    .toBe(true);
}
const n = async (sql: string) => (await clickhouse.rows<{ n: number }>(sql))[0]!.n;
/** How many of the entities that were erased have rows of events, by entity. */
async function left(): Promise<number[]> {
  return Promise.all(ERASABLE.map(async (entity) => (await clickhouse.rows(leftOfErasedSql(entity))).length));
}
const NOTHING_LEFT = ERASABLE.map(() => 0);
const rewound = async () => {
  await running.stop();
  await kafka.withAdmin((admin) =>
    admin.resetOffsets({ groupId: `${topicPrefix}tally-projector`, topic: topics.events, earliest: true }),
  );
  running = await start();
  await settled(kafka, topicPrefix);
};

describe('who is erased', () => {
  it('is in no table and no number, in the middle of traffic and after all of the log is read again', async () => {
    const history = randomHistory(11, 2_500);
    for (let from = 0; from < history.length; from += 300)
      await producer.send(topics.events, history.slice(from, from + 300).map(message));
    await settled(kafka, topicPrefix);
    const erased = new Set(history.filter(isErasure).map(keyOf));
    expect(erased.size).toBeGreaterThan(5);
    // All but the erasures themselves come again, and everything of those who are erased.
    await take(...history.filter((each) => !isErasure(each)).map(message));
    expect(await left()).toEqual(NOTHING_LEFT);
    expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
    const erasures = await clickhouse.rows<{ key: string }>(
      "SELECT DISTINCT concat(tenant, '/', entity, '/', entity_id) AS key FROM erasures",
    );
    expect(new Set(erasures.map(({ key }) => key))).toEqual(erased);

    const rowsOf = () =>
      n(
        'SELECT sum(n) AS n FROM (SELECT count() AS n FROM call_events FINAL UNION ALL SELECT count() FROM deal_events FINAL)',
      );
    const before = await rowsOf();
    await rewound();
    expect(await left()).toEqual(NOTHING_LEFT);
    expect(await rowsOf()).toBe(before);
    expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
  });

  it('goes from every table by which cells are found, and the bytes from the parts', async () => {
    const opened = event('deal.opened', 1, {
      deal_id: 'D-gone',
      opened_at: Date.UTC(2026, 2, 2, 9),
      rep_id: 'ann',
    });
    await take(message(opened));
    const inTables = () =>
      Promise.all([
        n("SELECT count() AS n FROM deal_events WHERE deal_id = 'D-gone'"),
        n("SELECT count() AS n FROM placements WHERE entity_id = 'D-gone'"),
        n("SELECT count() AS n FROM links WHERE fact_id = 'D-gone'"),
      ]);
    expect(await inTables()).toEqual([1, 1, 1]);
    await take(message(event('deal.erased', 2, { deal_id: 'D-gone', erased_at: Date.UTC(2026, 2, 3) })));
    expect(await inTables()).toEqual([0, 0, 0]);
    const bytes = () =>
      n("SELECT count() AS n FROM deal_events WHERE deal_id = 'D-gone' SETTINGS apply_deleted_mask = 0");
    for (let tries = 0; (await bytes()) > 0 && tries < 100; tries += 1) await sleep(100);
    expect(await bytes()).toBe(0);
  });

  it('has no dead letters from then on', async () => {
    const call = { call_id: 'C-gone', erased_at: Date.UTC(2026, 2, 3) };
    const letters = async () =>
      [...(await endOffsets(kafka, topics.dlq)).values()].reduce((a, b) => a + b, 0);
    const before = await letters();
    await take(
      { key: 'acme/call/C-kept', value: Buffer.from('poison') },
      { key: 'acme/call/C-gone', value: Buffer.from('poison') },
      message(event('call.erased', 1, call)),
    );
    expect(await letters()).toBe(before + 1);
  });

  it('is swept away again where a writer stored something late', async () => {
    const lost = event('survey.sent', 3, {
      survey_id: 'S-gone',
      sent_at: Date.UTC(2026, 2, 2),
      kind: 'csat',
      respondent: 'customer',
    });
    await take(message(event('survey.erased', 4, { survey_id: 'S-gone', erased_at: Date.UTC(2026, 2, 3) })));
    await clickhouse.command(
      "INSERT INTO survey_events (tenant, survey_id, type, event_id, source, sent_at, kind, respondent) VALUES ('acme', 'S-gone', 'survey.sent', 'late', 'crm', now(), 'csat', 'customer')",
    );
    expect(await n("SELECT count() AS n FROM survey_places WHERE survey_id = 'S-gone'")).toBe(0);
    const found = await leftOfErased(clickhouse);
    expect(found.get('survey')).toEqual(new Map([['acme', new Set(['S-gone'])]]));
    expect(await sweep(clickhouse, found)).toBe(1);
    expect(await leftOfErased(clickhouse)).toEqual(new Map());
    await take(message(lost));
    expect(await left()).toEqual(NOTHING_LEFT);
  });

  it('is in no number either when its rows are swept before the batch that erases has found its cells', async () => {
    // On days of their own: whoever restates the one says nothing of the other.
    const opened = (k: number, id: string) =>
      event('ticket.opened', k, {
        ...{ ticket_id: id, opened_at: Date.UTC(2026, 3, k), opened_by: 'customer' },
        ...{ channel: 'email', priority: 'normal' },
      });
    await take(message(opened(1, 'T-gone')), message(opened(2, 'T-kept')));
    const counted = () => n("SELECT sum(opened) AS n FROM ticket_cells WHERE tenant = 'acme'");
    const before = await counted();
    // Whoever starts again would restate what is not noted as restated.
    await noted('projector', topics.events);
    await noted('aggregator', topics.cells);
    await running.stop();
    // Stored by a processor that ends before it announces: its erasure is there, and its batch is not committed.
    await clickhouse.command(
      "INSERT INTO erasures (tenant, entity, entity_id, event_id, source, erased_at) VALUES ('acme', 'ticket', 'T-gone', 'cut-off', 'crm', now64(3))",
    );
    running = await start();
    await expect.poll(counted).toBe(before - 1);
    await take(message(event('ticket.erased', 3, { ticket_id: 'T-gone', erased_at: Date.UTC(2026, 2, 3) })));
    expect(await left()).toEqual(NOTHING_LEFT);
    expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
  });

  it('that is a rep has no name any more, and counts for the same office', async () => {
    const ann = (k: number) =>
      event('rep.updated', k, {
        rep_id: 'ann-gone',
        name: 'Ann',
        office_id: 'munich',
        team: 'west',
        effective_from: Date.UTC(2026, 0, k),
      });
    await take(
      message(ann(1)),
      message(
        event('call.logged', 1, {
          call_id: 'C-ann',
          started_at: Date.UTC(2026, 2, 2),
          rep_id: 'ann-gone',
          direction: 'inbound',
          outcome: 'busy',
          duration_ms: 0,
          channel: 'phone',
        }),
      ),
    );
    const shown = () =>
      clickhouse.rows("SELECT rep, rep_name, office, team FROM calls WHERE rep = 'ann-gone'");
    expect(await shown()).toEqual([{ rep: 'ann-gone', rep_name: 'Ann', office: 'munich', team: 'west' }]);
    await take(
      message(event('rep.erased', 5, { rep_id: 'ann-gone', erased_at: Date.UTC(2026, 2, 3) })),
      message(ann(2)),
    );
    expect(await shown()).toEqual([
      { rep: 'ann-gone', rep_name: 'ann-gone', office: 'munich', team: 'west' },
    ]);
    expect(await n("SELECT count() AS n FROM rep_events WHERE rep_id = 'ann-gone' AND name != rep_id")).toBe(
      0,
    );
    await rewound();
    expect(await n("SELECT count() AS n FROM rep_events WHERE rep_id = 'ann-gone' AND name != rep_id")).toBe(
      0,
    );
    expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
  });
});

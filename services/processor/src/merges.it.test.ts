import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import { Random } from '@tallyboard/runtime/random';
import { drift } from '@tallyboard/testkit/drift';
import { randomHistory } from '@tallyboard/testkit/history';
import { isolated } from '@tallyboard/testkit/isolated';
import { settled } from '@tallyboard/testkit/settled';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { processorMetrics } from './metrics.js';
import { startProcessor } from './processor.js';

const { brokers, clickhouseUrl, database, topicPrefix } = isolated();
const topics = topicNames(topicPrefix);

let kafka: KafkaConnection;
let clickhouse: ClickHouse;
let producer: Producer;
let running: Awaited<ReturnType<typeof startProcessor>>;

beforeAll(async () => {
  kafka = connectKafka({ brokers: [brokers], clientId: 'merges-test' });
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await ensureTopics(kafka, topicPrefix);
  await migrate(clickhouse);
  producer = await createProducer(kafka);
  running = await startProcessor({
    kafka,
    clickhouse,
    topics,
    groupPrefix: topicPrefix,
    roles: ['aggregator', 'projector'],
    migrate: () => migrate(clickhouse),
    ensureTopics: async () => {},
    health: createHealth(),
    log: createLogger('merges-test', 'silent'),
    metrics: processorMetrics(),
  });
});

afterAll(async () => {
  await running.stop();
  await producer.close();
  await clickhouse.close();
});

/** Each piece is in the cells before the next one is sent: what comes later has to find what it touches. */
async function tell(...pieces: CrmEvent[][]): Promise<void> {
  for (const piece of pieces) {
    await producer.send(
      topics.events,
      piece.map((event) => ({ key: keyOf(event), value: encode(event) })),
    );
    await settled(kafka, topicPrefix);
  }
}

afterEach(async () => expect(await drift(kafka, clickhouse, topics.events)).toEqual([]));

let said = 0;
function event(tenant: string, type: EventType, data: object): CrmEvent {
  said += 1;
  const occurred_at = Date.UTC(2026, 2, 1) + said * 60_000;
  const checked = check(type, { event_id: `e-${said}`, source: 'crm', tenant, occurred_at, ...data });
  if (!checked.ok) throw new Error(JSON.stringify(checked));
  return checked.event;
}

const day = (n: number) => Date.UTC(2026, 0, n);
const customer = (tenant: string, id: string, since: number, until?: number): CrmEvent[] => [
  event(tenant, 'account.became_customer', { account_id: id, customer_since: day(since) }),
  ...(until === undefined
    ? []
    : [event(tenant, 'account.churned', { account_id: id, churned_at: day(until), reason: id })]),
];
const merged = (tenant: string, id: string, into: string): CrmEvent =>
  event(tenant, 'account.removed', {
    account_id: id,
    removed_at: day(60),
    merged_into: into,
    source_version: 9,
  });

/** How often customers were gained and lost, on which days of the year. */
async function turns(tenant: string): Promise<string[]> {
  const rows = await clickhouse.rows<{ turn: string }>(
    `SELECT concat(if(gained > 0, if(won_back > 0, 'back ', 'gained '), 'lost '), toString(toDayOfYear(bucket)), reason) AS turn
     FROM customer_cells WHERE tenant = {tenant: String} AND gained + lost > 0 ORDER BY bucket, turn`,
    { tenant },
  );
  return rows.map(({ turn }) => turn);
}

// Each piece waits for the pipeline, and a restate beside merges takes long on a busy machine.
describe('merged accounts', { timeout: 240_000 }, () => {
  it('count as one customer while any of them is one, until the merge is undone', async () => {
    const t = 'overlapping';
    await tell(customer(t, 'A', 1, 10), customer(t, 'B', 5, 20));
    expect(await turns(t)).toEqual(['gained 1', 'gained 5', 'lost 10A', 'lost 20B']);
    await tell([merged(t, 'B', 'A')]);
    expect(await turns(t)).toEqual(['gained 1', 'lost 20B']);
    await tell([event(t, 'account.created', { account_id: 'B', created_at: day(2), source_version: 10 })]);
    expect(await turns(t)).toEqual(['gained 1', 'gained 5', 'lost 10A', 'lost 20B']);
  });

  it('that came and left at one instant belong to a spell that begins or ends there', async () => {
    const t = 'flash';
    await tell([...customer(t, 'A', 1, 1), ...customer(t, 'B', 1, 1), merged(t, 'B', 'A')]);
    await tell([...customer(t, 'C', 5, 10), ...customer(t, 'D', 10, 10), merged(t, 'D', 'C')]);
    expect(await turns(t)).toEqual(['gained 1', 'lost 1B', 'gained 5', 'lost 10D']);
  });

  it('count a later statement of one that was merged away with its survivor, over several merges', async () => {
    const t = 'late';
    await tell([merged(t, 'C', 'B')], [merged(t, 'B', 'A')], customer(t, 'A', 1, 10));
    await tell(customer(t, 'C', 8, 12));
    expect(await turns(t)).toEqual(['gained 1', 'lost 12C']);
    await tell([event(t, 'account.churned', { account_id: 'C', churned_at: day(14), reason: 'no' })]);
    await tell(customer(t, 'B', 20, 25));
    expect(await turns(t)).toEqual(['gained 1', 'lost 12C', 'back 20', 'lost 25B']);
  });

  it('are where the survivor’s rep is, also where only what was merged away was placed', async () => {
    const t = 'reps';
    const moves = (from: number, office_id: string) =>
      event(t, 'rep.updated', {
        rep_id: 'ann',
        name: 'Ann',
        effective_from: day(from),
        office_id,
        team: 'x',
      });
    await tell(
      [event(t, 'account.created', { account_id: 'A', created_at: day(50), rep_id: 'ann' })],
      [...customer(t, 'B', 5), merged(t, 'B', 'A'), moves(1, 'munich')],
      [moves(3, 'berlin')],
      [moves(40, 'pune')],
    );
    const rows = await clickhouse.rows<{ office: string }>(
      "SELECT office FROM customer_cells WHERE tenant = 'reps' AND gained + created > 0 ORDER BY bucket",
    );
    expect(rows.map(({ office }) => office)).toEqual(['berlin', 'pune']);
  });

  it('over a chain are one with the last sixteen that lead to it', async () => {
    const chains = [16, 17].map((merges) => {
      const t = `chain-${merges}`;
      const links = Array.from({ length: merges }, (_, n) => merged(t, `A-${n}`, `A-${n + 1}`));
      const spells = Array.from({ length: merges + 1 }, (_, n) => customer(t, `A-${n}`, n + 1, n + 3)).flat();
      return [links.slice(7), spells, links.slice(0, 7)];
    });
    await tell(...[0, 1, 2].map((piece) => chains.flatMap((pieces) => pieces[piece]!)));
    expect(await turns('chain-16')).toEqual(['gained 1', 'lost 19A-16']);
    // What lies more than 16 merges from its survivor is joined to nobody.
    expect(await turns('chain-17')).toEqual(['gained 2', 'lost 20A-17']);
  });

  it('in a circle, or into one that is removed, count nowhere', async () => {
    const t = 'circle';
    const spells = ['A', 'B', 'C', 'D', 'E'].flatMap((id, n) => customer(t, id, n + 1));
    await tell(spells, [merged(t, 'A', 'B'), merged(t, 'B', 'A'), merged(t, 'C', 'A'), merged(t, 'D', 'D')]);
    expect(await turns(t)).toEqual(['gained 5']);
    await tell(
      [merged(t, 'D', 'E')],
      [event(t, 'account.removed', { account_id: 'E', removed_at: day(61), source_version: 10 })],
    );
    expect(await turns(t)).toEqual([]);
  });

  it('come to what is proven, of whatever history', async () => {
    // Small ones share their ids: many merges among few accounts.
    const small = Array.from({ length: 5 }, (_, n) => randomHistory(100 + n, 300)).flat();
    const accounts = small.filter(({ type }) => /^(account|rep)\./.test(type));
    const random = new Random('merges', 1);
    const again = accounts.filter(() => random.chance(0.1));
    const pieces: CrmEvent[][] = [];
    for (const all = [...accounts, ...again]; all.length > 0; )
      pieces.push(all.splice(0, random.whole(1, 300)));
    await tell(...pieces);
    const [joined] = await clickhouse.rows<{ n: number }>('SELECT count() AS n FROM account_merges');
    expect(joined!.n).toBeGreaterThan(0);
  });
});

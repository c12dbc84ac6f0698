import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Scripted, scripted } from '../testing/scripted.js';
import { openSse, type SseClient } from '../testing/sse.js';

const { clickhouseUrl, database } = isolated();
/** The scripted present is ten o'clock of this day. */
const TODAY = Date.parse('2026-03-18T00:00Z') / 1_000;
const YESTERDAY = TODAY - 86_400;
const QUESTION = 'customers_at_end?period=today';

describe('a stream of a stock', () => {
  let clickhouse: ClickHouse;
  let script: Scripted;
  let url: string;
  let tenant = 0;
  let revision = 0;
  /** What ClickHouse was asked, and what happens before its answer is known. */
  let asked: string[] = [];
  let beforeAnswer = async () => {};

  beforeAll(async () => {
    clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
    await migrate(clickhouse);
  });
  beforeEach(async () => {
    tenant += 1;
    script = await scripted({ anonymousTenant: `acme-${tenant}` });
    script.database = {
      async rows<T>(sql: string, params?: Record<string, unknown>, signal?: AbortSignal) {
        const rows = await clickhouse.rows<T>(sql, params, signal);
        if (sql.includes('customer_cells')) {
          asked.push(sql);
          await beforeAnswer();
        }
        return rows;
      },
    };
    asked = [];
    beforeAnswer = async () => {};
    url = await script.app.listen({ host: '127.0.0.1', port: 0 });
    return () => script.app.close();
  });
  afterAll(() => clickhouse?.close());

  /** Stores a cell of one group as the aggregator does. */
  async function store(bucket: number, gained: number, lost: number): Promise<void> {
    revision += 1;
    await clickhouse.insertRows(
      'customer_cells_packed',
      ['tenant', 'bucket', 'office', 'team', 'rep', 'segment', 'region', 'reason', 'created', 'gained', 'won_back', 'lost', 'lost_by_start', 'revision'], // biome-ignore format: one line
      [
        JSON.stringify([`acme-${tenant}`, bucket, ['berlin'], [''], ['ann'], [''], [''], [''], [0], [gained], [0], [lost], [{}], revision]), // biome-ignore format: one line
      ],
    );
  }
  const announce = (bucket: number) => script.updates.cells(`acme-${tenant}`, 'customer', [bucket]);
  const valuesOf = (client: SseClient): number[] =>
    client.events().flatMap(({ event, data }) => {
      const { result } = data as { result?: { rows: { value: number }[] } };
      return event === 'result' ? [result!.rows[0]!.value] : [];
    });
  const becomes = (client: SseClient, value: number) =>
    vi.waitFor(() => expect(valuesOf(client).at(-1)).toBe(value), { timeout: 30_000, interval: 20 });
  const readsHistory = (sql: string | undefined) => sql!.includes('UNION ALL');
  const open = () => openSse(`${url}/v1/stream?q=${encodeURIComponent(QUESTION)}`);
  /** As somebody is told who asks once. */
  const alone = async () => {
    const answer = await script.app.inject(`/v1/metrics/${QUESTION}`);
    return answer.json<{ rows: { value: number }[] }>().rows[0]!.value;
  };

  it('reads all of history once, and of each push the period alone', async () => {
    await store(YESTERDAY, 5, 0);
    const client = await open();
    await becomes(client, 5);
    expect(asked.map(readsHistory)).toEqual([true]);
    for (const gained of [1, 2, 3]) {
      await store(TODAY, gained, 0);
      announce(TODAY);
      await becomes(client, 5 + gained);
    }
    expect(asked.slice(1).some(readsHistory)).toBe(false);
    expect(await alone()).toBe(8);
    client.close();
  });

  it('has a correction of the past at once, and goes on from it', async () => {
    await store(YESTERDAY, 5, 0);
    await store(TODAY, 1, 0);
    const client = await open();
    await becomes(client, 6);
    await store(YESTERDAY, 5, 3);
    announce(YESTERDAY);
    await becomes(client, 3);
    expect(readsHistory(asked.at(-1))).toBe(true);
    await store(TODAY, 2, 0);
    announce(TODAY);
    await becomes(client, 4);
    expect(readsHistory(asked.at(-1))).toBe(false);
    expect(await alone()).toBe(4);
    client.close();
  });

  it('keeps nothing that was corrected while it was read', async () => {
    await store(YESTERDAY, 5, 0);
    let isCorrected = false;
    beforeAnswer = async () => {
      if (isCorrected) return;
      isCorrected = true;
      await store(YESTERDAY, 9, 0);
      announce(YESTERDAY);
    };
    const client = await open();
    await becomes(client, 9);
    await store(TODAY, 1, 0);
    announce(TODAY);
    await becomes(client, 10);
    client.close();
  });

  it('keeps nothing when updates were missed', async () => {
    await store(YESTERDAY, 5, 0);
    const client = await open();
    await becomes(client, 5);
    await store(YESTERDAY, 7, 0);
    script.updates.lose(1);
    announce(TODAY);
    await becomes(client, 7);
    client.close();
  });
});

import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { endOffsets } from '@tallyboard/kafka/admin';
import { createProducer } from '@tallyboard/kafka/producer';
import { replay } from '@tallyboard/kafka/replay';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from './pipeline.js';

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline(['acme']);
});
afterAll(() => pipeline?.stop());

let sent = 0;
function event(type: string, time: string, data: Record<string, unknown>): object {
  sent += 1;
  return { specversion: '1.0', id: `e-${sent}`, source: 'crm', type, time, data };
}
const became = (account_id: string) => ({
  ...event('account.became_customer', '2026-03-02T09:00:00Z', {
    account_id,
    customer_since: '2026-03-02T09:00:00Z',
  }),
  id: `of ${account_id}`,
});
const won = (deal_id: string, account_id: string, amount: string) => [
  event('deal.opened', '2026-03-02T09:00:00Z', {
    deal_id,
    opened_at: '2026-03-02T09:00:00Z',
    account_id,
    rep_id: 'ann',
  }),
  event('deal.closed', '2026-03-05T09:00:00Z', {
    ...{ deal_id, closed_at: '2026-03-05T09:00:00Z', outcome: 'won', amount, currency: 'EUR' },
  }),
];
const ann = event('rep.updated', '2026-01-01T00:00:00Z', {
  ...{
    rep_id: 'ann',
    effective_from: '2026-01-01T00:00:00Z',
    name: 'Ann Example',
    office_id: 'munich',
    team: 'west',
  },
});

const erase = async (...args: string[]) => {
  const { code, stdout, stderr } = await pipeline.tally('erase', ...args);
  return { code, stdout, stderr, json: stdout.startsWith('{') ? JSON.parse(stdout) : null };
};
const numberOf = async (metric: string) =>
  (await pipeline.ask('acme', metric, { from: '2026-03-01', to: '2026-04-01' }))[0]?.value;
const verify = async () => JSON.parse((await pipeline.tally('verify', '--json')).stdout);

/** Everything that a topic has, as text. */
async function said(topic: string): Promise<string> {
  const texts: string[] = [];
  await replay(pipeline.kafka, topic, {
    to: await endOffsets(pipeline.kafka, topic),
    onMessages: (_partition, messages) =>
      void texts.push(...messages.map(({ key, value }) => `${key} ${value?.toString('latin1')}`)),
  });
  // Partitions come in any order.
  return texts.sort().join('\n');
}

describe('tally erase', { timeout: 240_000 }, () => {
  beforeAll(async () => {
    await pipeline.send('acme', [
      ann,
      ...['A-17', 'A-18'].map(became),
      ...won('D-1', 'A-17', '100'),
      ...won('D-2', 'A-17', '200'),
      ...won('D-3', 'A-18', '400'),
      event('subscription.changed', '2026-03-02T09:00:00Z', {
        ...{
          account_id: 'A-17',
          subscription_id: 'S-1',
          effective_at: '2026-03-02T09:00:00Z',
          mrr: '10',
          currency: 'EUR',
        },
      }),
    ]);
    const producer = await createProducer(pipeline.kafka);
    await producer.send(
      pipeline.topics.events,
      ['A-17', 'A-18'].map((id) => ({ key: `acme/account/${id}`, value: Buffer.from(`poison of ${id}`) })),
    );
    await producer.close();
    await pipeline.settled();
  });

  it('shows what is known of somebody, and what names it, and erases nothing unless it is told to', async () => {
    const { code, stdout } = await erase('account', 'A-17', '--tenant', 'acme', '--linked', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/account +1 +1 +erased/);
    expect(stdout).toMatch(/subscription +1 +1 +erased/);
    expect(stdout).toMatch(/deal +2 +4 +erased/);
    expect((await erase('account', 'A-17', '--tenant', 'acme')).stdout).toMatch(/deal +2 +4 +kept/);
    const unasked = await erase('account', 'A-17', '--tenant', 'acme', '--json');
    expect(unasked).toMatchObject({ code: 1, json: { erased: { account: 1, subscription: 1 }, left: 4 } });
    expect(await numberOf('customers_gained')).toBe(2);
  });

  it('wants a key with the scope erase, which none has that may do all else', async () => {
    const { code, stderr } = await erase('account', 'A-17', '--tenant', 'acme', '--yes');
    expect([code, stderr]).toEqual([1, expect.stringContaining('--tenant acme --scopes erase')]);
    await pipeline.tally('keys', 'create', '--tenant', 'acme', '--scopes', 'erase');
  });

  it('erases an account and what names it, from numbers, tables and dead letters, and says so', async () => {
    expect(await numberOf('revenue_won')).toBe('700');
    const done = await erase('account', 'A-17', '--tenant', 'acme', '--linked', '--yes', '--json');
    expect(done).toMatchObject({
      code: 0,
      json: {
        erased: { account: 1, subscription: 1, deal: 2 },
        naming: { deal: 2 },
        dead_letters: 1,
        left: 0,
      },
    });
    expect([await numberOf('revenue_won'), await numberOf('customers_gained')]).toEqual(['400', 1]);
    expect(await said(pipeline.topics.dlq)).not.toContain('A-17');
    expect(await said(pipeline.topics.dlq)).toContain('poison of A-18');
    expect((await pipeline.tally('dlq', 'list', '--json')).stdout).not.toContain('A-17');
    expect(await verify()).toMatchObject({ drift: false, moving_rows: 0 });
  });

  it('does nothing a second time, and says who was erased before', async () => {
    const again = await erase('account', 'A-17', '--tenant', 'acme', '--linked', '--yes', '--json');
    expect(again).toMatchObject({ code: 0, json: { erased: {}, already_erased: 2, rows: 0, left: 0 } });
  });

  it('takes the name of a rep, and of nothing that the rep did', async () => {
    expect((await erase('rep', 'ann', '--tenant', 'acme', '--linked')).code).toBe(2);
    expect((await erase('rep', 'ann', '--tenant', 'acme', '--yes')).code).toBe(0);
    expect(
      (await pipeline.ask('acme', 'deals_won', { from: '2026-03-01', to: '2026-04-01', by: 'team' }))[0],
    ).toMatchObject({ dimensions: { team: 'west' }, value: 1 });
    expect(await verify()).toMatchObject({ drift: false, moving_rows: 0 });
  });

  it('erases with somebody all that was merged into one another, whoever is named', async () => {
    await pipeline.send('acme', [
      ...['A-30', 'A-31', 'A-32'].map(became),
      ...won('D-31', 'A-31', '1000'),
      event('account.removed', '2026-03-06T09:00:00Z', {
        ...{ account_id: 'A-31', removed_at: '2026-03-06T09:00:00Z', merged_into: 'A-30' },
      }),
      event('account.removed', '2026-03-07T09:00:00Z', {
        ...{ account_id: 'A-30', removed_at: '2026-03-07T09:00:00Z', merged_into: 'A-32' },
      }),
    ]);
    await pipeline.settled();
    for (const named of ['A-30', 'A-31', 'A-32'])
      expect(
        (await erase('account', named, '--tenant', 'acme', '--linked', '--dry-run', '--json')).json.erased,
        named,
      ).toEqual({ account: 3, subscription: 3, deal: 1 });
    await erase('account', 'A-32', '--tenant', 'acme', '--linked', '--yes', '--json');
    expect(await numberOf('revenue_won')).toBe('400');
    expect(await verify()).toMatchObject({ drift: false, moving_rows: 0 });
  });

  it('log: takes what is not kept out of the log as well, and everything is still proven from it', async () => {
    const before = await said(pipeline.topics.events);
    expect(before).toContain('of A-17');
    expect(before).toContain('Ann Example');
    const recorded = async () => {
      const { TALLY_CLICKHOUSE_URL: url, TALLY_CLICKHOUSE_DATABASE: database } = pipeline.settings;
      const clickhouse = connectClickHouse({ url: url!, ...testUser, database: database! });
      try {
        return await clickhouse.rows('SELECT event_id, recorded_at FROM deal_events FINAL ORDER BY event_id');
      } finally {
        await clickhouse.close();
      }
    };
    const times = await recorded();
    const letters = await said(pipeline.topics.dlq);
    const planned = await erase('log', '--json', '--dry-run');
    expect(planned).toMatchObject({ code: 0, json: { dry_run: true, done: false } });
    expect(planned.json.dropped).toBeGreaterThan(5);
    expect(await erase('log', '--json')).toMatchObject({ code: 1, json: { done: false } });
    expect(await said(pipeline.topics.events)).toBe(before);
    // Of two at once the second waits, and finds nothing to do.
    const both = await Promise.all([erase('log', '--json', '--yes'), erase('log', '--json', '--yes')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const dropped = both.map(({ json }) => json.dropped).toSorted((a, b) => a - b);
    expect(dropped).toEqual([0, planned.json.dropped]);
    // What nobody can read is written once more, and read again: of it there is a letter already.
    await pipeline.settled();
    expect(await said(pipeline.topics.dlq)).toBe(letters);
    const after = await said(pipeline.topics.events);
    expect(after).not.toContain('of A-17');
    expect(after).not.toContain('Ann Example');
    expect(after).toContain('of A-18');
    expect((await erase('log', '--json', '--yes')).json).toMatchObject({ dropped: 0, copied: 0, again: 0 });
    expect(await verify()).toMatchObject({ drift: false, moving_rows: 0 });
    expect((await pipeline.tally('rebuild', 'facts', '--json')).code).toBe(0);
    expect(await recorded()).toEqual(times);
    expect(await verify()).toMatchObject({ drift: false, moving_rows: 0 });
    expect(await numberOf('revenue_won')).toBe('400');
  });
});

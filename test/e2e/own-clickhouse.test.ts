import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownClickHouse } from './own-clickhouse.js';
import { type Pipeline, startPipeline } from './pipeline.js';

const readme = readFileSync(new URL('../../schemas/README.md', import.meta.url), 'utf8');

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline(['acme', 'globex']);
});
afterAll(() => pipeline?.stop());

/** The statements of the recipe, with the addresses of this test for those of `tally up`. */
function recipe(): string[] {
  const sql = /```sql\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const here = { 'localhost:9092': pipeline.brokers, 'crm.events': pipeline.topics.events };
  const moved = Object.entries({ ...here, 'http://localhost:3000': pipeline.queryUrl }).reduce(
    (text, [is, was]) => {
      expect(text.split(`'${is}'`)).toHaveLength(2);
      return text.replace(`'${is}'`, `'${was}'`);
    },
    sql,
  );
  return moved.split(/;\n\n?/).filter((statement) => statement !== '');
}

const event = (type: string, id: string, data: object) => ({
  specversion: '1.0',
  id,
  source: 'crm',
  type,
  time: '2026-03-02T09:15:00Z',
  data,
});
const closed = (id: string, amount: string | null) =>
  event('deal.closed', `closed-${id}`, {
    ...{ deal_id: id, closed_at: '2026-03-02T09:12:00Z', outcome: amount === null ? 'lost' : 'won' },
    ...{ amount, currency: amount === null ? null : 'EUR', reason: null },
  });

describe('the recipe for reading the log with a ClickHouse of one’s own', () => {
  it('gives every event of every type, as it was sent', async () => {
    await pipeline.send('acme', [
      closed('D-1', '4821.5'),
      closed('D-2', null),
      event('call.logged', 'call-1', {
        ...{ call_id: 'C-1', started_at: '2026-03-02T09:12:00Z', rep_id: 'munich-01', direction: 'inbound' },
        ...{ outcome: 'connected', duration_ms: 184_000, channel: 'phone', account_id: null },
      }),
    ]);
    await pipeline.send('globex', [closed('D-1', '0.0001')]);
    const rows = await ownClickHouse(
      join(pipeline.dir, 'own'),
      recipe(),
      `SELECT type, tenant, event_id, toUnixTimestamp64Milli(occurred_at), deal_id, outcome, amount, currency
       FROM crm_log FINAL WHERE (SELECT count() FROM crm_log) >= 4 ORDER BY ALL`,
    );
    const at = Date.parse('2026-03-02T09:15:00Z');
    expect(rows.trimEnd().split('\n')).toEqual([
      `call.logged\tacme\tcall-1\t${at}\t\tconnected\t\\N\t\\N`,
      `deal.closed\tacme\tclosed-D-1\t${at}\tD-1\twon\t4821.5\tEUR`,
      `deal.closed\tacme\tclosed-D-2\t${at}\tD-2\tlost\t\\N\t\\N`,
      `deal.closed\tglobex\tclosed-D-1\t${at}\tD-1\twon\t0.0001\tEUR`,
    ]);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tallyIn } from '../../services/cli/src/testing/tally.js';
import { type Pipeline, startPipeline } from './pipeline.js';

const MARCH = { from: '2026-03-01', to: '2026-04-01' };

/** Exports as each system writes them; `shows`: metrics of March that they come to. */
const EXPORTS: { file: string; content: string | Buffer; shows: Record<string, number> }[] = [
  {
    file: 'hubspot.csv.gz',
    content: gzipSync(
      'Ticket ID,Ticket name,Create date,Close date,Priority,Source,Ticket owner\n5,Help,2026-03-02 09:00,2026-03-03 09:00,HIGH,EMAIL,Bo Ek\n6,Help,2026-03-02 10:00,,LOW,CHAT,Bo Ek\n',
    ),
    shows: { tickets_opened: 2, tickets_resolved: 1 },
  },
  {
    file: 'twilio.csv',
    content:
      'sid,from,to,status,start_time,end_time,duration,direction\nCA1,+1555,+1666,completed,2026-03-02T09:00:00Z,2026-03-02T09:01:00Z,60,outbound-api\nCA2,+1555,+1666,no-answer,2026-03-02T09:00:00Z,,0,inbound\n',
    shows: { calls: 3, connect_rate: 1 },
  },
  {
    file: 'calls.ndjson',
    content: `${JSON.stringify({ call_id: 'C1', start: '2026-03-05T09:00:00Z', direction: 'inbound', outcome: 'connected', duration: 30, agent: 'ann' })}\n`,
    shows: {},
  },
  {
    file: 'typeform.csv',
    content:
      '#,How likely are you to recommend us to a friend or colleague?,Start Date (UTC),Submit Date (UTC),Network ID\nabc,9,2026-03-02 09:00:00,2026-03-02 09:01:00,n1\n',
    shows: { nps: 100 },
  },
  {
    file: 'stripe.csv',
    content:
      'id,Customer ID,Customer Description,Plan,Status,Created (UTC),Start (UTC),Canceled At (UTC),Ended At (UTC)\nsub_1,cus_1,Acme,pro,canceled,2026-01-01 00:00,2026-01-02 00:00,2026-03-01 10:00,2026-03-20 00:00\n',
    shows: { customers_lost: 1 },
  },
  {
    file: 'orders.csv',
    content:
      'Order ID;Order date;Product;Quantity;Amount;Currency;Customer\nO1;2026-03-04T10:00:00Z;Desk;2;300.50;EUR;acme\n',
    shows: { orders: 1, units: 2, revenue_orders: 300.5 },
  },
  {
    file: 'pipedrive.csv',
    content:
      'Deal - ID,Deal - Title,Deal - Status,Deal - Value,Deal - Currency of Value,Deal - Owner,Deal - Deal created,Deal - Deal closed on\n4,Alpha,Won,700,EUR,Ada Lo,2026-02-01 09:00:00,2026-03-01 09:00:00\n',
    shows: { deals_won: 1 },
  },
];

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline(['acme']);
});
afterAll(() => pipeline?.stop());

it('exports of every kind come to their numbers without a mapping of one’s own, and again to the same', async () => {
  const tally = tallyIn(pipeline.dir, pipeline.settings);
  for (const { file, content } of EXPORTS) {
    writeFileSync(join(pipeline.dir, file), content);
    for (let times = 0; times < 2; times += 1) {
      const { code, stderr } = await tally([
        'import',
        file,
        '--yes',
        '--tenant',
        'acme',
        '--as-of',
        '2026-04-02',
      ]);
      expect(code, `${file}: ${stderr}`).toBe(0);
    }
  }
  await pipeline.settled();
  for (const [metric, expected] of EXPORTS.flatMap(({ shows }) => Object.entries(shows))) {
    const [row] = await pipeline.ask('acme', metric, MARCH);
    expect([metric, Number(row?.value)]).toEqual([metric, expect.closeTo(expected, 9)]);
  }
  const { code, stdout } = await pipeline.tally('verify', '--json');
  expect(code, stdout).toBe(0);
});

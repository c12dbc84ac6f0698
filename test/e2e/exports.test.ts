import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tallyIn } from '../../services/cli/src/testing/tally.js';
import { STYLE, workbook } from '../../services/cli/src/testing/workbook.js';
import { type Pipeline, startPipeline } from './pipeline.js';

const MARCH = { from: '2026-03-01', to: '2026-04-01' };
/** Small exports as each system writes them, `<system>-<what it is>`. */
const SAMPLES = join(import.meta.dirname, '../../services/cli/src/import/propose/exports');

/** What the exports of a system come to in March; a tenant each. */
const SYSTEMS: Record<string, Record<string, number>> = {
  hubspot: {
    deals_won: 1,
    customers_gained: 2,
    tickets_opened: 2,
    tickets_resolved: 1,
    calls: 2,
    connect_rate: 0,
  },
  salesforce: { deals_won: 1, deals_lost: 1, tickets_resolved: 1, calls: 1 },
  pipedrive: { deals_won: 1, deals_lost: 1, calls: 2, connect_rate: 0.5 },
  zendesk: { tickets_opened: 2, tickets_resolved: 2, tickets_reopened: 1 },
  freshdesk: { tickets_opened: 1, tickets_resolved: 0 },
  intercom: { tickets_opened: 1, tickets_resolved: 1 },
  aircall: { calls: 2 },
  twilio: { calls: 2, connect_rate: 1 },
  typeform: { nps: 100 },
  surveymonkey: { nps: -100 },
  delighted: { nps: 100 },
  stripe: { customers_lost: 1, customers_at_end: 1 },
  // Rates count nowhere by themselves.
  ecb: {},
  google: { campaign_spend: 2_184.5 },
  spreadsheet: { orders: 3, units: 5, revenue_orders: 480.5, calls: 1 },
};

const day = { number: 46_085, style: STYLE.day };
const FILES: Record<string, string | Buffer> = {
  'spreadsheet-book.xlsx': workbook([
    {
      name: 'Orders',
      rows: {
        1: ['Order ID', 'Order date', 'Product', 'Quantity', 'Amount', 'Currency', 'Customer'],
        2: ['O1', day, 'Desk', { number: 2 }, { number: 300.5 }, 'EUR', 'acme'],
        4: ['O1', day, 'Lamp', { number: 1 }, { number: 20 }, 'EUR', 'acme'],
      },
    },
  ]),
  'spreadsheet-orders.csv': Buffer.from(
    '\ufeffOrder ID;Order date;Product;Quantity;Amount;Currency;Customer\r\nO2;4.3.2026;Chair;1;80,00;EUR;Zoë\r\nO3;31.3.2026;Chair;1;80,00;EUR;Zoë\r\n',
    'utf16le',
  ),
  'spreadsheet-calls.ndjson.gz': gzipSync(
    `${JSON.stringify({ call_id: 'C1', start: '2026-03-05T09:00:00Z', direction: 'inbound', outcome: 'connected', duration: 30, agent: 'ann' })}\n`,
  ),
};

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline(Object.keys(SYSTEMS));
  for (const system of Object.keys(SYSTEMS)) mkdirSync(join(pipeline.dir, system));
  const place = (file: string) => join(pipeline.dir, file.split('-')[0]!, file);
  for (const file of readdirSync(SAMPLES).filter((each) => !each.endsWith('.events')))
    copyFileSync(join(SAMPLES, file), place(file));
  for (const [file, content] of Object.entries(FILES)) writeFileSync(place(file), content);
});
afterAll(() => pipeline?.stop());

it('exports of every system come to their numbers without a mapping of one’s own, and again to the same', async () => {
  const tally = tallyIn(pipeline.dir, pipeline.settings);
  for (let times = 0; times < 2; times += 1)
    for (const system of Object.keys(SYSTEMS)) {
      const { code, stderr } = await tally([
        'import',
        system,
        '--yes',
        ...['--tenant', system, '--as-of', '2026-04-02', '--no-summary'],
      ]);
      expect(code, `${system}: ${stderr}`).toBe(0);
    }
  await pipeline.settled();
  for (const [system, metrics] of Object.entries(SYSTEMS))
    for (const [metric, expected] of Object.entries(metrics)) {
      const [row] = await pipeline.ask(system, metric, MARCH);
      expect([system, metric, Number(row?.value ?? 0)]).toEqual([
        system,
        metric,
        expect.closeTo(expected, 9),
      ]);
    }
  const { code, stdout } = await pipeline.tally('verify', '--json');
  expect(code, stdout).toBe(0);
});

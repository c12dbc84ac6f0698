import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crmDataDir, DAY_MS, writeCrmExport } from './crm-export.js';
import { type Pipeline, startPipeline } from './pipeline.js';
import { WORKSPACE } from './tally.js';

const MAPPING = join(WORKSPACE, 'infra/mappings/crm-sales-opportunities.yaml');
const ALL = { from: '2016-01-01', to: '2018-07-01' };
const YEAR = { from: '2017-01-01', to: '2018-01-01', interval: 'quarter' };

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline(['crm', 'sample']);
});
afterAll(() => pipeline?.stop());

const importing = (tenant: string, file: string) =>
  pipeline.tally('import', 'deals', file, '--mapping', MAPPING, '--tenant', tenant);

/** The only row of an answer. */
async function one(tenant: string, metric: string, params: Record<string, string> = ALL) {
  const rows = await pipeline.ask(tenant, metric, params);
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

const valuesOf = async (tenant: string, metric: string, params: Record<string, string>) =>
  (await pipeline.ask(tenant, metric, params)).map(({ value }) => Number(value));

const dataDir = crmDataDir();

/** The figures of the table that comes with the data: anyone's pivot table says the same. */
describe.skipIf(dataDir === null)('the public CRM data, imported through the command line', () => {
  const file = join(String(dataDir), 'sales_pipeline.csv');

  it('is taken whole', async () => {
    const { code, stdout, stderr } = await importing('crm', file);
    expect(stderr).not.toMatch(/reject/i);
    expect(code).toBe(0);
    expect(stdout).toMatch(/events are in the log of crm/);
    await pipeline.settled();
  });

  it('has 8,800 opportunities: 4,238 won, 2,473 lost, 1,589 engaging and 500 prospecting', async () => {
    expect((await one('crm', 'deals_opened')).value).toBe(8_800);
    expect((await one('crm', 'deals_won')).value).toBe(4_238);
    expect((await one('crm', 'deals_lost')).value).toBe(2_473);
    // Nobody engaged after the 27th of December: on the export's last day there are the prospects alone.
    const prospecting = (await one('crm', 'deals_opened', { from: '2017-12-31', to: '2018-01-01' })).value;
    expect(prospecting).toBe(500);
    expect(8_800 - 4_238 - 2_473 - Number(prospecting)).toBe(1_589);
  });

  it('has a close rate of 0.631501', async () => {
    const { value, numerator, denominator, n } = await one('crm', 'close_rate');
    expect([numerator, denominator, n]).toEqual([4_238, 6_711, 6_711]);
    expect(Number(value).toFixed(6)).toBe('0.631501');
  });

  it('has won 10,005,534 US dollars', async () => {
    const { dimensions, value } = await one('crm', 'revenue_won');
    expect([dimensions.currency, Number(value)]).toEqual(['USD', 10_005_534]);
  });

  it('has a mean sales cycle of 51.781973 days: 219,452 days over 4,238 deals', async () => {
    const { value, numerator, denominator } = await one('crm', 'sales_cycle_mean');
    expect([Number(numerator) / DAY_MS, Number(denominator)]).toEqual([219_452, 4_238]);
    expect((Number(value) / DAY_MS).toFixed(6)).toBe('51.781973');
  });

  it('has four quarters of 2017 with these won and lost deals and revenues', async () => {
    expect(await valuesOf('crm', 'deals_won', YEAR)).toEqual([531, 1_254, 1_257, 1_196]);
    expect(await valuesOf('crm', 'deals_lost', YEAR)).toEqual([116, 778, 790, 789]);
    expect(await valuesOf('crm', 'revenue_won', YEAR)).toEqual([1_134_672, 3_086_111, 2_982_255, 2_802_496]);
  });

  it('names the reps with the highest revenue', async () => {
    const rows = await pipeline.ask('crm', 'revenue_won', { ...ALL, by: 'rep' });
    const top = rows.toSorted((a, b) => Number(b.value) - Number(a.value)).slice(0, 3);
    expect(top.map(({ labels, value }) => [labels?.rep, Number(value)])).toEqual([
      ['Darcel Schlecht', 1_153_214],
      ['Vicki Laflamme', 478_396],
      ['Kary Hendrixson', 454_298],
    ]);
  });

  it('counts the two spellings of one product as one', async () => {
    const rows = await pipeline.ask('crm', 'deals_opened', { ...ALL, by: 'product' });
    expect(rows.map(({ dimensions }) => dimensions.product)).not.toContain('GTXPro');
    expect(rows).toHaveLength(7);
  });

  it('changes nothing when it is imported again', async () => {
    const before = await everything('crm');
    expect((await importing('crm', file)).code).toBe(0);
    await pipeline.settled();
    expect(await everything('crm')).toEqual(before);
  });
});

describe('a small export of the same form', () => {
  it('gives the figures that are in it, and the same ones when it is imported again', async () => {
    const { file, deals } = writeCrmExport(join(pipeline.dir, 'export'));
    const won = deals.filter(({ stage }) => stage === 'Won');
    const lost = deals.filter(({ stage }) => stage === 'Lost');
    const days = won.reduce((sum, { engaged, closed }) => sum + (closed! - engaged!) / DAY_MS, 0);

    const { code, stdout } = await importing('sample', file);
    expect(code).toBe(0);
    // What the command says of it once it is counted, of all that the tenant has.
    expect(stdout).toMatch(new RegExp(`^deal\\.opened +${deals.length}$`, 'm'));
    expect(stdout).toContain(
      'All that sample has from 2016-12-01 to 2017-12-31 (UTC), wherever it came from:',
    );
    expect(stdout).toMatch(new RegExp(`^Deals won +${won.length}$`, 'm'));
    expect(stdout).toContain('Nothing of it that crm-sales-opportunities has sent looks wrong.');
    await pipeline.settled();
    expect((await one('sample', 'deals_opened')).value).toBe(deals.length);
    expect(await one('sample', 'close_rate')).toMatchObject({
      value: won.length / (won.length + lost.length),
      n: won.length + lost.length,
    });
    expect(Number((await one('sample', 'revenue_won')).value)).toBe(sumOf(won));
    expect(await one('sample', 'sales_cycle_mean')).toMatchObject({
      numerator: days * DAY_MS,
      denominator: won.length,
    });
    const byRep = await pipeline.ask('sample', 'revenue_won', { ...ALL, by: 'rep' });
    const named = Object.fromEntries(byRep.map(({ labels, value }) => [labels?.rep, Number(value)]));
    const reps = [...new Set(won.map(({ rep }) => rep))];
    expect(named).toEqual(
      Object.fromEntries(reps.map((rep) => [rep, sumOf(won.filter((deal) => deal.rep === rep))])),
    );

    const before = await everything('sample');
    expect((await importing('sample', file)).code).toBe(0);
    await pipeline.settled();
    expect(await everything('sample')).toEqual(before);
  });

  it('exits with 4 for a line that cannot be used, and keeps that line with its number and reason', async () => {
    const { file } = writeCrmExport(join(pipeline.dir, 'broken'));
    const lines = readFileSync(file, 'utf8').split('\n');
    lines[2] = lines[2]!.replace(/,(Won|Lost|Engaging|Prospecting),/, ',Paused,');
    writeFileSync(file, lines.join('\n'));
    const before = await everything('sample');

    const { code, stderr } = await importing('sample', file);
    expect(code).toBe(4);
    expect(stderr).toMatch(/sales_pipeline\.csv:3: deal_stage: "Paused" has no outcome/);
    const [titles, rejected, ...rest] = readFileSync(join(pipeline.dir, 'sales_pipeline.rejects.csv'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(titles).toMatch(/^tally_line,tally_column,tally_reason,/);
    expect(rejected).toMatch(/^3,deal_stage,"deal_stage: .*",E1,.*,Paused,/);
    expect(rest).toEqual([]);
    await pipeline.settled();
    expect(await everything('sample')).toEqual(before);
  });

  it('is answered by tally query with the same numbers', async () => {
    const { code, stdout } = await pipeline.tally(
      ...['query', 'deals_won', '--from', ALL.from, '--to', ALL.to, '--tenant', 'sample', '--json'],
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout).rows[0].value).toBe((await one('sample', 'deals_won')).value);
  });
});

it('ends with the proof that every stored number is what the log says', async () => {
  const { code, stdout, stderr } = await pipeline.tally('verify', '--json');
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ drift: false, wrong: [], moving: [], undecodable: 0 });
  expect(JSON.parse(stdout).cells).toBeGreaterThan(200);
  expect(code).toBe(0);
});

/** What the API says about a tenant's deals, by quarter and rep. */
async function everything(tenant: string) {
  const metrics = [
    'deals_opened',
    'deals_won',
    'deals_lost',
    'revenue_won',
    'sales_cycle_mean',
    'close_rate',
  ];
  const params = { ...ALL, interval: 'quarter', by: 'office,rep' };
  return Promise.all(metrics.map((metric) => pipeline.ask(tenant, metric, params)));
}

const sumOf = (deals: readonly { amount: number }[]): number =>
  deals.reduce((sum, { amount }) => sum + amount, 0);

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tallyIn } from '../testing/tally.js';

let dir: string;
let server: Server;
let tally: ReturnType<typeof tallyIn>;
/** What was asked: the key, and the address. */
let asked: (string | undefined)[][];
let answer: { status: number; body: unknown };

const lists: Record<string, unknown> = {
  '/v1/offices': { offices: [{ id: 'munich', name: 'Munich' }] },
  '/v1/reps': {
    reps: [
      { id: 'munich-01', name: 'Anna Maier' },
      { id: 'pune-07', name: 'Anna Maier' },
    ],
  },
};

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tally-query-'));
  asked = [];
  answer = { status: 200, body: answerOf('demo') };
  server = createServer((request, response) => {
    asked.push([request.headers.authorization, request.url]);
    const body = lists[request.url ?? ''] ?? answer.body;
    response.writeHead(answer.status).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  tally = tallyIn(dir, { TALLY_QUERY_URL: `http://127.0.0.1:${port}` });
});
afterEach(() => {
  server.close();
  rmSync(dir, { recursive: true });
});

const answerOf = (tenant: string | undefined) => ({
  tenant,
  metric: 'calls',
  title: 'Calls',
  unit: 'count',
  from: '2026-03-18T00:00:00Z',
  to: '2026-03-19T00:00:00Z',
  tz: 'UTC',
  interval: 'none',
  by: [],
  rows: [{ dimensions: {}, value: 7, n: 7, numerator: null, denominator: null }],
  freshness: { complete_to: null, lag_ms: null, live: false },
});
const keyFor = async (tenant: string) =>
  (await tally(['keys', 'create', '--tenant', tenant, '--scopes', 'read'])).stdout.trim();

describe('tally query', () => {
  it('sends the key of the tenant that is asked for, and says what the service did not like', async () => {
    answer = { status: 400, body: { error: { message: 'no such product', allowed: ['B', 'C'] } } };
    const key = await keyFor('acme');
    const { code, stderr } = await tally([
      'query',
      'calls',
      '--tenant',
      'acme',
      '--by',
      'office',
      '--filter',
      'product:A|B',
    ]);
    expect(asked).toEqual([
      [`Bearer ${key}`, '/v1/metrics/calls?by=office&period=today&filter=product%3AA%7CB'],
    ]);
    expect([code, stderr]).toEqual([2, 'No such product; allowed: B, C.\n']);
  });

  it('tells a question that is wrong from a service that is', async () => {
    answer = { status: 503, body: { error: { message: 'ClickHouse does not answer' } } };
    expect(await tally(['query', 'calls'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The query service answered 503: ClickHouse does not answer.\n',
    });
  });

  it('says that a filter takes ids when it matched nothing', async () => {
    const nothing = { ...answerOf('demo'), rows: [{ dimensions: {}, value: 0, n: 0 }] };
    const filtered = (...filters: string[]) =>
      tally(['query', 'calls', '--csv', ...filters.flatMap((filter) => ['--filter', filter])]);
    answer.body = nothing;
    expect((await filtered('office:Munich|munich', 'rep:anna maier|nobody at all')).stderr).toBe(
      '"Munich" is the id of no office that is known: did you mean office:munich?\n' +
        '"anna maier" is the id of no rep that is known: did you mean rep:munich-01 or rep:pune-07?\n' +
        '"nobody at all" is the id of no rep that is known.\n',
    );
    expect((await filtered('office:munich', 'direction:Inbound')).stderr).toBe('');
    answer.body = answerOf('demo');
    expect((await filtered('office:Munich')).stderr).toBe('');
  });

  it('names the tenant of its answer', async () => {
    await keyFor('acme');
    answer.body = answerOf('acme');
    const asking = ['query', 'calls', '--tenant', 'acme'];
    expect((await tally(asking)).stdout).toMatch(/^Calls of acme, 2026/);
    expect(JSON.parse((await tally([...asking, '--json'])).stdout)).toMatchObject({ tenant: 'acme' });
    expect((await tally([...asking, '--csv'])).stdout).toMatch(/^tenant,value,.*\nacme,7,/);
  });

  it('refuses the numbers of another tenant, and says how to make a key', async () => {
    const { code, stdout, stderr } = await tally(['query', 'calls', '--tenant', 'acme']);
    expect(asked).toEqual([[undefined, '/v1/metrics/calls?period=today']]);
    expect([code, stdout, stderr]).toEqual([
      1,
      '',
      'The query service answered for demo, not for acme, and there is no API key for acme; "tally keys create --tenant acme --scopes read" makes one.\n',
    ]);
  });

  it('refuses what TALLY_API_KEY reads when that is of another tenant', async () => {
    answer.body = answerOf('globex');
    const env = { TALLY_API_KEY: 'tally_0123456789ab_0123456789abcdef' };
    const { code, stdout, stderr } = await tally(['query', 'calls', '--tenant', 'acme'], env);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /answered for globex, not for acme, and the API key is not one of acme: set TALLY_API_KEY/,
    );
    expect((await tally(['query', 'calls'], env)).stdout).toMatch(/^Calls of globex, /);
  });

  it('refuses an answer that does not say whose it is', async () => {
    answer.body = answerOf(undefined);
    const { code, stdout, stderr } = await tally(['query', 'calls', '--tenant', 'demo']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/does not say of which tenant its answer is/);
  });
});

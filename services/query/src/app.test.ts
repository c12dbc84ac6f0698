import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { METRICS } from '@tallyboard/metrics/catalogue';
import { Failure } from '@tallyboard/runtime/failure';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { principal, rowOf, type Scripted, type ScriptedOptions, scripted } from './testing/scripted.js';

let script: Scripted;
afterEach(() => script?.app.close());

async function start(options: ScriptedOptions = {}): Promise<Scripted> {
  script = await scripted(options);
  await script.app.ready();
  return script;
}

async function get(url: string, headers: Record<string, string> = {}) {
  const answer = await script.app.inject({ url, headers });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('GET /v1/metrics', () => {
  it('is the catalogue, with all that is said of a metric', async () => {
    await start();
    const { status, body } = await get('/v1/metrics');
    expect(status).toBe(200);
    expect(body.metrics.map(({ name }: { name: string }) => name)).toEqual(METRICS.map(({ name }) => name));
    expect(body.metrics[0]).toEqual({
      name: 'calls',
      title: 'Calls',
      unit: 'count',
      better: 'up',
      kind: 'count',
      fact: 'call',
      facts: ['call'],
      dimensions: ['office', 'team', 'rep', 'direction', 'outcome', 'channel'],
      parameters: [],
      definition: 'Calls that started in the period.',
      counts: expect.stringContaining('when it started'),
      omits: expect.stringContaining('removed'),
      edges: expect.arrayContaining([expect.stringContaining('ring group')]),
      indicator: 'input',
      formula: 'calls',
      example: { given: { calls: 412 }, value: 412, n: 412 },
      source: 'Tallyboard',
    });
  });
});

describe('GET /definitions', () => {
  const page = async (url: string) => (await script.app.inject({ url })).body;

  it('is a page of every metric, without a key, and its text is text', async () => {
    await start();
    const all = await page('/definitions');
    for (const { name } of METRICS) expect(all).toContain(`<article id="${name}">`);
    expect(all).toContain('won ÷ (won + lost)');
    expect(all).not.toMatch(/<script|undefined|\[object/);
  });

  it('leaves out other indicators than the one asked for', async () => {
    await start();
    const outcomes = await page('/definitions?indicator=outcome');
    expect(outcomes).toContain('<article id="churn_rate">');
    expect(outcomes).not.toContain('<article id="calls">');
  });

  it.each(['/definitions?indicator=nonsense', '/definitions?indicator=input&indicator=output'])(
    'says of %s what there is',
    async (url) => {
      await start();
      const answer = await script.app.inject({ url });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('input, process, output, outcome');
    },
  );
});

describe('data quality', () => {
  /** Of the events of each entity: all, those with a problem, those with this one. */
  const counts = ['', '*', 'too_long:duration_ms'].map((problem, n) => ({
    source: 'crm',
    problem,
    events: n === 0 ? 4 : 1,
    examples: ['C-1'],
  })) as never[];
  const ofEvents = (sql: string) => sql.includes('_events');

  it('is told with an answer that is asked for it, of the events of its facts', async () => {
    await start();
    script.answers = (_tenant, sql) => (ofEvents(sql) ? counts : [{ q0: 7 }]);
    const asked = await get('/v1/metrics/calls?period=today&quality=true');
    expect(asked.body.rows[0].value).toBe(7);
    expect(asked.body.quality).toEqual({
      share: 0.25,
      events: 1,
      of: 4,
      problems: [{ kind: 'too_long', field: 'duration_ms', events: 1 }],
    });
    expect(script.asked.filter(({ sql }) => ofEvents(sql)).map(({ tenant }) => tenant)).toEqual(['acme']);
  });

  it('costs nothing where nobody asks for it', async () => {
    await start();
    const { body } = await get('/v1/metrics/calls?period=today');
    expect(body).not.toHaveProperty('quality');
    expect(script.asked.filter(({ sql }) => ofEvents(sql))).toEqual([]);
  });

  it('is told by answers alone, not by streams', async () => {
    await start();
    const q = encodeURIComponent('calls?period=today&quality=true');
    expect(await get(`/v1/stream?q=${q}`)).toMatchObject({
      status: 400,
      body: { error: { field: 'quality' } },
    });
  });

  it('is listed by source, of who asks, for a time or for all of it', async () => {
    await start({ anonymousTenant: null });
    script.keys.set('of-globex', principal('globex', 'read'));
    script.answers = () => counts;
    const all = await get('/v1/data-quality', bearer('of-globex'));
    expect(all.body).toMatchObject({ tenant: 'globex', from: null, to: null });
    expect(all.body.problems[0]).toEqual({
      source: 'crm',
      entity: 'call',
      kind: 'too_long',
      field: 'duration_ms',
      events: 1,
      of: 4,
      share: 0.25,
      examples: ['C-1'],
    });
    expect(new Set(script.asked.map(({ tenant }) => tenant))).toEqual(new Set(['globex']));
    const day = await get('/v1/data-quality?period=today&tz=Europe/Berlin', bearer('of-globex'));
    expect(day.body).toMatchObject({ from: '2026-03-18T00:00:00+01:00', to: '2026-03-19T00:00:00+01:00' });
    expect((await get('/v1/data-quality')).status).toBe(401);
  });

  it.each([
    ['perod=today', 'did you mean "period"?'],
    ['period=today&tz=office', 'one place'],
    ['period=today&period=today', 'given twice'],
  ])('refuses ?%s', async (query, reason) => {
    await start();
    const { status, body } = await get(`/v1/data-quality?${query}`);
    expect([status, body.error.message]).toEqual([400, expect.stringContaining(reason)]);
  });
});

describe('GET /v1/explain/{name}', () => {
  it('shows events to keys that may see them alone', async () => {
    await start();
    script.keys.set('of-wall', principal('acme', 'read'));
    script.keys.set('of-lead', principal('acme', 'read', 'events'));
    for (const headers of [undefined, bearer('of-wall')])
      expect(await get('/v1/explain/calls?period=today', headers)).toMatchObject({
        status: 403,
        body: { error: { code: 'wrong_scope', allowed: ['events'] } },
      });
    expect(script.asked).toEqual([]);
    expect(await get('/v1/explain/calls?period=today', bearer('of-lead'))).toMatchObject({
      status: 200,
      body: { agrees: true, answer: { tenant: 'acme', metric: 'calls' }, behind: { call: 0 }, entities: [] },
    });
  });

  it.each([
    ['calls?period=today&interval=day', 'interval'],
    ['calls?period=today&by=rep&zeros=true', 'zeros'],
    ['calls?period=today&limit=1001', 'limit'],
    ['calls?period=today&limit=-1', 'limit'],
    ['calls?period=today&limit=1&limit=2', 'limit'],
    ['cals?period=today', 'metric'],
    ['calls?period=today&by=ofice', 'by'],
  ])('refuses %s', async (question, field) => {
    await start();
    script.keys.set('of-lead', principal('acme', 'read', 'events'));
    expect(await get(`/v1/explain/${question}`, bearer('of-lead'))).toMatchObject({
      status: 400,
      body: { error: { field } },
    });
  });

  it('says so where the events give another number, and where too many are behind it', async () => {
    await start();
    script.keys.set('of-lead', principal('acme', 'read', 'events'));
    script.answers = (_, sql) => [{ q0: sql.includes('call_places') ? 3 : 2 }];
    const { body } = await get('/v1/explain/calls?period=today&limit=0', bearer('of-lead'));
    expect([body.agrees, body.answer.rows[0].value, body.recomputed[0].value]).toEqual([false, 2, 3]);
    script.answers = (_, sql) =>
      sql.includes('entity_id')
        ? Array.from({ length: 200_001 }, (_, id) => ({ q0: 1, entity_id: String(id) }))
        : [{ q0: 1 }];
    expect(await get('/v1/explain/calls?period=today', bearer('of-lead'))).toMatchObject({
      status: 400,
      body: { error: { field: 'period', message: expect.stringContaining('more than 200,000') } },
    });
  });
});

describe('GET /v1/metrics/{name}', () => {
  it('answers with rows, the period as instants of its zone, and names beside ids', async () => {
    const { updates } = await start();
    updates.progress(script.clock.nowMs - 1_500);
    script.answers = () => [
      // Won and lost.
      { q0: 2, q1: 2, rep: 'ann' },
      { q0: 1, q1: 3, rep: 'unknown' },
    ];
    const { status, body } = await get('/v1/metrics/close_rate?period=today&tz=europe/berlin&by=rep');
    expect(status).toBe(200);
    expect(body).toEqual({
      tenant: 'acme',
      metric: 'close_rate',
      title: 'Close rate',
      unit: 'ratio',
      better: 'up',
      from: '2026-03-18T00:00:00+01:00',
      to: '2026-03-19T00:00:00+01:00',
      tz: 'Europe/Berlin',
      interval: 'none',
      by: ['rep'],
      rows: [
        {
          dimensions: { rep: 'ann' },
          labels: { rep: 'Ann Lee' },
          value: 0.5,
          n: 4,
          numerator: 2,
          denominator: 4,
          low: expect.closeTo(0.15, 2),
          high: expect.closeTo(0.85, 2),
        },
        {
          dimensions: { rep: 'unknown' },
          value: 0.25,
          n: 4,
          numerator: 1,
          denominator: 4,
          low: expect.closeTo(0.0456, 3),
          high: expect.closeTo(0.6994, 3),
        },
      ],
      freshness: { complete_to: '2026-03-18T09:59:58.500Z', lag_ms: 1_500, live: true },
    });
  });

  it('says which interval a row is of', async () => {
    await start();
    script.answers = () => [{ ...rowOf(3), i: 1 }];
    script.clock.nowMs = Date.parse('2026-04-10T10:00Z');
    const { body } = await get(
      '/v1/metrics/calls?from=2026-03-28&to=2026-03-30&tz=Europe/Berlin&interval=day',
    );
    expect(body.rows).toMatchObject([
      { start: '2026-03-28T00:00:00+01:00', value: 0 },
      { start: '2026-03-29T00:00:00+01:00', value: 3 },
    ]);
  });

  it('binds the tenant and quotes what is filtered by', async () => {
    await start();
    await get(`/v1/metrics/calls?period=today&filter=rep:${encodeURIComponent("o'neil\\' OR 1=1 --")}`);
    expect(script.asked).toMatchObject([{ tenant: 'acme' }]);
    expect(script.asked[0]!.sql).toContain(String.raw`rep IN ('o\'neil\\\' OR 1=1 --')`);
    expect(script.asked[0]!.sql).toContain('max_execution_time');
  });

  it('refuses an answer of too many rows, and says how to have fewer', async () => {
    await start();
    script.answers = () => Array.from({ length: 10_001 }, (_, n) => ({ ...rowOf(1), rep: `r${n}` }));
    const { status, body } = await get('/v1/metrics/calls?period=today&by=rep');
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'bad_by',
      message: expect.stringContaining('more than 10000 rows'),
    });
  });

  it('is 503 with a reason while ClickHouse is away, and 500 without one when the service is at fault', async () => {
    await start();
    script.answers = () => Promise.reject(new Failure('ClickHouse does not answer at http://ch:8123.'));
    expect(await get('/v1/metrics/calls?period=today')).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { error: { code: 'unavailable', message: 'ClickHouse does not answer at http://ch:8123.' } },
    });
    script.answers = () => Promise.reject(new Error('secret detail'));
    const { status, body } = await get('/v1/metrics/calls?period=today');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it.each([
    ['/v1/metrics/cals?period=today', 'unknown_metric', 'calls'],
    ['/v1/metrics/calls', 'bad_period', 'last_7_days'],
    ['/v1/metrics/calls?period=today&by=ofice', 'bad_by', 'office'],
    ['/v1/metrics/calls?period=today&filter=x:y', 'bad_filter', 'office'],
    ['/v1/metrics/calls?period=today&tz=Berlin', 'bad_tz', 'Europe/Berlin'],
    ['/v1/metrics/calls?period=today&interval=min', 'bad_interval', 'hour'],
    ['/v1/metrics/calls?period=today&bye=rep', 'unknown_parameter', 'by'],
  ])('%s is a 400 that lists what is allowed', async (url, code, allowed) => {
    await start();
    const { status, body } = await get(url);
    expect([status, body.error.code]).toEqual([400, code]);
    expect(body.error.allowed).toContain(allowed);
    expect(script.asked).toEqual([]);
  });
});

describe('freshness', () => {
  it('is not known before the pipeline has been heard of', async () => {
    await start();
    const { body } = await get('/v1/metrics/calls?period=today');
    expect(body.freshness).toEqual({ complete_to: null, lag_ms: null, live: false });
  });

  it('is of before the query, not after it', async () => {
    const { updates, clock } = await start();
    updates.progress(clock.nowMs);
    script.answers = () => {
      updates.progress(clock.nowMs + 60_000);
      return [];
    };
    const { body } = await get('/v1/metrics/calls?period=today');
    expect(body.freshness.complete_to).toBe('2026-03-18T10:00:00.000Z');
  });

  it('is behind when the lag is more than is allowed', async () => {
    const { updates, clock } = await start();
    updates.progress(clock.nowMs - 5_001);
    expect((await get('/v1/metrics/calls?period=today')).body.freshness).toMatchObject({
      live: false,
      lag_ms: 5_001,
    });
  });
});

describe('an API key', () => {
  const WAYS = [
    '/v1/metrics',
    '/v1/metrics/calls?period=today',
    '/v1/offices',
    '/v1/reps',
    '/v1/boards/office',
    '/v1/stream?q=calls%3Fperiod%3Dtoday',
  ];

  it.each(WAYS)('is needed for %s', async (url) => {
    await start({ anonymousTenant: null });
    script.keys.set('writer', principal('acme', 'ingest'));
    expect(await get(url)).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="tallyboard"' },
      body: { error: { code: 'no_key' } },
    });
    expect(await get(url, bearer('nobody'))).toMatchObject({
      status: 401,
      body: { error: { code: 'unknown_key' } },
    });
    expect(await get(url, bearer('writer'))).toMatchObject({
      status: 403,
      body: { error: { code: 'wrong_scope', field: 'scope', allowed: ['read'] } },
    });
    expect(script.asked).toEqual([]);
  });

  it('says whose numbers are read', async () => {
    await start();
    script.keys.set('g', principal('globex', 'ingest', 'read'));
    script.answers = (tenant) => [rowOf(tenant === 'globex' ? 7 : 1)];
    const value = async (headers = {}) =>
      (await get('/v1/metrics/calls?period=today', headers)).body.rows[0].value;
    expect([await value(), await value(bearer('g'))]).toEqual([1, 7]);
    expect((await get('/v1/offices', bearer('g'))).body).toEqual({ tenant: 'globex', offices: [] });
    expect((await get('/v1/offices')).body.offices).toHaveLength(2);
  });

  it('that is unknown does not become nobody, even where nobody may read', async () => {
    await start({ anonymousTenant: 'acme' });
    expect((await get('/v1/metrics', bearer('nobody'))).status).toBe(401);
  });

  it('that is taken back no longer reads', async () => {
    await start();
    script.keys.set('g', principal('globex', 'read'));
    expect((await get('/v1/metrics', bearer('g'))).status).toBe(200);
    script.keys.delete('g');
    expect((await get('/v1/metrics', bearer('g'))).status).toBe(401);
  });

  it('is not needed for what says nothing of a tenant', async () => {
    await start({ anonymousTenant: null });
    for (const url of ['/openapi.json', '/subjects', '/schemas/types', '/healthz', '/livez'])
      expect([url, (await get(url)).status]).toEqual([url, 200]);
  });
});

describe('every answer', () => {
  it.each(['/v1/metrics', '/v1/metrics/calls?period=today', '/v1/offices', '/v1/reps', '/v1/boards/office'])(
    '%s names its tenant',
    async (url) => {
      await start();
      script.keys.set('g', principal('globex', 'read'));
      expect((await get(url)).body.tenant).toBe('acme');
      expect((await get(url, bearer('g'))).body.tenant).toBe('globex');
    },
  );
});

describe('offices, reps and boards', () => {
  it('are named, reps with the zone of their office', async () => {
    await start();
    expect((await get('/v1/reps')).body).toEqual({
      tenant: 'acme',
      reps: [{ id: 'ann', name: 'Ann Lee', office: 'berlin', team: 'hunters', zone: 'Europe/Berlin' }],
    });
    expect((await get('/v1/offices')).body.offices[0]).toEqual({
      id: 'berlin',
      name: 'Berlin',
      zone: 'Europe/Berlin',
    });
  });

  it('make a board whose every tile can be asked', async () => {
    await start();
    const { body } = await get('/v1/boards/office');
    expect(body).toMatchObject({ id: 'office', title: 'All offices', tz: 'UTC' });
    expect(body.tiles.length).toBeGreaterThan(20);
    for (const { q } of body.tiles) expect([q, (await get(`/v1/metrics/${q}`)).status]).toEqual([q, 200]);
  });

  it('have the days and the filter of their office', async () => {
    await start();
    const { body } = await get('/v1/boards/office?office=kathmandu');
    expect(body).toMatchObject({ title: 'Kathmandu', tz: 'Asia/Kathmandu' });
    expect(body.tiles[0].q).toBe('calls?period=today&tz=Asia%2FKathmandu&filter=office%3Akathmandu');
    expect((await get('/v1/boards/office?office=kathmandu&tz=UTC')).body.tz).toBe('UTC');
  });

  it.each([
    ['/v1/boards/offices', 404, 'unknown_board', ['office']],
    ['/v1/boards/office?office=paris', 400, 'bad_office', ['berlin', 'kathmandu']],
    ['/v1/boards/office?team=x', 400, 'bad_parameter', ['office', 'tz']],
    ['/v1/boards/office?tz=Europe/Berln', 400, 'bad_tz', ['Europe/Berlin']],
  ])('%s: %i %s', async (url, status, code, allowed) => {
    await start();
    expect(await get(url)).toMatchObject({ status, body: { error: { code, allowed } } });
  });
});

describe('GET /v1/stream', () => {
  it.each([
    ['', 'bad_q', ['q', 'board', 'office', 'tz']],
    ['?query=calls', 'bad_parameter', ['q', 'board', 'office', 'tz']],
    ['?office=berlin&q=calls%3Fperiod%3Dtoday', 'bad_board', ['q', 'board', 'office', 'tz']],
    ['?board=ofice', 'unknown_board', ['office']],
    ['?board=office&office=paris', 'bad_office', ['berlin', 'kathmandu']],
    ['?q=calls', 'bad_period', undefined],
    ['?q=cals%3Fperiod%3Dtoday', 'unknown_metric', undefined],
    [
      `?${Array.from({ length: 41 }, (_, n) => `q=calls%3Fperiod%3Dtoday%26filter%3Drep%3A${n}`).join('&')}`,
      'bad_q',
      undefined,
    ],
  ])('%s is refused', async (search, code, allowed) => {
    await start();
    const { status, body } = await get(`/v1/stream${search}`);
    expect(status).toBe(code === 'unknown_board' ? 404 : 400);
    expect(body.error.code).toBe(code);
    if (allowed) expect(body.error.allowed).toEqual(allowed);
  });
});

describe('the rest', () => {
  it('is a 404 that says what there is', async () => {
    await start();
    const { status, body } = await get('/v2/metrics');
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: 'not_found', message: 'there is no GET /v2/metrics' });
    expect(await get('/v1/metrics/%ff')).toMatchObject({
      status: 400,
      headers: { 'x-content-type-options': 'nosniff' },
      body: { error: { code: 'bad_request' } },
    });
    expect(body.error.allowed).toContain('/v1/metrics/{name}');
    expect((await script.app.inject({ method: 'POST', url: '/v1/metrics' })).statusCode).toBe(404);
  });

  it('says how to get the wallboard when it is not built, and serves it when it is', async () => {
    await start();
    const missing = await script.app.inject('/');
    expect([missing.statusCode, missing.body]).toEqual([404, expect.stringContaining('npm run build')]);
    await script.app.close();
    const wallboardDir = mkdtempSync(join(tmpdir(), 'tally-wallboard-'));
    onTestFinished(() => rmSync(wallboardDir, { recursive: true }));
    mkdirSync(join(wallboardDir, 'assets'));
    writeFileSync(join(wallboardDir, 'index.html'), '<title>wall</title>');
    writeFileSync(join(wallboardDir, 'assets', 'app-1a2b.js'), '1');
    await start({ wallboardDir });
    const page = await script.app.inject('/');
    expect([page.body, page.headers['cache-control']]).toEqual(['<title>wall</title>', 'no-cache']);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    const asset = await script.app.inject('/assets/app-1a2b.js');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect((await script.app.inject('/../package.json')).statusCode).toBe(404);
  });

  it('keeps numbers out of caches', async () => {
    await start();
    expect((await get('/v1/metrics')).headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it('counts what it does for Prometheus', async () => {
    const { updates, clock } = await start();
    updates.progress(clock.nowMs - 2_000);
    await get('/v1/metrics/calls?period=today');
    await get('/v1/metrics/deals_won?period=today');
    await get('/v1/metrics/cals?period=today');
    await get('/nowhere');
    const { body } = await script.app.inject('/metrics');
    const line = (start: string) => body.split('\n').find((each) => each.startsWith(start)) ?? '';
    const counted = (route: string, status: number) =>
      line(`tally_query_request_seconds_count{service="query-test",route="${route}",status="${status}"}`);
    expect(counted('/v1/metrics/:name', 200)).toMatch(/ 2$/);
    expect(counted('/v1/metrics/:name', 400)).toMatch(/ 1$/);
    expect(counted('none', 404)).toMatch(/ 1$/);
    expect(line('tally_query_data_lag_seconds')).toMatch(/ 2$/);
    expect(line('tally_query_streams_open')).toMatch(/ 0$/);
    expect(line('process_cpu_seconds_total')).not.toBe('');
  });
});

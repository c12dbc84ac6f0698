import { describe, expect, it } from 'vitest';
import { ask, clientOf, credentials, eventually, post, useClickHouse } from './test-clickhouse.js';

const clickhouse = useClickHouse();

describe('a request', () => {
  it('answers /ping and /replicas_status', async () => {
    const { url } = clickhouse.server;
    expect(await (await fetch(`${url}/ping`)).text()).toBe('Ok.\n');
    expect(await (await fetch(`${url}/replicas_status`)).text()).toBe('Ok.\n');
    expect(await clickhouse.client.ping()).toEqual({ success: true });
  });

  it('carries its query in the URL, in the body, or split over both', async () => {
    const { url } = clickhouse.server;
    expect(await (await fetch(`${url}/?query=SELECT%201`)).text()).toBe('1\n');
    expect(await ask(url, 'SELECT 2')).toBe('2');
    expect(await ask(url, '+ 2', { query: 'SELECT 1' })).toBe('3');
  });

  it('may not change anything with GET', async () => {
    const response = await fetch(
      `${clickhouse.server.url}/?query=CREATE%20TABLE%20g%20(a%20Int8)%20ENGINE=Memory`,
      { headers: credentials },
    );
    expect(response.headers.get('x-clickhouse-exception-code')).toBe('164');
    expect(await response.text()).toContain('(READONLY)');
  });

  it('may not change anything with readonly=1', async () => {
    const create = 'CREATE TABLE r (a Int8) ENGINE = Memory';
    await expect(ask(clickhouse.server.url, create, { readonly: '1' })).rejects.toThrow('(READONLY)');
  });

  it('names its format in the URL, in a header or in the query', async () => {
    const { url } = clickhouse.server;
    expect(await ask(url, 'SELECT 1 AS a', { default_format: 'JSONEachRow' })).toBe('{"a":1}');
    expect(await ask(url, 'SELECT 1 AS a FORMAT CSVWithNames', { default_format: 'JSON' })).toBe('"a"\n1');
    const byHeader = await post(url, 'SELECT 1', {}, { headers: { 'X-ClickHouse-Format': 'CSV' } });
    expect(byHeader.headers.get('x-clickhouse-format')).toBe('CSV');
  });

  it('names its database in the URL or in a header', async () => {
    const { url } = clickhouse.server;
    const sql = 'SELECT currentDatabase()';
    const byHeader = await post(url, sql, {}, { headers: { 'X-ClickHouse-Database': 'system' } });
    expect(await byHeader.text()).toBe('system\n');
    expect(await ask(url, sql, { database: 'system' })).toBe('system');
    expect(await ask(url, sql)).toBe('default');
    await expect(ask(url, sql, { database: 'nowhere' })).rejects.toThrow('Code: 81.');
  });

  it('sets any setting in the URL and refuses one that does not exist', async () => {
    const { url } = clickhouse.server;
    expect(await ask(url, "SELECT getSetting('max_block_size')", { max_block_size: '77' })).toBe('77');
    await expect(ask(url, 'SELECT 1', { no_such_setting: '1' })).rejects.toThrow('(UNKNOWN_SETTING)');
  });

  it('binds parameters from the URL and from multipart fields', async () => {
    const query = 'SELECT {n: UInt32} + 1 AS n, {s: String} AS s, {a: Array(String)} AS a';
    const query_params = { n: 41, s: "it's\ta 'test'\n", a: ['x', "y'"] };
    const answer = [{ n: 42, s: "it's\ta 'test'\n", a: ['x', "y'"] }];
    for (const use_multipart_params of [false, true]) {
      const client = clientOf(clickhouse.server, { use_multipart_params });
      const result = await client.query({ query, query_params, format: 'JSONEachRow' });
      expect(await result.json()).toEqual(answer);
      await client.close();
    }
  });

  it('sends tables along as multipart files', async () => {
    const form = new FormData();
    form.set('ext', new Blob(['1\tone\n2\ttwo\n']), 'ext.tsv');
    const parameters = { ext_structure: 'id UInt8, name String', query: 'SELECT name FROM ext WHERE id = 2' };
    const target = `${clickhouse.server.url}/?${new URLSearchParams(parameters)}`;
    expect(await (await fetch(target, { method: 'POST', body: form, headers: credentials })).text()).toBe(
      'two\n',
    );
  });

  it('may be hundreds of kilobytes long', async () => {
    const ids = Array.from({ length: 40_000 }, (_, i) => 1_000_000 + i).join(',');
    const result = await clickhouse.client.query({
      query: `SELECT count() AS n FROM numbers(1040000) WHERE number IN (${ids})`,
      format: 'JSONEachRow',
      clickhouse_settings: { max_query_size: '1000000' },
    });
    expect(await result.json()).toEqual([{ n: 40_000 }]);
  });

  it('is one of a hundred at once', async () => {
    const all = Array.from({ length: 100 }, async (_, i) => {
      const query = `SELECT ${i} AS i, sum(number) AS s FROM numbers(100000)`;
      return (await clickhouse.client.query({ query, format: 'JSONEachRow' })).json();
    });
    const answers = (await Promise.all(all)).flat();
    expect(answers).toEqual(Array.from({ length: 100 }, (_, i) => ({ i, s: 4_999_950_000 })));
  });

  it('runs beside a hundred others', async () => {
    const { url } = clickhouse.server;
    const sql = "SELECT count() FROM system.processes WHERE query_id LIKE 'beside-%'";
    // As long as a query can take without computing anything; none of them waits for its end.
    const long = 'SELECT sum(sleepEachRow(0.1)) FROM numbers(3000) SETTINGS max_block_size = 1';
    const all = Array.from({ length: 100 }, (_, i) => post(url, long, { query_id: `beside-${i}` }));
    await eventually(async () => (await ask(url, sql)) === '100');
    await ask(url, "KILL QUERY WHERE query_id LIKE 'beside-%' ASYNC");
    for (const response of await Promise.all(all))
      expect(await response.text()).toContain('QUERY_WAS_CANCELLED');
  });
});

describe('an answer', () => {
  it('says its query, format, time zone, server and figures in its headers', async () => {
    const { url } = clickhouse.server;
    const response = await post(url, 'SELECT number FROM numbers(5)', {
      query_id: 'q-1',
      wait_end_of_query: '1',
    });
    expect(response.headers.get('x-clickhouse-query-id')).toBe('q-1');
    expect(response.headers.get('x-clickhouse-format')).toBe('TabSeparated');
    expect(response.headers.get('x-clickhouse-timezone')).toMatch(/\w/);
    expect(response.headers.get('x-clickhouse-server-display-name')).toMatch(/\w/);
    const summary = JSON.parse(response.headers.get('x-clickhouse-summary') ?? '{}');
    expect(summary).toMatchObject({ read_rows: '5', result_rows: '5', written_rows: '0' });
    expect(Number(summary.elapsed_ns)).toBeGreaterThan(0);
  });

  it('gives a syntax error with code, type, version and HTTP status', async () => {
    const response = await post(clickhouse.server.url, 'SELEC 1');
    expect(response.status).toBe(400);
    expect(response.headers.get('x-clickhouse-exception-code')).toBe('62');
    expect(await response.text()).toMatch(
      /^Code: 62\. DB::Exception: Syntax error.*\(SYNTAX_ERROR\) \(version 26/s,
    );
  });

  it('gives @clickhouse/client an error with code and type, whatever was asked', async () => {
    const { client } = clickhouse;
    const unknownTable = { code: '60', type: 'UNKNOWN_TABLE' };
    await expect(client.query({ query: 'SELECT * FROM missing' })).rejects.toMatchObject(unknownTable);
    await expect(client.command({ query: 'DROP TABLE missing' })).rejects.toMatchObject(unknownTable);
    await expect(client.exec({ query: 'TRUNCATE TABLE missing' })).rejects.toMatchObject(unknownTable);
    const rows = { table: 'missing', values: [{ a: 1 }], format: 'JSONEachRow' } as const;
    await expect(client.insert(rows)).rejects.toMatchObject(unknownTable);
  });

  it('gives the HTTP status that a ClickHouse server gives', async () => {
    const { url } = clickhouse.server;
    expect((await post(url, 'SELECT * FROM missing')).status).toBe(404);
    expect((await post(url, 'SELECT throwIf(1)')).status).toBe(500);
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  });
});

describe('a user', () => {
  const basic = (user: string, password: string) => ({
    Authorization: `Basic ${btoa(`${user}:${password}`)}`,
  });
  const headers = (user: string, password: string) => ({
    'X-ClickHouse-User': user,
    'X-ClickHouse-Key': password,
  });

  it.each([
    ['nobody', {}, {}],
    ['Basic default', basic('default', ''), {}],
    ['headers default', headers('default', ''), {}],
    ['URL default', {}, { user: 'default', password: '' }],
  ])('gets in as %s', async (_, headers, parameters) => {
    const response = await post(clickhouse.server.url, 'SELECT currentUser()', parameters, { headers });
    expect(await response.text()).toBe('default\n');
  });

  // As a server does: 401 for `default` makes a browser ask for the password.
  it.each([
    ['an unknown name', basic('bob', ''), {}, 403, '516', '(AUTHENTICATION_FAILED)'],
    ['a wrong password', headers('default', 'wrong'), {}, 401, '194', '(REQUIRED_PASSWORD)'],
    ['one in the URL', {}, { user: 'default', password: 'wrong' }, 401, '194', '(REQUIRED_PASSWORD)'],
  ])('is refused with %s', async (_, headers, parameters, status, code, type) => {
    const response = await post(clickhouse.server.url, 'SELECT 1', parameters, { headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('x-clickhouse-exception-code')).toBe(code);
    expect(await response.text()).toContain(type);
  });
});

describe('a session', () => {
  it('keeps its temporary tables and settings to itself', async () => {
    const { url } = clickhouse.server;
    await ask(url, 'CREATE TEMPORARY TABLE t AS SELECT 42 AS x', { session_id: 'a' });
    await ask(url, 'SET max_block_size = 99', { session_id: 'a' });
    const sql = "SELECT x, getSetting('max_block_size') FROM t";
    expect(await ask(url, sql, { session_id: 'a' })).toBe('42\t99');
    await expect(ask(url, sql, { session_id: 'b' })).rejects.toThrow('Code: 60.');
    await expect(ask(url, sql)).rejects.toThrow('Code: 60.');
  });

  it('serves one query at a time', async () => {
    const { url } = clickhouse.server;
    const session_id = 'busy';
    const endless = post(url, 'SELECT count() FROM system.numbers', { session_id, query_id: 'endless' });
    while ((await ask(url, "SELECT count() FROM system.processes WHERE query_id = 'endless'")) === '0');
    const second = await post(url, 'SELECT 1', { session_id });
    expect(second.headers.get('x-clickhouse-exception-code')).toBe('373');
    await ask(url, "KILL QUERY WHERE query_id = 'endless' SYNC");
    expect(await (await endless).text()).toContain('(QUERY_WAS_CANCELLED)');
  });

  it('has to exist for session_check and ends with session_timeout', async () => {
    const { url } = clickhouse.server;
    const unknown = ask(url, 'SELECT 1', { session_id: 'unknown', session_check: '1' });
    await expect(unknown).rejects.toThrow('(SESSION_NOT_FOUND)');
    await ask(url, 'SELECT 1', { session_id: 'short', session_timeout: '1' });
    await expect
      .poll(() => ask(url, 'SELECT 1', { session_id: 'short', session_check: '1' }).catch(String), {
        timeout: 120_000,
        interval: 2_500,
      })
      .toContain('(SESSION_NOT_FOUND)');
  });
});

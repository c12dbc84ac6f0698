import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ClickHouseClient, createClient } from '@clickhouse/client';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, clientOf, eventually, residentMb, useClickHouse } from './test-clickhouse.js';

const clickhouse = useClickHouse();

const opened: ClickHouseClient[] = [];
afterEach(async () => {
  for (const client of opened.splice(0)) await client.close();
});

function clientWith(options: Parameters<typeof createClient>[0]): ClickHouseClient {
  const client = clientOf(clickhouse.server, options);
  opened.push(client);
  return client;
}

async function newTable(name: string): Promise<void> {
  const query = `CREATE TABLE ${name} (a UInt64, s String) ENGINE = MergeTree ORDER BY a`;
  await clickhouse.client.command({ query });
}

const sumOf = (table: string) =>
  ask(clickhouse.server.url, `SELECT count(), sum(a), sum(length(s)) FROM ${table}`);

describe('@clickhouse/client', () => {
  it('runs commands and says their query id and what they wrote', async () => {
    await newTable('commanded');
    const query = "INSERT INTO commanded SELECT number, 'x' FROM numbers(10)";
    const result = await clickhouse.client.command({ query, query_id: 'command-1' });
    expect(result).toMatchObject({ query_id: 'command-1', summary: { written_rows: '10' } });
  });

  it('executes a statement and hands out its raw answer', async () => {
    const { stream } = await clickhouse.client.exec({ query: 'SELECT number FROM numbers(3) FORMAT CSV' });
    expect(await text(stream)).toBe('0\n1\n2\n');
  });

  it('inserts a stream of rows into some of the columns', async () => {
    await newTable('streamed');
    const rows = function* () {
      for (let a = 0; a < 50_000; a++) yield [a];
    };
    await clickhouse.client.insert({
      table: 'streamed',
      columns: ['a'],
      values: Readable.from(rows()),
      format: 'JSONCompactEachRow',
    });
    expect(await sumOf('streamed')).toBe('50000\t1249975000\t0');
  });

  it('inserts a stream of bytes, into all columns except some', async () => {
    await newTable('bytes');
    await clickhouse.client.insert({
      table: 'bytes',
      columns: { except: ['s'] },
      values: Readable.from(['1\n', '2\n3', '\n'], { objectMode: false }),
      format: 'TabSeparated',
    });
    expect(await sumOf('bytes')).toBe('3\t6\t0');
  });

  it('compresses what it sends and what it gets', async () => {
    await newTable('compressed');
    const client = clientWith({ compression: { request: true, response: true } });
    const values = Array.from({ length: 1_000 }, (_, a) => ({ a, s: 'much of the same' }));
    await client.insert({ table: 'compressed', values, format: 'JSONEachRow' });
    const result = await client.query({ query: 'SELECT * FROM compressed', format: 'JSONEachRow' });
    expect(result.response_headers['content-encoding']).toBe('gzip');
    expect(await result.json()).toEqual(values);
  });

  it('passes settings, of the client and of the query', async () => {
    const client = clientWith({ clickhouse_settings: { max_block_size: '11', max_threads: 3 } });
    const query = "SELECT getSetting('max_block_size') AS block, getSetting('max_threads') AS threads";
    const clickhouse_settings = { max_threads: 1 };
    const result = await client.query({ query, clickhouse_settings, format: 'JSONEachRow' });
    expect(await result.json()).toEqual([{ block: 11, threads: 1 }]);
  });

  it('keeps a session with its temporary tables', async () => {
    const client = clientWith({ session_id: 'of-the-client', max_open_connections: 1 });
    await client.command({ query: 'CREATE TEMPORARY TABLE mine AS SELECT 42 AS x' });
    const result = await client.query({ query: 'SELECT x FROM mine', format: 'JSONEachRow' });
    expect(await result.json()).toEqual([{ x: 42 }]);
  });

  it('is told the progress between the rows', async () => {
    const result = await clickhouse.client.query({
      query: 'SELECT sleepEachRow(0.05) AS x FROM numbers(10) SETTINGS max_block_size = 1',
      format: 'JSONEachRowWithProgress',
      clickhouse_settings: { interactive_delay: '10000' },
    });
    const kinds = new Set<string>();
    let rows = 0;
    for await (const chunk of result.stream()) {
      for (const row of chunk) {
        const line = row.json() as Record<string, unknown>;
        for (const kind of Object.keys(line)) kinds.add(kind);
        if ('row' in line) rows += 1;
      }
    }
    expect(kinds).toContain('progress');
    expect(rows).toBe(10);
  });

  it('reads a million rows with bounded memory, on both sides', async () => {
    const { pid } = clickhouse.server;
    const result = await clickhouse.client.query({
      query: "SELECT number, repeat('x', 700) FROM numbers(1000000)",
      format: 'JSONCompactEachRow',
      // What a server holds are some blocks: 6 MB each instead of 46.
      clickhouse_settings: { max_block_size: '8192' },
    });
    const before = [residentMb(pid), residentMb(process.pid)] as const;
    let [rows, serverMb, clientMb] = [0, 0, 0];
    for await (const chunk of result.stream()) {
      rows += chunk.length;
      serverMb = Math.max(serverMb, residentMb(pid) - before[0]);
      clientMb = Math.max(clientMb, residentMb(process.pid) - before[1]);
    }
    expect(rows).toBe(1_000_000);
    // 700 MB went through.
    expect(serverMb).toBeLessThan(350);
    expect(clientMb).toBeLessThan(350);
  });

  it('ends an endless query by its abort signal', async () => {
    const running = () =>
      ask(clickhouse.server.url, "SELECT count() FROM system.processes WHERE query_id = 'aborted'");
    const leave = new AbortController();
    const query = 'SELECT count() FROM system.numbers';
    const endless = clickhouse.client.query({ query, query_id: 'aborted', abort_signal: leave.signal });
    const refused = expect(endless).rejects.toThrow('aborted');
    await eventually(async () => (await running()) === '1');
    leave.abort();
    await refused;
    await eventually(async () => (await running()) === '0');
  });

  it('ends an endless query by closing its result', async () => {
    const running = () =>
      ask(clickhouse.server.url, "SELECT count() FROM system.processes WHERE query_id = 'closed'");
    const query = 'SELECT number FROM system.numbers';
    const result = await clickhouse.client.query({ query, query_id: 'closed', format: 'JSONEachRow' });
    for await (const _ of result.stream()) break;
    result.close();
    await eventually(async () => (await running()) === '0');
  });
});

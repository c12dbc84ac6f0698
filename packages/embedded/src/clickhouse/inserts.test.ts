import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ask, credentials, eventually, post, residentMb, useClickHouse } from './test-clickhouse.js';

const clickhouse = useClickHouse();

const columns =
  'id UInt64, name LowCardinality(String), at DateTime64(3), amount Decimal(18, 4), tags Array(String)';
const sample = `SELECT number AS id, toLowCardinality(concat('näme-', toString(number % 7))) AS name,
  toDateTime64('2024-01-01 00:00:00.123', 3) + number AS at, toDecimal64(number, 4) / 8 AS amount,
  [toString(number), 'tab\\tquote\\''] AS tags FROM numbers(3000)`;
const fingerprint = 'SELECT count(), sum(cityHash64(id, name, at, amount, tags)) FROM';

async function newTable(name: string, structure = columns): Promise<void> {
  await ask(
    clickhouse.server.url,
    `CREATE OR REPLACE TABLE ${name} (${structure}) ENGINE = MergeTree ORDER BY tuple()`,
  );
}

describe('an insert', () => {
  it.each([
    'JSONEachRow',
    'JSONCompactEachRow',
    'JSONCompactEachRowWithNamesAndTypes',
    'JSON',
    'CSVWithNames',
    'TabSeparated',
    'Values',
    'RowBinary',
    'RowBinaryWithNamesAndTypes',
    'Native',
    'Parquet',
    'Arrow',
    'ArrowStream',
    'Avro',
    'ORC',
  ])('takes %s exactly as a result gives it', async (format) => {
    const { url } = clickhouse.server;
    await newTable('copy');
    const body = new Uint8Array(await (await post(url, `${sample} FORMAT ${format}`)).arrayBuffer());
    const response = await post(url, body, { query: `INSERT INTO copy FORMAT ${format}` });
    expect(await response.text()).toBe('');
    expect(await ask(url, `${fingerprint} copy`)).toBe(await ask(url, `${fingerprint} (${sample})`));
  });

  it('may name its columns, in any order', async () => {
    await newTable('named', "a UInt8, b String DEFAULT 'none', c UInt8 MATERIALIZED a + 1");
    await clickhouse.client.insert({
      table: 'named',
      columns: ['b', 'a'],
      values: [
        ['x', 1],
        ['y', 2],
      ],
      format: 'JSONCompactEachRow',
    });
    await ask(clickhouse.server.url, '{"a": 3}', { query: 'INSERT INTO named (a) FORMAT JSONEachRow' });
    const rows = await ask(clickhouse.server.url, 'SELECT a, b, c FROM named ORDER BY a');
    expect(rows).toBe('1\tx\t2\n2\ty\t3\n3\tnone\t4');
  });

  it('may carry VALUES, a SELECT, or its data behind the query', async () => {
    const { url } = clickhouse.server;
    await newTable('mixed', 'a UInt64');
    await ask(url, 'INSERT INTO mixed VALUES (1), (1 + 1)');
    await ask(url, 'INSERT INTO mixed SELECT number + 3 FROM numbers(2)');
    await ask(url, 'INSERT INTO mixed FORMAT TSV\n5\n6\n');
    await clickhouse.client.exec({
      query: 'INSERT INTO mixed FORMAT CSV',
      values: Readable.from(['7\n8\n']),
    });
    expect(await ask(url, 'SELECT count(), sum(a) FROM mixed')).toBe('8\t36');
  });

  it('says how many rows it wrote', async () => {
    await newTable('counted', 'a UInt64');
    const { summary } = await clickhouse.client.insert({
      table: 'counted',
      values: [{ a: 1 }, { a: 2 }],
      format: 'JSONEachRow',
      clickhouse_settings: { async_insert: 0 },
    });
    expect(summary?.written_rows).toBe('2');
  });

  it('may be gzipped', async () => {
    await newTable('zipped', 'a UInt64');
    const headers = { ...credentials, 'Content-Encoding': 'gzip' };
    const body = gzipSync('1\n2\n3\n');
    await post(clickhouse.server.url, body, { query: 'INSERT INTO zipped FORMAT TSV' }, { headers });
    expect(await ask(clickhouse.server.url, 'SELECT sum(a) FROM zipped')).toBe('6');
  });

  it('streams what has no known length in bounded memory', async () => {
    const { url, pid } = clickhouse.server;
    await newTable('streamed', 'a UInt64, s String');
    const chunk = new TextEncoder().encode(`${JSON.stringify([1, 'x'.repeat(1000)])}\n`.repeat(1000));
    const chunks = 1_000;
    const before = residentMb(pid);
    let highestMb = 0;
    async function* body() {
      for (let i = 0; i < chunks; i++) {
        yield chunk;
        highestMb = Math.max(highestMb, residentMb(pid));
      }
    }
    const query = 'INSERT INTO streamed FORMAT JSONCompactEachRow';
    const parameters = { query, async_insert: '0', min_insert_block_size_bytes: '20000000' };
    const response = await post(url, Readable.toWeb(Readable.from(body())) as ReadableStream, parameters);
    expect(await response.text()).toBe('');
    expect(await ask(url, 'SELECT count() FROM streamed')).toBe('1000000');
    // 1,000 MB went through.
    expect(highestMb - before).toBeLessThan(750);
  });

  it('that is cut off in the middle writes nothing', async () => {
    const { url } = clickhouse.server;
    await newTable('cut', 'a UInt64');
    const running = "SELECT read_rows FROM system.processes WHERE query_id = 'cut-off'";
    const cutOff = new AbortController();
    async function* body() {
      // The engine reads `max_query_size` bytes before it knows where the query ends.
      for (let i = 0; i < 10; i++) yield new TextEncoder().encode('1\n'.repeat(10_000));
      await eventually(async () => (await ask(url, running)) !== '');
      cutOff.abort();
      yield new TextEncoder().encode('2\n');
    }
    const stream = Readable.toWeb(Readable.from(body())) as ReadableStream;
    const query = 'INSERT INTO cut FORMAT TSV';
    const parameters = { query, query_id: 'cut-off', async_insert: '0', max_query_size: '10000' };
    await expect(post(url, stream, parameters, { signal: cutOff.signal })).rejects.toThrow();
    await eventually(async () => (await ask(url, running)) === '');
    expect(await ask(url, 'SELECT count() FROM cut')).toBe('0');
  });

  it('with a malformed row says which row and writes nothing', async () => {
    await newTable('malformed', 'a UInt64');
    const rows = '{"a":1}\n{"a":"x"}\n';
    const parameters = { query: 'INSERT INTO malformed FORMAT JSONEachRow', async_insert: '0' };
    await expect(ask(clickhouse.server.url, rows, parameters)).rejects.toThrow(/\(at row 2\)/);
    expect(await ask(clickhouse.server.url, 'SELECT count() FROM malformed')).toBe('0');
  });
});

describe('parts', () => {
  it('are merged in the background', async () => {
    const { url } = clickhouse.server;
    await newTable('merged', 'a UInt64');
    for (let i = 0; i < 30; i++) await ask(url, `INSERT INTO merged SELECT number FROM numbers(100)`);
    const active = "SELECT count() FROM system.parts WHERE table = 'merged' AND active";
    await eventually(async () => Number(await ask(url, active)) < 15);
    expect(await ask(url, 'SELECT count() FROM merged')).toBe('3000');
  });
});

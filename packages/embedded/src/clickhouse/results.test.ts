import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ask, post, residentMb, standsStill, useClickHouse } from './test-clickhouse.js';

const clickhouse = useClickHouse();

describe('a result', () => {
  it('of millions of rows streams in bounded memory', async () => {
    const { url, pid } = clickhouse.server;
    const before = residentMb(pid);
    let highestMb = 0;
    let bytes = 0;
    const sql = 'SELECT number, number, number FROM numbers(20000000) FORMAT RowBinary';
    const response = await post(url, sql, { enable_http_compression: '0' });
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      bytes += chunk.length;
      highestMb = Math.max(highestMb, residentMb(pid));
    }
    expect(bytes).toBe(480_000_000);
    expect(highestMb - before).toBeLessThan(240);
  });

  it('waits for a slow reader instead of piling up', async () => {
    const { url, pid } = clickhouse.server;
    const before = residentMb(pid);
    const query_id = 'slowly-read';
    const sql = 'SELECT number, repeat(toString(number), 20) FROM system.numbers';
    const response = await post(url, sql, { query_id });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const rowsRead = `SELECT read_rows FROM system.processes WHERE query_id = '${query_id}'`;
    await standsStill(async () => Number(await ask(url, rowsRead)), { most: 1, ms: 500 });
    expect(residentMb(pid) - before).toBeLessThan(400);
    await reader.cancel();
  });

  it('is compressed when the client asks for it', async () => {
    const { url } = clickhouse.server;
    const raw = await rawAnswer('SELECT number FROM numbers(1000) FORMAT TSV', 'Accept-Encoding: gzip');
    expect(raw.head).toMatch(/content-encoding: gzip/i);
    expect(gunzipSync(raw.body).toString()).toBe(`${await ask(url, 'SELECT number FROM numbers(1000)')}\n`);
    const plain = await rawAnswer('SELECT 1', 'Accept-Encoding: identity');
    expect(plain.head).not.toMatch(/content-encoding/i);
  });

  it.each(['deflate', 'br', 'zstd'])('may be compressed with %s', async (encoding) => {
    const { head } = await rawAnswer('SELECT 1', `Accept-Encoding: ${encoding}`);
    expect(head.toLowerCase()).toContain(`content-encoding: ${encoding}`);
  });

  it('tells its progress in headers while it is computed', async () => {
    const sql = 'SELECT sum(sleepEachRow(0.05)), count() FROM numbers(20) SETTINGS max_block_size = 1';
    const parameters = 'send_progress_in_http_headers=1&http_headers_progress_interval_ms=10';
    const { head, body } = await rawAnswer(sql, 'Accept-Encoding: identity', parameters);
    const progress = [...head.matchAll(/X-ClickHouse-Progress: (.*)\r/g)].map((match) =>
      JSON.parse(match[1] ?? ''),
    );
    expect(progress.length).toBeGreaterThan(1);
    expect(Number(progress.at(-1).read_rows)).toBeGreaterThan(Number(progress[0].read_rows));
    expect(body.toString()).toContain('20');
  });

  it('that fails half way tells the client so', async () => {
    const query = "SELECT number, throwIf(number = 3000000, 'half way') FROM numbers(10000000)";
    const clickhouse_settings = { max_block_size: '1000', max_threads: 1 };
    const parameters = { max_block_size: '1000', max_threads: '1', enable_http_compression: '0' };
    const response = await post(clickhouse.server.url, query, parameters);
    const tag = response.headers.get('x-clickhouse-exception-tag');
    expect(response.status).toBe(200);
    const text = await response.text().catch((error: Error) => error.message);
    if (text !== 'terminated') expect(text).toContain(`__exception__\r\n${tag}`);

    const result = await clickhouse.client.query({ query, format: 'JSONEachRow', clickhouse_settings });
    const rows = async () => {
      for await (const _ of result.stream());
    };
    await expect(rows()).rejects.toMatchObject({
      code: '395',
      type: 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO',
    });
  });

  it('that fails half way is a plain error with wait_end_of_query', async () => {
    const sql = 'SELECT throwIf(number = 3000000) FROM numbers(10000000)';
    const response = await post(clickhouse.server.url, sql, {
      wait_end_of_query: '1',
      max_block_size: '1000',
    });
    expect(response.status).toBe(500);
    expect(await response.text()).toMatch(/^Code: 395\./);
  });
});

/** Asks over a bare connection, since `fetch` hides repeated headers and decompresses bodies. */
async function rawAnswer(
  sql: string,
  header: string,
  parameters = '',
): Promise<{ head: string; body: Buffer }> {
  const path = `/?enable_http_compression=1&${parameters}&query=${encodeURIComponent(sql)}`;
  const socket = connect(clickhouse.server.port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${header}\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const answer = Buffer.concat(chunks);
  const end = answer.indexOf('\r\n\r\n');
  return { head: answer.toString('latin1', 0, end + 2), body: dechunked(answer.subarray(end + 4)) };
}

function dechunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

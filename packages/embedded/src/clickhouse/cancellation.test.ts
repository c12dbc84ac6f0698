import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { killStatement } from './gone-clients.js';
import { ask, eventually, password, post, standsStill, useClickHouse } from './test-clickhouse.js';

const clickhouse = useClickHouse();

const running = (queryId: string) =>
  ask(clickhouse.server.url, `SELECT count() FROM system.processes WHERE query_id = '${queryId}'`);

describe('a query', () => {
  it.each([
    ['that never yields a block', 'SELECT count() FROM system.numbers', {}],
    ['that yields blocks for ever', 'SELECT number FROM system.numbers', {}],
    ['whose result is held back', 'SELECT number FROM system.numbers', { wait_end_of_query: '1' }],
  ])('%s ends when its client goes away', async (_, sql, settings) => {
    const query_id = crypto.randomUUID();
    const leave = new AbortController();
    const parameters = { query_id, ...settings } as Record<string, string>;
    const asked = post(clickhouse.server.url, sql, parameters, { signal: leave.signal });
    await eventually(async () => (await running(query_id)) === '1');
    leave.abort();
    await asked.then((response) => response.text()).catch(() => {});
    await eventually(async () => (await running(query_id)) === '0');
  });

  // Many clients say so that their request is over: netcat, proxies, whoever calls shutdown(SHUT_WR).
  it.each(['GET', 'POST'])('in %s goes on when its client only sends no more', async (method) => {
    const sql = 'SELECT sum(sleepEachRow(0.2)) + 7 FROM numbers(10) SETTINGS max_block_size = 1';
    const socket = connect({ port: clickhouse.server.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.end(
      `${method} /?query=${encodeURIComponent(sql)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200[\s\S]*\r\n7\n/);
  });

  it('in GET ends when its client goes away', async () => {
    const query_id = crypto.randomUUID();
    const socket = connect(clickhouse.server.port, '127.0.0.1');
    socket.write(
      `GET /?user=tally&password=${encodeURIComponent(password)}&query_id=${query_id}&query=SELECT+count()+FROM+system.numbers HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    );
    await eventually(async () => (await running(query_id)) === '1');
    socket.destroy();
    await eventually(async () => (await running(query_id)) === '0');
  });

  it('leaves no work behind', async () => {
    await eventually(
      async () => (await ask(clickhouse.server.url, 'SELECT count() FROM system.processes')) === '1',
    );
    await standsStill(() => cpuSeconds(clickhouse.server.pid), { most: 0.25, ms: 1_000 });
  });

  it('that writes goes on without its client', async () => {
    const { url } = clickhouse.server;
    await ask(url, 'CREATE TABLE written (n UInt64) ENGINE = MergeTree ORDER BY n');
    const socket = connect(clickhouse.server.port, '127.0.0.1');
    const sql =
      'INSERT INTO written SELECT number + sleepEachRow(0.1) FROM numbers(20) SETTINGS max_block_size = 1';
    const head = `POST /?user=tally&password=${encodeURIComponent(password)}&query_id=writer HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${sql.length}\r\n\r\n`;
    socket.write(head + sql);
    await eventually(async () => (await running('writer')) === '1');
    socket.destroy();
    await eventually(async () => (await running('writer')) === '0');
    expect(await ask(url, 'SELECT count() FROM written')).toBe('20');
  });

  it('ends at max_execution_time', async () => {
    const sql = 'SELECT count() FROM system.numbers';
    const limited = ask(clickhouse.server.url, sql, { max_execution_time: '1' });
    await expect(limited).rejects.toThrow('(TIMEOUT_EXCEEDED)');
  });

  it('is visible in system.processes and ends by KILL QUERY', async () => {
    const { url } = clickhouse.server;
    const endless = ask(url, 'SELECT count() FROM system.numbers', { query_id: 'victim' });
    const failed = expect(endless).rejects.toThrow('(QUERY_WAS_CANCELLED)');
    await eventually(async () => (await running('victim')) === '1');
    await ask(url, "KILL QUERY WHERE query_id = 'victim' SYNC");
    await failed;
  });
});

describe('the statement for clients that are gone', () => {
  it('ends their SELECTs and nothing else', () => {
    expect(killStatement([5001, 5002])).toBe(
      "KILL QUERY WHERE query_kind = 'Select' AND port IN (5001, 5002) ASYNC",
    );
  });
});

/** User and system time of a process, as Linux counts it in hundredths of a second. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

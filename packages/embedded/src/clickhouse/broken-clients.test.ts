import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ask, password, useClickHouse } from './test-clickhouse.js';

const clickhouse = useClickHouse();

const insert = `/?user=tally&password=${encodeURIComponent(password)}&async_insert=0&query=${encodeURIComponent('INSERT INTO broken FORMAT TSV')}`;
const endless = '/?query=SELECT+number+FROM+system.numbers';

/** What a client has sent when its connection is reset. */
const sentBeforeReset: [string, string][] = [
  ['nothing', ''],
  ['half a header', 'POST / HTTP/1.1\r\nHost: localhost\r\nConte'],
  ['no HTTP', '\x16\x03\x01\x02\x00 hello\r\n\r\n'],
  ['an unknown HTTP version', 'GET / HTTP/9.9\r\n\r\n'],
  ['too many headers', `GET / HTTP/1.1\r\n${'X-A: b\r\n'.repeat(5000)}\r\n`],
  ['half a body', `POST ${insert} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n1\n`],
  [
    'half a chunk',
    `POST ${insert} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n1\n`,
  ],
  ['no chunk', `POST ${insert} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n1\n`],
  [
    'no gzip',
    `POST ${insert} HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n1\n`,
  ],
  ['a query with an endless answer', `GET ${endless} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
];

describe('ClickHouse outlives a client that resets its connection', () => {
  it.each(sentBeforeReset)('after %s', async (_, sent) => {
    await ask(
      clickhouse.server.url,
      'CREATE TABLE IF NOT EXISTS broken (a UInt64) ENGINE = MergeTree ORDER BY a',
    );
    for (let i = 0; i < 5; i++) await resetAfter(sent);
    expect(await ask(clickhouse.server.url, 'SELECT count() FROM broken')).toBe('0');
  });
});

async function resetAfter(sent: string): Promise<void> {
  const socket: Socket = connect(clickhouse.server.port, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((connected) => socket.once('connect', connected));
  socket.write(sent, 'latin1');
  // By the time that another client has its answer, this one's bytes have arrived.
  await ask(clickhouse.server.url, 'SELECT 1');
  socket.resetAndDestroy();
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpProtocol, statementOf } from './http-protocol.js';
import { aimed, isRequest } from './plan.js';
import { type FaultProxy, startFaultProxy } from './proxy.js';

const server = createServer(async (request, response) => {
  const body = await text(request);
  response.setHeader('x-body', body.length);
  if (request.url === '/ping') response.writeHead(204).end();
  else if (request.url?.includes('chunked')) {
    response.write(body);
    response.end('.');
  } else response.setHeader('content-length', body.length + 1).end(`${body}.`);
});
let proxy: FaultProxy;
let url: string;
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target = (server.address() as AddressInfo).port;
  proxy = await startFaultProxy({ protocol: httpProtocol, target });
  url = `http://127.0.0.1:${proxy.port}`;
});
afterEach(async () => {
  await proxy.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const insert = encodeURIComponent('INSERT INTO deal_events (deal_id) FORMAT JSONCompactEachRow');

describe('over HTTP', () => {
  it('bodies of a length, bodies in chunks and none pass unchanged over one connection', async () => {
    const long = 'x'.repeat(300_000);
    expect(await ask('/', long)).toBe(`${long}.`);
    expect(await ask('/chunked', long)).toBe(`${long}.`);
    expect(await ask(`/?query=${insert}`, inChunks(['["a"]\n', long]))).toBe(`["a"]\n${long}.`);
    expect((await fetch(`${url}/ping`)).status).toBe(204);
  });

  it('a request is named by its statement, wherever that stands', async () => {
    const form = new FormData();
    form.set('query', 'SELECT max(n)\nFROM call_cells FINAL\nWHERE tenant = {t:String}');
    form.set('param_t', 'demo');
    await ask(`/?query=${insert}`, inChunks(['["a"]\n']));
    await ask('/', '\nINSERT INTO call_cells (tenant)\nSELECT tenant FROM call_places');
    await fetch(url, { method: 'POST', body: form });
    await ask('/', 'CREATE TABLE x (a Int8)');
    await fetch(`${url}/ping`);
    expect([...proxy.seen.keys()]).toEqual([
      'INSERT INTO deal_events',
      'INSERT INTO call_cells',
      'SELECT FROM call_cells',
      'CREATE',
      'GET /ping',
    ]);
  });

  it('the n-th of a statement is struck, and the statement can be read from the record', async () => {
    proxy.follow(
      aimed({
        where: isRequest('INSERT INTO deal_events'),
        nth: 2,
        fault: { kind: 'cut', at: 'before-response' },
      }),
    );
    expect(await ask(`/?query=${insert}`, '["a"]')).toBe('["a"].');
    await expect(ask(`/?query=${insert}`, '["b"]')).rejects.toThrow();
    expect(await ask(`/?query=${insert}`, '["c"]')).toBe('["c"].');
    expect(proxy.strikes.map(({ request }) => statementOf(request.bytes))).toEqual([
      'INSERT INTO deal_events (deal_id) FORMAT JSONCompactEachRow',
    ]);
  });

  it('half of a chunked answer is no answer', async () => {
    proxy.follow(aimed({ where: () => true, fault: { kind: 'close', at: 'in-response' } }));
    await expect(ask('/chunked', 'x'.repeat(1_000))).rejects.toThrow();
  });
});

async function ask(path: string, body: string | ReadableStream): Promise<string> {
  const answer = await fetch(url + path, { method: 'POST', body, duplex: 'half' } as RequestInit);
  return answer.text();
}

function inChunks(parts: string[]): ReadableStream {
  const bytes = parts.map((part) => new TextEncoder().encode(part));
  return new ReadableStream({
    pull(controller) {
      const next = bytes.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
  });
}

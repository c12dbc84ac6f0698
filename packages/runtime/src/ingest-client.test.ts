import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createIngestClient } from './ingest-client.js';

interface Said {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

let server: Server | undefined;
afterEach(() => void server?.close());

/** A client of a service that answers with each of these in turn, and then takes everything. */
async function clientOf(...answers: Said[]) {
  const received: string[] = [];
  const waits: string[] = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push(body);
    const taken: Said = {
      status: 202,
      body: { accepted: body.split('\n').length, rejected: 0, results: [] },
    };
    const { status, body: said, headers } = answers.shift() ?? taken;
    response.writeHead(status, headers).end(JSON.stringify(said ?? {}));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const stop = new AbortController();
  const client = createIngestClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey: 'k',
    signal: stop.signal,
    backoff: { minMs: 1, maxMs: 2 },
    unreachable: () => new Error('nobody there'),
    refused: ({ status }) => new Error(`refused: ${status}`),
    onWait: ({ message }) => waits.push(message),
  });
  return { client, received, waits, stop };
}

describe('a client of the ingest service', () => {
  it.each([408, 429, 500, 503])('sends the same again after a %s', async (status) => {
    const { client, received, waits } = await clientOf({ status }, { status });
    expect(await client.send(['{"id":1}', '{"id":2}'])).toEqual([]);
    expect(received).toEqual(Array(3).fill('{"id":1}\n{"id":2}'));
    expect(waits).toEqual([`refused: ${status}`, `refused: ${status}`]);
  });

  it('takes no answer for a yes that does not account for every event', async () => {
    const { client, received } = await clientOf(
      { status: 200, body: '<html>' },
      { status: 202, body: { accepted: 1, rejected: 0, results: [] } },
    );
    await client.send(['1', '2']);
    expect(received).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 413])('gives up at once at a %s', async (status) => {
    const { client, received } = await clientOf({ status });
    await expect(client.send(['1'])).rejects.toThrow(`refused: ${status}`);
    expect(received).toHaveLength(1);
  });

  it('ends its waiting when it is told to', async () => {
    const { client, stop, waits } = await clientOf({ status: 503, headers: { 'retry-after': '3600' } });
    const sent = client.send(['1']);
    const over = expect(sent).rejects.toThrow(/abort/i);
    await expect.poll(() => waits).toHaveLength(1);
    stop.abort();
    await over;
  });
});

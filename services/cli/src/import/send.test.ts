import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { OutgoingEvent } from './events.js';
import { createSender } from './send.js';

const event = (id: string): OutgoingEvent => ({
  specversion: '1.0',
  id,
  source: 'crm',
  type: 'deal.opened',
  time: '2017-01-01T00:00:00.000Z',
  data: { deal_id: id, opened_at: 0 },
});

let server: Server | undefined;
afterEach(() => void server?.close());

/** Answers with each of these in turn. */
async function ingest(...answers: { status: number; body: unknown; headers?: Record<string, string> }[]) {
  const received: { body: string; key: string | undefined }[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ body, key: request.headers.authorization });
      const {
        status,
        body: answer,
        headers,
      } = answers[Math.min(received.length, answers.length) - 1] ?? { status: 500, body: '' };
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { received, service: { name: 'The ingest service', url, setting: 'TALLY_INGEST_URL', key: 'k' } };
}

describe('a sender', () => {
  it('sends one event a line with its key, and hands back what was refused', async () => {
    const { service, received } = await ingest({
      status: 202,
      body: {
        accepted: 1,
        rejected: 1,
        results: [
          {
            line: 2,
            id: 'b',
            status: 'rejected',
            violations: [{ field: 'rep_id', reason: 'too long', expected: 'less' }],
          },
        ],
      },
    });
    expect(await createSender(service, { tenant: 'acme' })([event('a'), event('b')])).toEqual([
      { id: 'b', reason: 'rep_id: too long; it wants less' },
    ]);
    expect(received[0]?.key).toBe('Bearer k');
    expect(received[0]?.body.split('\n').map((line) => JSON.parse(line))).toMatchObject([
      { id: 'a', tenant: 'acme' },
      { id: 'b', tenant: 'acme' },
    ]);
  });

  it('sends again what a busy service would not take', async () => {
    const { service, received } = await ingest(
      { status: 503, body: { error: { message: 'too much at once' } }, headers: { 'retry-after': '0.01' } },
      { status: 202, body: { accepted: 1, rejected: 0, results: [] } },
    );
    const waits: string[] = [];
    expect(
      await createSender(service, { tenant: 'acme', onWait: (why) => waits.push(why) })([event('a')]),
    ).toEqual([]);
    expect(received).toHaveLength(2);
    expect(waits).toEqual([expect.stringContaining('503: too much at once')]);
  });

  it('sends again what did not get through in time', async () => {
    const { service, received } = await ingest(
      { status: 408, body: { error: { message: 'too slow' } }, headers: { 'retry-after': '0.01' } },
      { status: 202, body: { accepted: 1, rejected: 0, results: [] } },
    );
    expect(await createSender(service, { tenant: 'acme' })([event('a')])).toEqual([]);
    expect(received).toHaveLength(2);
  });

  it('says whose key is wanted when the one it has is of another tenant', async () => {
    const violations = [{ field: 'tenant', reason: 'not the tenant of this API key', expected: 'globex' }];
    const { service } = await ingest({
      status: 202,
      body: { accepted: 0, rejected: 1, results: [{ line: 1, id: 'a', status: 'rejected', violations }] },
    });
    await expect(createSender(service, { tenant: 'acme' })([event('a')])).rejects.toThrow(
      /^The API key is not one of acme, so nothing was imported: .*tally keys create --tenant acme/,
    );
  });

  it('gives up at once on a key that is not known', async () => {
    const { service, received } = await ingest({ status: 401, body: { error: { message: 'who?' } } });
    await expect(createSender(service, { tenant: 'acme' })([event('a')])).rejects.toThrow(
      /does not know this one: .*tally keys create/,
    );
    expect(received).toHaveLength(1);
  });

  it('says in one sentence that nobody answers, once its patience is over', async () => {
    const { service } = await ingest();
    await new Promise((resolve) => server?.close(resolve));
    await expect(createSender(service, { tenant: 'acme', patienceMs: 0 })([event('a')])).rejects.toThrow(
      /^The ingest service does not answer at .* \(ECONNREFUSED\): start it/,
    );
  });
});

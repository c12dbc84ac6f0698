import type { AddressInfo } from 'node:net';
import { loadSettings } from '@tallyboard/runtime/settings';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ingestSettings } from './settings.js';
import { callLogged, type TestApp, testApp } from './testing/ingest.js';
import { openRequest, openSocket } from './testing/slow-sender.js';

const LINES = 'application/x-ndjson';
const JSON_TYPE = 'application/json';
const line = (id: string) => `${JSON.stringify(callLogged(id))}\n`;
const defaults = loadSettings(ingestSettings, { TALLY_API_KEYS_FILE: 'keys.json' });

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** The app on a port of its own, with senders whose connections end with the test. */
async function listening(limits: Parameters<typeof testApp>[0] = {}) {
  const test = testApp(limits);
  await test.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = test.app.server.address() as AddressInfo;
  stops.push(() => test.app.close());
  const open = (key: string, type: string, headers: Record<string, string> = {}) => {
    const sender = openRequest(port, { key, type, ...headers });
    stops.push(() => sender.request.destroy());
    return sender;
  };
  const socket = async (says?: string, from?: string) => {
    const opened = await openSocket(port, says, from);
    stops.push(() => opened.socket.destroy());
    return opened;
  };
  return { ...test, port, open, socket };
}

async function inFlight({ app }: TestApp) {
  const { body } = await app.inject('/metrics');
  const of = (unit: string) => Number(new RegExp(`in_flight\\{unit="${unit}"\\} (\\d+)`).exec(body)?.[1]);
  return { bytes: of('bytes'), requests: of('requests') };
}

describe('senders that hold connections open', () => {
  it('shut nobody out, neither by streams nor by bodies that do not come', async () => {
    const test = await listening(defaults);
    for (const key of ['acme', 'globex'])
      for (let i = 0; i < 45; i += 1) {
        test.open(key, LINES).send(line(`${key}-${i}`));
        test.open(key, JSON_TYPE, { 'content-length': String(defaults.maxBodyBytes) }).send('[');
      }
    await vi.waitFor(async () => expect((await inFlight(test)).requests).toBe(180));
    const third = test.open('initech', JSON_TYPE);
    third.request.end(JSON.stringify(callLogged('third')));
    expect((await third.answer).status).toBe(202);
    expect((await inFlight(test)).bytes).toBeLessThan(10_000);
  });

  it('shut nobody out by as many requests as they may open', async () => {
    const test = await listening({ maxInFlightRequests: 40, maxRequestsPerKey: 30 });
    for (const key of ['acme', 'globex']) for (let i = 0; i < 40; i += 1) test.open(key, LINES);
    await vi.waitFor(async () => expect((await inFlight(test)).requests).toBe(30));
    const third = test.open('initech', JSON_TYPE);
    third.request.end(JSON.stringify(callLogged('third')));
    expect((await third.answer).status).toBe(202);
  });

  it('are told when their key has too many requests open', async () => {
    const test = await listening({ maxRequestsPerKey: 2 });
    test.open('acme', LINES);
    test.open('acme', LINES);
    await vi.waitFor(async () => expect((await inFlight(test)).requests).toBe(2));
    const { status, body } = await test.open('acme', LINES).answer;
    expect([status, body.error.message]).toEqual([429, expect.stringContaining('API key')]);
  });

  it('take up what is kept of them, and give it back when they go away', async () => {
    const test = await listening();
    const sender = test.open('acme', LINES);
    sender.send(line('1') + 'x'.repeat(9_000));
    await vi.waitFor(async () => expect((await inFlight(test)).bytes).toBeGreaterThanOrEqual(9_000));
    expect((await inFlight(test)).bytes).toBeLessThan(20_000);
    const upload = test.open('acme', JSON_TYPE);
    upload.send('x'.repeat(90_000));
    await vi.waitFor(async () => expect((await inFlight(test)).bytes).toBeGreaterThanOrEqual(99_000));
    sender.request.destroy();
    upload.request.destroy();
    await vi.waitFor(async () => expect(await inFlight(test)).toEqual({ bytes: 0, requests: 0 }));
  });

  it('are told from which line to go on when there is no more room', async () => {
    const test = await listening({ maxInFlightBytes: 10_000 });
    const other = test.open('globex', LINES);
    other.send('x'.repeat(4_000));
    await vi.waitFor(async () => expect((await inFlight(test)).bytes).toBeGreaterThanOrEqual(4_000));
    const sender = test.open('acme', LINES);
    sender.send(line('1') + line('2'));
    await vi.waitFor(() => expect(test.publisher.published).toHaveLength(2));
    sender.send('x'.repeat(9_000));
    const { status, body } = await sender.answer;
    expect([status, body.settled_lines]).toEqual([503, 2]);
    expect(body.error.message).toContain('send again from line 3');
  });

  it('get their answer before a body that will not fit is sent', async () => {
    const test = await listening({ maxBodyBytes: 1_000 });
    const { answer } = test.open('acme', JSON_TYPE, { 'content-length': '1000000' });
    expect((await answer).body.error.code).toBe('body_too_large');
  });

  it('are not read when they send to where there is nothing', async () => {
    const test = await listening();
    const { answer } = test.open('nobody', JSON_TYPE, { path: '/v1/nothing', 'content-length': '1000000' });
    expect((await answer).status).toBe(404);
  });
});

describe('a slow sender', () => {
  it('of a line is answered 408 with the line to go on from', async () => {
    const test = await listening({ maxLineMs: 600 });
    const sender = test.open('acme', LINES);
    sender.send(`${line('1')}${line('2')}{"specversion"`);
    const { status, body } = await sender.answer;
    expect([status, body.error.code, body.accepted, body.settled_lines]).toEqual([408, 'too_slow', 2, 2]);
    expect(body.error.message).toBe(
      'The line has not come within 0.6 s. Lines up to 2 are settled: send again from line 3.',
    );
  });

  it('of nothing at all is answered 408, in a stream as in a body', async () => {
    const test = await listening({ maxIdleMs: 300 });
    const stream = test.open('acme', LINES);
    const body = test.open('acme', JSON_TYPE, { 'content-length': '5000' });
    for (const sender of [stream, body]) {
      const answer = await sender.answer;
      expect([answer.status, answer.body.error.code]).toEqual([408, 'too_slow']);
    }
    await vi.waitFor(async () => expect(await inFlight(test)).toEqual({ bytes: 0, requests: 0 }));
  });

  it('of a body is answered 408, and nothing of it is taken', async () => {
    const test = await listening({ maxBodyMs: 400 });
    const sender = test.open('acme', JSON_TYPE);
    sender.send('[');
    const { status, body } = await sender.answer;
    expect([status, body.error.message]).toEqual([408, 'The body has not come within 0.4 s.']);
    expect(test.publisher.published).toEqual([]);
  });

  it.each([
    ['no header', ''],
    ['half a header', 'POST /v1/events HTTP/1.1\r\nhost: x\r\nauth'],
  ])('of %s is answered 408 and hung up on', async (_what, says) => {
    const test = await listening({ maxHeadersMs: 200 });
    const { said } = await test.socket(says);
    expect(await said).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"too_slow"/);
  });

  it('of no HTTP at all is told so', async () => {
    const test = await listening();
    expect(await (await test.socket('HELO\r\n\r\n')).said).toMatch(/^HTTP\/1\.1 400 [\s\S]*"bad_request"/);
  });
});

describe('a key that is revoked', () => {
  it('ends the streams that it opened, with what is settled', async () => {
    const test = await listening();
    const sender = test.open('acme', LINES);
    sender.send(line('1'));
    const other = test.open('globex', LINES);
    await vi.waitFor(() => expect(test.publisher.published).toHaveLength(1));
    test.revoke('Bearer acme');
    const { status, body } = await sender.answer;
    expect([status, body.error.code, body.settled_lines]).toEqual([401, 'key_revoked', 1]);
    other.request.end(line('2'));
    expect((await other.answer).status).toBe(202);
  });

  it('ends a stream that never pauses', async () => {
    const test = await listening();
    const sender = test.open('acme', LINES);
    let sent = 0;
    const more = () => {
      sent += 1;
      if (!sender.request.destroyed) sender.request.write(line(`${sent}`), () => setImmediate(more));
    };
    more();
    await vi.waitFor(() => expect(test.publisher.published.length).toBeGreaterThan(100));
    test.revoke('Bearer acme');
    const { status, body } = await sender.answer;
    expect([status, body.settled_lines]).toEqual([401, test.publisher.published.length]);
  });

  it('ends an upload, of which nothing is taken', async () => {
    const test = await listening();
    const sender = test.open('acme', JSON_TYPE);
    sender.send(`[${JSON.stringify(callLogged('1'))}`);
    await vi.waitFor(async () => expect((await inFlight(test)).requests).toBe(1));
    test.revoke('Bearer acme');
    expect((await sender.answer).body.error.code).toBe('key_revoked');
    expect(test.publisher.published).toEqual([]);
  });
});

describe('connections', () => {
  it('that are used up are taken from the address that has most of them, oldest idle one first', async () => {
    const test = await listening({ maxConnections: 10 });
    const stream = test.open('acme', LINES);
    await vi.waitFor(async () => expect((await inFlight(test)).requests).toBe(1));
    const idle = [];
    for (let i = 0; i < 30; i += 1) idle.push(await test.socket('', '127.0.0.2'));
    const other = test.open('globex', JSON_TYPE);
    other.request.end(JSON.stringify(callLogged('1')));
    expect((await other.answer).status).toBe(202);
    // The first of the greedy address are gone, the stream is not.
    for (const { said } of idle.slice(0, 20)) expect(await said).toBe('');
    stream.request.end(line('2'));
    expect((await stream.answer).status).toBe(202);
  });

  it('that all have requests under way stay, and the new one is cut', async () => {
    const test = await listening({ maxConnections: 3 });
    const streams = Array.from({ length: 3 }, () => test.open('acme', LINES));
    await vi.waitFor(async () => expect((await inFlight(test)).requests).toBe(3));
    await expect(test.open('globex', LINES).answer).rejects.toThrow();
    for (const stream of streams) stream.request.end(line('1'));
    for (const { answer } of streams) expect((await answer).status).toBe(202);
  });
});

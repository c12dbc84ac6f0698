import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tokensOf } from './oauth-tokens.js';

let server: Server;
let answer: { status?: number; body: unknown };
let asked: { authorization: string | undefined; body: string }[];

beforeEach(async () => {
  asked = [];
  server = createServer(async (request: IncomingMessage, response) => {
    asked.push({ authorization: request.headers.authorization, body: await text(request) });
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => server.close());

const tokens = (nowMs: () => number = Date.now) =>
  tokensOf(
    {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
      clientId: 'tally:one',
      clientSecret: 'ß',
      scope: 'kafka',
    },
    nowMs,
  );

it('asks once for many who want one, by the grant of client credentials', async () => {
  answer = { body: { access_token: 't', expires_in: 600 } };
  const token = tokens();
  expect(await Promise.all([token(), token(), token()])).toEqual(['t', 't', 't']);
  expect(asked).toEqual([
    {
      authorization: `Basic ${Buffer.from('tally%3Aone:%C3%9F').toString('base64')}`,
      body: 'grant_type=client_credentials&scope=kafka',
    },
  ]);
});

it('asks anew before the token ends', async () => {
  let nowMs = 0;
  answer = { body: { access_token: 'first', expires_in: 100 } };
  const token = tokens(() => nowMs);
  await token();
  answer = { body: { access_token: 'second', expires_in: 100 } };
  nowMs = 69_000;
  expect(await token()).toBe('first');
  nowMs = 71_000;
  expect(await token()).toBe('second');
});

it.each([
  [
    { status: 401, body: { error: 'invalid_client' } },
    /gives no token for Kafka: it answers 401 \(invalid_client\)/,
  ],
  [{ status: 502, body: '<html>' }, /it answers 502\./],
  [{ body: { token: 'x' } }, /there is none in its answer/],
])('says what went wrong of %o, and asks again the next time', async (wrong, sentence) => {
  answer = wrong;
  const token = tokens();
  await expect(token()).rejects.toThrow(sentence);
  answer = { body: { access_token: 't' } };
  expect(await token()).toBe('t');
});

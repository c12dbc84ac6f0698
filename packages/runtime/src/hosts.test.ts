import Fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { guardHosts } from './hosts.js';

const app = Fastify();
guardHosts(app, ['localhost', 'wall.example']);
app.get('/', async () => 'numbers');
app.post('/', async () => 'taken');
afterAll(() => app.close());

const ask = async (headers: Record<string, string>, method: 'GET' | 'POST' = 'GET') =>
  (await app.inject({ method, url: '/', headers })).statusCode;

test('a service answers under its address, as localhost and by the names it was given', async () => {
  for (const host of [
    '127.0.0.1:3000',
    '[::1]:3000',
    '192.168.7.9',
    'localhost:14000',
    'LOCALHOST',
    'wall.example:443',
  ])
    expect([host, await ask({ host })]).toEqual([host, 200]);
});

test('a page whose name was made to resolve to this machine is told nothing', async () => {
  for (const host of [
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'a b',
  ])
    expect([host, await ask({ host })]).toEqual([host, 421]);
});

test('a page of another origin can neither ask nor send', async () => {
  for (const origin of [
    'http://evil.example',
    'null',
    'http://localhost:9999',
    'http://127.0.0.1:3000',
    'nonsense',
  ])
    for (const method of ['GET', 'POST'] as const)
      expect([origin, await ask({ host: 'localhost:3000', origin }, method)]).toEqual([origin, 403]);
});

test('the page of the service itself can', async () => {
  expect(await ask({ host: 'localhost:3000', origin: 'http://localhost:3000' }, 'POST')).toBe(200);
  expect(await ask({ host: 'wall.example', origin: 'https://wall.example' }, 'POST')).toBe(200);
});

test('a page of elsewhere cannot even have it work: not by an image, a script, a frame or a request without an answer', async () => {
  for (const site of ['cross-site', 'same-site'])
    for (const [mode, dest] of [
      ['no-cors', 'image'],
      ['no-cors', 'script'],
      ['no-cors', 'empty'],
      ['navigate', 'iframe'],
      ['navigate', 'object'],
      ['cors', 'font'],
    ] as const) {
      const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest };
      expect([headers, await ask({ host: 'localhost:3000', ...headers })]).toEqual([headers, 403]);
    }
});

test('a link from elsewhere opens it, and its own page asks what it likes', async () => {
  for (const headers of [
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
    { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  ])
    expect([headers, await ask({ host: 'localhost:3000', ...headers })]).toEqual([headers, 200]);
});

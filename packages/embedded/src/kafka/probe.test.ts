import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../stack/free-port.js';
import { isCoordinating } from './probe.js';

test('nobody there is not ready', async () => {
  expect(await isCoordinating('127.0.0.1', await freePort(), 4)).toBe(false);
});

test('a server that hangs up is not ready', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  expect(await isCoordinating('127.0.0.1', port, 4)).toBe(false);
  server.close();
});

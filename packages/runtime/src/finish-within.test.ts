import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { finishWithin } from './finish-within.js';

it('closes an app although a client holds a connection without asking anything', async () => {
  const app = Fastify();
  finishWithin(app, 20);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const client = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  await once(client, 'connect');
  // Node itself would wait for the headers, a minute by default.
  const cut = once(client, 'close');
  await app.close();
  await cut;
  expect(client.destroyed).toBe(true);
}, 20_000);

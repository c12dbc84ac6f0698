import { type AddressInfo, connect } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ServedShard } from '../shards/served-shard.js';
import { admit } from './admit.js';

let app: FastifyInstance;
afterEach(async () => {
  vi.useRealTimers();
  await app.close();
});

describe('an answer that its client does not read', () => {
  it('is not kept for ever', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    app = Fastify();
    const shardOf = () => ({}) as ServedShard;
    admit(app, { keys: null, anonymousTenant: 'acme', shardOf, readWithinMs: 60_000 });
    let sent = 0;
    app.addHook('onSend', async () => {
      sent += 1;
    });
    // More than the sockets between them take.
    app.get('/large', async () => 'x'.repeat(50_000_000));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    socket.pause();
    socket.on('error', () => {});
    socket.write('GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await vi.waitFor(() => expect(sent).toBe(1));
    const connections = () =>
      new Promise<number>((resolve) => app.server.getConnections((_error, count) => resolve(count)));
    expect(await connections()).toBe(1);
    vi.advanceTimersByTime(60_000);
    await vi.waitFor(async () => expect(await connections()).toBe(0));
    socket.destroy();
  });
});

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Fault, MOMENTS } from './fault.js';
import { kafkaProtocol } from './kafka-protocol.js';
import { aimed, decks, isRequest } from './plan.js';
import { splitter } from './protocol.js';
import { startFaultProxy } from './proxy.js';

const PRODUCE = 0;
const HEARTBEAT = 12;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('through the proxy', () => {
  it('requests and answers pass unchanged, however they are cut into packets', async () => {
    const { proxy, broker } = await proxied();
    const client = await connected(proxy.port);
    const message = request(PRODUCE, 7);
    for (const byte of message) client.socket.write(Buffer.of(byte));
    await expect.poll(() => client.received()).toEqual(answer(7));
    expect(broker.received()).toEqual([message]);
    expect([...proxy.seen]).toEqual([['ada Produce', 1]]);
    expect(proxy.strikes).toEqual([]);
  });

  it('the end of one side reaches the other', async () => {
    const { proxy, broker } = await proxied();
    const client = await connected(proxy.port);
    client.socket.end(request(PRODUCE, 1));
    await expect.poll(() => client.received()).toEqual(answer(1));
    await expect.poll(() => broker.ended()).toBe(1);
    await expect.poll(() => client.end()).toBe('fin');
  });

  it('a server that is not there resets its clients', async () => {
    const proxy = await startFaultProxy({ protocol: kafkaProtocol, target: 1 });
    cleanups.push(() => proxy.stop());
    const client = await connected(proxy.port);
    await expect.poll(() => client.end()).toBe('reset');
  });
});

describe('the second Produce of two', () => {
  for (const at of MOMENTS)
    for (const [kind, end] of [
      ['cut', 'reset'],
      ['close', 'fin'],
    ] as const)
      it(`${kind} ${at}: the client sees a ${end} and so much, the server so much`, async () => {
        const { client, broker } = await struck({ kind, at });
        // libuv calls a reset that comes together with bytes the end of input.
        const ends = kind === 'cut' && at === 'in-response' ? ['reset', 'fin'] : [end];
        await expect.poll(() => client.end()).toSatisfy((seen) => ends.includes(seen));
        expect(client.received().length).toBe(answer(1).length + answerBytes(at));
        await expect.poll(() => broker.bytes()).toBe(request(PRODUCE, 1).length + requestBytes(at));
      });

  for (const at of MOMENTS)
    it(`hung ${at}: nothing more comes and nothing ends, until it is released`, async () => {
      const { client, broker, proxy } = await struck({ kind: 'hang', at });
      await expect.poll(() => broker.bytes()).toBe(request(PRODUCE, 1).length + requestBytes(at));
      await expect.poll(() => client.received().length).toBe(answer(1).length + answerBytes(at));
      broker.hangUp();
      client.socket.write(request(PRODUCE, 3));
      const another = await connected(proxy.port);
      another.socket.write(request(PRODUCE, 4));
      await expect.poll(() => another.received()).toEqual(answer(4));
      expect(client.end()).toBeNull();
      proxy.release();
      await expect.poll(() => client.end()).toBe('reset');
    });

  for (const at of ['before-request', 'before-response'] as const)
    it(`delayed ${at}: it comes, and what follows it after it`, async () => {
      const { client, broker } = await struck({ kind: 'delay', at, ms: 50 });
      client.socket.write(request(PRODUCE, 3));
      await expect.poll(() => client.received()).toEqual(Buffer.concat([answer(1), answer(2), answer(3)]));
      expect(broker.received().map((bytes) => bytes.readInt32BE(8))).toEqual([1, 2, 3]);
    });

  it('half-closed towards the server: it sees the end of input, and its answer still comes', async () => {
    const { client, broker } = await struck({ kind: 'half-close', towards: 'server' });
    await expect.poll(() => broker.ended()).toBe(1);
    await expect.poll(() => client.received()).toEqual(Buffer.concat([answer(1), answer(2)]));
  });

  it('half-closed towards the client: it sees the end, and what it sends meanwhile goes through', async () => {
    const { client, broker } = await struck({ kind: 'half-close', towards: 'client' });
    await expect.poll(() => client.end()).toBe('fin');
    expect(client.received()).toEqual(answer(1));
    expect(broker.received()).toHaveLength(2);
  });

  for (const at of ['before-request', 'before-response'] as const)
    it(`at a blow ${at}: it is struck then and there, and the connection is cut`, async () => {
      let blows = 0;
      const strike = () => {
        blows += 1;
      };
      const { client, broker } = await struck({ kind: 'blow', at, strike });
      await expect.poll(() => client.end()).toBe('reset');
      expect(client.received()).toEqual(answer(1));
      await expect.poll(() => broker.bytes()).toBe(request(PRODUCE, 1).length + requestBytes(at));
      expect(blows).toBe(1);
    });

  it('held: it reaches the server when it is released, although the client has gone', async () => {
    const { client, broker, proxy } = await struck({ kind: 'hold' });
    client.socket.destroy();
    await once(client.socket, 'close');
    expect(broker.received()).toHaveLength(1);
    proxy.release();
    await expect.poll(() => broker.received()).toHaveLength(2);
    await expect.poll(() => broker.open()).toBe(0);
  });
});

describe('a plan', () => {
  it('puts an error code into an answer that begins with one', async () => {
    const { proxy } = await proxied();
    proxy.follow(aimed({ where: isRequest('Heartbeat'), fault: { kind: 'error', code: 27 } }));
    const client = await connected(proxy.port);
    client.socket.write(request(HEARTBEAT, 5));
    await expect.poll(() => client.received().length).toBe(answer(5).length);
    expect(client.received().readInt16BE(8)).toBe(27);
  });

  it('tells clients and what they mention apart', async () => {
    const { proxy } = await proxied();
    proxy.follow(
      aimed({
        where: isRequest('Produce', { client: 'bob', mentions: 'crm.cells' }),
        fault: { kind: 'cut', at: 'before-request' },
      }),
    );
    const [ada, bob] = [await connected(proxy.port), await connected(proxy.port)];
    ada.socket.write(request(PRODUCE, 1, 'ada', 'crm.cells'));
    bob.socket.write(request(PRODUCE, 1, 'bob', 'crm.events'));
    await expect.poll(() => bob.received()).toEqual(answer(1));
    bob.socket.write(request(PRODUCE, 2, 'bob', 'crm.cells'));
    await expect.poll(() => bob.end()).toBe('reset');
    await expect.poll(() => ada.received()).toEqual(answer(1));
    expect(proxy.strikes.map(({ request }) => request.client)).toEqual(['bob']);
  });

  it('strikes from the n-th on, every so many-th, so many times', () => {
    const fault: Fault = { kind: 'cut', at: 'before-request' };
    const plan = aimed({ where: isRequest('Fetch'), nth: 2, every: 3, times: 2, fault });
    const seen = Array.from({ length: 9 }, () => plan({ client: '', name: 'Fetch', bytes: Buffer.alloc(0) }));
    expect(seen.flatMap((each, index) => (each ? [index + 1] : []))).toEqual([2, 5]);
  });

  it('of the same seed does the same to each kind of request, whatever else comes between', () => {
    const faults: Fault[] = MOMENTS.map((at) => ({ kind: 'cut', at }));
    const fates = (seed: number, noise: boolean) => {
      const plan = decks({ seed, gap: 2, faults });
      return Array.from({ length: 200 }, () => {
        if (noise) plan({ client: 'bob', name: 'Fetch', bytes: Buffer.alloc(0) });
        return plan({ client: 'ada', name: 'Produce', bytes: Buffer.alloc(0) });
      });
    };
    expect(fates(1, true)).toEqual(fates(1, false));
    expect(fates(2, false)).not.toEqual(fates(1, false));
    const struck = fates(1, false).filter((fate) => fate !== null);
    expect(struck.length).toBeGreaterThan(30);
    expect(struck.length).toBeLessThan(100);
    for (let from = 0; from < 28; from += faults.length)
      expect(new Set(struck.slice(from, from + faults.length))).toEqual(new Set(faults));
  });
});

it('refuses new connections while it is told to, and keeps those it has', async () => {
  const { proxy } = await proxied();
  const client = await connected(proxy.port);
  client.socket.write(request(PRODUCE, 1));
  await expect.poll(() => client.received()).toEqual(answer(1));
  await proxy.refuse();
  await expect(connected(proxy.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  client.socket.write(request(PRODUCE, 2));
  await expect.poll(() => client.received().length).toBe(2 * answer(2).length);
  await proxy.accept();
  await connected(proxy.port);
});

/** A request of which half is not whole, in Kafka's form; see kafka-protocol.ts. */
function request(apiKey: number, correlationId: number, client = 'ada', body = 'body'): Buffer {
  const head = Buffer.alloc(14);
  head.writeInt16BE(apiKey, 4);
  head.writeInt32BE(correlationId, 8);
  head.writeInt16BE(client.length, 12);
  return withLength(Buffer.concat([head, Buffer.from(client), Buffer.from(body)]));
}

function answer(correlationId: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(correlationId, 4);
  return withLength(Buffer.concat([head, Buffer.from('\0\0answer')]));
}

function withLength(message: Buffer): Buffer {
  message.writeInt32BE(message.length - 4, 0);
  return message;
}

/** How much of the second request reaches the server, by the moment that is struck. */
const requestBytes = (at: string): number =>
  ({ 'before-request': 0, 'in-request': request(PRODUCE, 2).length >> 1 })[at] ?? request(PRODUCE, 2).length;

const answerBytes = (at: string): number => (at === 'in-response' ? answer(2).length >> 1 : 0);

/** A broker that answers every request, behind a proxy. */
async function proxied() {
  const sockets = new Set<Socket>();
  const received: Buffer[] = [];
  let bytes = 0;
  let ended = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    const { push } = splitter(kafkaProtocol.requestLength);
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      for (const message of push(chunk)) {
        received.push(message);
        socket.write(answer(message.readInt32BE(8)));
      }
    });
    socket.on('end', () => {
      ended += 1;
      socket.end();
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const proxy = await startFaultProxy({
    protocol: kafkaProtocol,
    target: (server.address() as AddressInfo).port,
  });
  cleanups.push(
    () => server.close(),
    () => proxy.stop(),
  );
  const broker = {
    received: () => received,
    bytes: () => bytes,
    ended: () => ended,
    open: () => sockets.size,
    hangUp: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
  return { proxy, broker };
}

/** One Produce that is answered, then one that is struck. */
async function struck(fault: Fault) {
  const { proxy, broker } = await proxied();
  proxy.follow(aimed({ where: isRequest('Produce'), nth: 2, fault }));
  const client = await connected(proxy.port);
  client.socket.write(request(PRODUCE, 1));
  await expect.poll(() => client.received()).toEqual(answer(1));
  client.socket.write(request(PRODUCE, 2));
  await expect.poll(() => proxy.strikes.map((strike) => strike.fault)).toEqual([fault]);
  return { proxy, broker, client };
}

/** A client that sees what comes, and how it ends. */
async function connected(port: number) {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  let received: Buffer = Buffer.alloc(0);
  let end: 'fin' | 'reset' | null = null;
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
  });
  socket.on('end', () => (end ??= 'fin'));
  await once(socket, 'connect');
  socket.on('error', () => (end ??= 'reset'));
  cleanups.push(() => socket.destroy());
  return { socket, received: () => received, end: () => end as 'fin' | 'reset' | null };
}

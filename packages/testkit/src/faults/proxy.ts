import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Fault, Plan, SeenRequest } from './fault.js';
import type { Protocol } from './protocol.js';
import { relay } from './relay.js';

/** A fault that was done. */
export interface Strike {
  request: SeenRequest;
  fault: Fault;
}

/** Stands between clients and a server on loopback and does to their requests what its plan says; at first, nothing. */
export interface FaultProxy {
  port: number;
  /** What happens from the next request on. */
  follow(plan: Plan): void;
  /** How many requests have come, by `client name`, as in `tally-processor Produce`. */
  readonly seen: ReadonlyMap<string, number>;
  /** What was done, in order. */
  readonly strikes: readonly Strike[];
  /** Lets held requests go to the server, and cuts what hangs. */
  release(): void;
  /** New connections are refused until `accept`; those that are open stay. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  stop(): Promise<void>;
}

/** `target`: where the server is, or will be, on loopback. */
export async function startFaultProxy(options: { protocol: Protocol; target: number }): Promise<FaultProxy> {
  const { protocol, target } = options;
  const seen = new Map<string, number>();
  const strikes: Strike[] = [];
  const sockets = new Set<Socket>();
  let plan: Plan = () => null;
  let letGo: () => void = () => {};
  let released = new Promise<void>((resolve) => (letGo = resolve));

  const judge = (request: SeenRequest): Fault | null => {
    const key = requestKey(request);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    const fault = plan(request);
    if (fault) strikes.push({ request, fault });
    return fault;
  };
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
  };
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect({ host: '127.0.0.1', port: target, allowHalfOpen: true });
    keep(client);
    keep(server);
    relay(client, server, { protocol, judge, released: () => released });
  });
  const listen = async (port: number) => {
    await once(listener.listen(port, '127.0.0.1'), 'listening');
    return (listener.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const release = () => {
    letGo();
    released = new Promise<void>((resolve) => (letGo = resolve));
  };
  return {
    port,
    seen,
    strikes,
    release,
    follow: (next) => {
      plan = next;
    },
    async refuse() {
      listener.close();
    },
    async accept() {
      await listen(port);
    },
    async stop() {
      plan = () => null;
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** How a kind of request is counted. */
export function requestKey({ client, name }: SeenRequest): string {
  return client === '' ? name : `${client} ${name}`;
}

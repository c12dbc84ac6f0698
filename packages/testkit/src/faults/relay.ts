import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, SeenRequest } from './fault.js';
import { type Protocol, splitter } from './protocol.js';

export interface RelayPorts {
  protocol: Protocol;
  /** Decides what happens to a request, in the order in which requests arrive. */
  judge(request: SeenRequest): Fault | null;
  /** Resolves when what hangs or is held is let go. */
  released(): Promise<void>;
}

interface UnderWay extends SeenRequest {
  fault: Fault | null;
  /** Told when the server has answered. */
  answered(): void;
}

/** Carries messages between a client and a server, whole and one after the other, and does to them what is decided. */
export function relay(client: Socket, server: Socket, ports: RelayPorts): void {
  const { protocol } = ports;
  const requests = splitter(protocol.requestLength);
  const responses = splitter(protocol.responseLength);
  const underway: UnderWay[] = [];
  let upstream = Promise.resolve();
  let downstream = Promise.resolve();
  let isHung = false;
  let isHolding = false;
  const isSwallowed = { upstream: false, downstream: false };

  const end = (kind: 'cut' | 'close') => {
    for (const socket of [client, server])
      if (kind === 'cut') socket.resetAndDestroy();
      else socket.end(() => socket.destroySoon());
  };
  const hang = (direction: 'upstream' | 'downstream') => {
    isHung = true;
    isSwallowed[direction] = true;
    void ports.released().then(() => end('cut'));
  };
  const strike = async (fault: Fault, direction: 'upstream' | 'downstream'): Promise<void> => {
    if (fault.kind === 'cut' || fault.kind === 'close') {
      if (fault.afterMs) await sleep(fault.afterMs);
      end(fault.kind);
    } else if (fault.kind === 'blow') {
      fault.strike();
      end('cut');
    } else if (fault.kind === 'hang') hang(direction);
  };

  const forward = async (request: UnderWay): Promise<void> => {
    const { bytes, fault } = request;
    if (isSwallowed.upstream || server.destroyed) return;
    if (fault && 'at' in fault && fault.at === 'before-request') {
      if (fault.kind !== 'delay') return strike(fault, 'upstream');
      await sleep(fault.ms);
    }
    if (fault && 'at' in fault && fault.at === 'in-request') {
      await write(server, bytes.subarray(0, bytes.length / 2));
      return strike(fault, 'upstream');
    }
    if (fault?.kind === 'hold') await holdBack();
    const answer = new Promise<void>((resolve) => (request.answered = resolve));
    underway.push(request);
    server.write(bytes);
    if (fault?.kind === 'half-close' && fault.towards === 'server') server.end();
    if (fault?.kind !== 'hold') return;
    await answer;
    isHolding = false;
    if (client.destroyed) server.destroy();
  };
  const holdBack = async (): Promise<void> => {
    isHolding = true;
    await ports.released();
  };
  const answer = async (bytes: Buffer): Promise<void> => {
    const request = protocol.answered(bytes, underway);
    if (request) underway.splice(underway.indexOf(request), 1);
    request?.answered();
    const fault = request?.fault ?? null;
    if (isSwallowed.downstream || client.destroyed) return;
    if (fault && 'at' in fault && fault.at === 'before-response') {
      if (fault.kind !== 'delay') return strike(fault, 'downstream');
      await sleep(fault.ms);
    }
    if (fault && 'at' in fault && fault.at === 'in-response') {
      await write(client, bytes.subarray(0, bytes.length / 2));
      return strike(fault, 'downstream');
    }
    if (fault?.kind === 'half-close' && fault.towards === 'client') {
      isSwallowed.downstream = true;
      client.end();
      return;
    }
    client.write(fault?.kind === 'error' ? protocol.withError(request!.bytes, bytes, fault.code) : bytes);
  };

  client.on('data', (chunk) => {
    for (const bytes of requests.push(chunk)) {
      const request = { ...protocol.describe(bytes), bytes };
      const judged: UnderWay = { ...request, fault: ports.judge(request), answered: () => {} };
      upstream = upstream.then(() => forward(judged));
    }
  });
  server.on('data', (chunk) => {
    for (const bytes of responses.push(chunk)) downstream = downstream.then(() => answer(bytes));
  });
  client.on('end', () => {
    upstream = upstream.then(() => void server.end());
  });
  server.on('end', () => {
    downstream = downstream.then(async () => {
      if (isHung) return;
      // Of HTTP, an answer that the end of the connection ends.
      if (responses.rest().length > 0) await answer(responses.rest());
      client.end();
    });
  });
  client.on('error', () => {});
  server.on('error', () => {
    if (!isHung) client.resetAndDestroy();
  });
  client.on('close', () => {
    if (!isHolding) server.destroy();
  });
  server.on('close', () => {
    downstream = downstream.then(() => {
      if (!isHung && !isSwallowed.downstream) client.destroySoon();
    });
  });
}

const write = (socket: Socket, bytes: Buffer) =>
  new Promise<void>((resolve) => socket.write(bytes, () => resolve()));

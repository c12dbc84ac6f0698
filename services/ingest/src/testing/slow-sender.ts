import { type ClientRequest, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { json, text } from 'node:stream/consumers';
import type { Answer } from './ingest.js';

export interface SlowSender {
  send(bytes: string): void;
  /** Resolves with what is answered, also when the body has not ended. Rejects when the connection is cut before. */
  answer: Promise<{ status: number; body: Answer }>;
  request: ClientRequest;
}

/** A POST to /v1/events over a connection of its own, whose body comes when the test sends it. */
export function openRequest(
  port: number,
  { key, type, path = '/v1/events', ...headers }: { key: string; type: string; [header: string]: string },
): SlowSender {
  const sent = request({
    port,
    path,
    method: 'POST',
    agent: false,
    headers: { authorization: `Bearer ${key}`, 'content-type': type, ...headers },
  });
  const answer = new Promise<{ status: number; body: Answer }>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (response) =>
      json(response).then((body) => resolve({ status: response.statusCode!, body: body as Answer }), reject),
    );
  });
  answer.catch(() => {});
  sent.flushHeaders();
  return { send: (bytes) => void sent.write(bytes), answer, request: sent };
}

/** A connection that says so much and no more; `said` resolves with what the other side said until it hung up. */
export async function openSocket(
  port: number,
  says = '',
  localAddress = '127.0.0.1',
): Promise<{ socket: Socket; said: Promise<string> }> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.on('error', () => {});
  if (says !== '') socket.write(says);
  return { socket, said: text(socket).catch(() => '') };
}

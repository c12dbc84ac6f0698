import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectKafka } from './connect.js';
import { wholeAnswers } from './whole-answers.js';

let meet: (socket: Socket) => void = () => {};
const server = createServer((socket) => meet(socket.on('error', () => {})));
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => server.close());
const port = () => (server.address() as AddressInfo).port;

/** What a socket hands on of what the server writes piece by piece. */
async function handedOn(pieces: readonly Buffer[]): Promise<string[]> {
  meet = async (socket) => {
    for (const piece of pieces) await new Promise((written) => socket.write(piece, written));
    socket.end();
  };
  const socket = wholeAnswers({ host: '127.0.0.1', port: port(), ssl: undefined as never, onConnect() {} });
  const handed: string[] = [];
  socket.on('data', (data: Buffer) => handed.push(data.toString('latin1')));
  socket.on('error', (error) => handed.push(error.message));
  await new Promise((closed) => socket.on('close', closed));
  return handed;
}

const answer = (body: string): Buffer => {
  const bytes = Buffer.from(`\0\0\0\0${body}`);
  bytes.writeInt32BE(body.length);
  return bytes;
};

test('answers are handed on whole and in order, however they arrive', async () => {
  const answers = ['first', '', 'x'.repeat(200_000), 'last'].map(answer);
  const bytes = Buffer.concat(answers);
  for (const cuts of [[], [2], [9], [3, 5, 100_000], [13, 200_020]]) {
    const pieces = [0, ...cuts].map((from, i) => bytes.subarray(from, cuts[i] ?? bytes.length));
    expect(await handedOn(pieces)).toEqual(answers.map(String));
  }
});

test('half of an answer is none', async () => {
  const bytes = answer('never whole');
  for (const length of [1, 4, 10])
    expect(await handedOn([answer('whole'), bytes.subarray(0, length)])).toEqual([String(answer('whole'))]);
});

test('what is no answer ends the connection with a sentence', async () => {
  const [said] = await handedOn([Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]);
  expect(said).toContain('none of Kafka');
});

/** ApiVersions (version 2) that allows nothing but itself, so that kafkajs asks no more. */
function apiVersions(request: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + 4 + 2 + 4 + 6 + 4);
  bytes.writeInt32BE(bytes.length - 4, 0);
  request.copy(bytes, 4, 8, 12);
  bytes.writeInt32BE(1, 10);
  bytes.writeInt16BE(18, 14);
  bytes.writeInt16BE(2, 18);
  return bytes;
}

test('a connection that broke in the middle of an answer costs the next one nothing', async () => {
  let connections = 0;
  meet = (socket) => {
    connections += 1;
    const isFirst = connections === 1;
    socket.on('data', (request: Buffer) => {
      const bytes = apiVersions(request);
      if (isFirst) socket.end(bytes.subarray(0, 9));
      else socket.write(bytes);
    });
  };
  const { kafka } = connectKafka({ brokers: [`127.0.0.1:${port()}`], clientId: 'broken-off' });
  const admin = kafka.admin();
  let timeouts = 0;
  admin.on(admin.events.REQUEST_TIMEOUT, () => (timeouts += 1));
  await admin.connect();
  await admin.disconnect();
  expect({ connections, timeouts }).toEqual({ connections: 2, timeouts: 0 });
});

import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HttpReceiver {
  port: number;
  url: URL;
  /** Requests in the order in which their bodies were there. */
  received: Received[];
  /** Connections that were made, requests or not. */
  connections(): number;
  close(): Promise<void>;
}

/** A real server on this machine; `answer` is called with the number of the request, from 1. */
export async function httpReceiver(
  answer: (response: ServerResponse, count: number, request: IncomingMessage) => void = (response) =>
    response.end('ok'),
): Promise<HttpReceiver> {
  const received: Received[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body });
    answer(response, received.length, request);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: new URL(`http://127.0.0.1:${port}/hook`),
    received,
    connections: () => connections,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusal } from './refusal.js';

/** Answers what never became a request, in the form of every other refusal. */
export function refuseClient(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, ...said } = REFUSALS[error.code ?? ''] ?? NOT_HTTP;
  const body = JSON.stringify({ error: said });
  if (socket.writable)
    socket.write(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'content-type: application/json',
        `content-length: ${Buffer.byteLength(body)}`,
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  socket.destroySoon();
}

const NOT_HTTP: Refusal = { status: 400, code: 'bad_request', message: 'This is not a request of HTTP/1.1.' };

const REFUSALS: Record<string, Refusal> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'too_slow',
    message: 'The headers of a request have not come in time.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'headers_too_long',
    message: 'The headers of the request are too long.',
  },
};

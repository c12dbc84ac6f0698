import type { Protocol } from './protocol.js';

/** HTTP/1.1 as ClickHouse is asked over it; a request is named by its statement, or by method and path. */
export const httpProtocol: Protocol = {
  requestLength: (bytes) => messageLength(bytes, false),
  responseLength: (bytes) => messageLength(bytes, true),
  describe: (request) => ({ name: requestName(request), client: '' }),
  answered: (_response, underway) => underway[0],
  withError() {
    throw new Error('An HTTP answer has no error code to put another in its place.');
  },
};

const HEAD_END = '\r\n\r\n';

/** The statement that a request carries; empty when it carries none. */
export function statementOf(request: Buffer): string {
  const head = request.toString('latin1', 0, request.indexOf(HEAD_END));
  const inUrl = new URL(head.split(' ')[1] ?? '/', 'http://server').searchParams.get('query');
  if (inUrl !== null) return inUrl;
  const body = textOf(request, head);
  return /name="query".*?\r\n\r\n(.*?)\r\n--/s.exec(body)?.[1] ?? body;
}

function requestName(request: Buffer): string {
  const [method = '', target = ''] = request.toString('latin1', 0, request.indexOf('\r\n')).split(' ');
  const statement = statementOf(request).trim();
  if (statement === '') return `${method} ${target.split('?')[0]}`;
  const insert = /^INSERT\s+INTO\s+(?:TABLE\s+)?([\w.`]+)/i.exec(statement);
  if (insert) return `INSERT INTO ${insert[1]}`;
  const from = /\bFROM\s+([\w.`]+)/i.exec(statement);
  const verb = statement.split(/\s+/, 1)[0]!.toUpperCase();
  return from && /^(SELECT|WITH)$/.test(verb) ? `SELECT FROM ${from[1]}` : verb;
}

function textOf(request: Buffer, head: string): string {
  const body = request.subarray(head.length + HEAD_END.length);
  return (isChunked(head) ? unchunked(body) : body).toString('utf8');
}

const isChunked = (head: string) => /^transfer-encoding:.*\bchunked\b/im.test(head);

/** Null while it is not whole; of a response that ends with its connection, too. */
function messageLength(bytes: Buffer, isResponse: boolean): number | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const bodyAt = headEnd + HEAD_END.length;
  const head = bytes.toString('latin1', 0, headEnd);
  if (isResponse && /^HTTP\/1\.1 1\d\d/.test(head)) {
    const rest = messageLength(bytes.subarray(bodyAt), true);
    return rest === null ? null : bodyAt + rest;
  }
  if (isChunked(head)) return chunkedEnd(bytes, bodyAt);
  const length = /^content-length:\s*(\d+)/im.exec(head)?.[1];
  if (length === undefined && isResponse && !/^HTTP\/1\.1 (204|304)/.test(head)) return null;
  const end = bodyAt + Number(length ?? 0);
  return bytes.length < end ? null : end;
}

/** Each chunk is its length in hexadecimal, a line end, the bytes, a line end; one of length 0 is the last. */
function* chunks(bytes: Buffer, from: number): Generator<{ at: number; length: number; next: number }> {
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return;
    const length = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + length + 2;
    if (next > bytes.length) return;
    yield { at: lineEnd + 2, length, next };
    if (length === 0) return;
    at = next;
  }
}

function chunkedEnd(bytes: Buffer, from: number): number | null {
  for (const { length, next } of chunks(bytes, from)) if (length === 0) return next;
  return null;
}

function unchunked(body: Buffer): Buffer {
  return Buffer.concat([...chunks(body, 0)].map(({ at, length }) => body.subarray(at, at + length)));
}

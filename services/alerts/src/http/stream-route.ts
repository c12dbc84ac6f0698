import type { ServerResponse } from 'node:http';
import type { Alerts } from '@tallyboard/api/alerts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AlertBook } from '../log/alert-book.js';
import { refuse } from './refuse.js';

const MOST_STREAMS = 500;
/** So that one tenant's leave some for the others. */
const MOST_OF_TENANT = 250;
/** A client that leaves so much unread is not there any more. */
const MOST_UNREAD_BYTES = 1_000_000;
/** A key that was taken out ends its streams within this time. */
const KEY_CHECK_MS = 1_000;
const BEAT_MS = 10_000;
/** Changes of so short a time go out together. */
const GATHER_MS = 100;

export interface StreamOptions {
  book: AlertBook;
  open(tenant: string): Alerts;
  isStillIn(request: FastifyRequest): boolean;
}

interface Stream {
  tenant: string;
  raw: ServerResponse;
  /** Has not read what it was sent, and gets what is so then once it has. */
  isBehind: boolean;
  end(): void;
}

/** `GET /v1/alerts/stream`: the open alerts as server-sent events, at once and after each change. */
export function registerStream(v1: FastifyInstance, { book, open, isStillIn }: StreamOptions): void {
  const streams = new Set<Stream>();
  /** Of tenants, for so long as changes are gathered: made once, however many look. */
  const messages = new Map<string, string>();
  const messageOf = (tenant: string): string => {
    const known = messages.get(tenant);
    if (known !== undefined) return known;
    const message = `event: alerts\ndata: ${JSON.stringify(open(tenant))}\n\n`;
    messages.set(tenant, message);
    setTimeout(() => messages.delete(tenant), GATHER_MS).unref();
    return message;
  };
  const send = (stream: Stream): void => {
    const { raw, tenant } = stream;
    stream.isBehind = raw.writableNeedDrain;
    if (!stream.isBehind) raw.write(messageOf(tenant));
    else if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
  };

  const changed = new Set<string>();
  const deaf = book.listen((tenant) => {
    if (changed.has(tenant)) return;
    changed.add(tenant);
    setTimeout(() => {
      changed.delete(tenant);
      messages.delete(tenant);
      for (const stream of streams) if (stream.tenant === tenant) send(stream);
    }, GATHER_MS).unref();
  });
  v1.addHook('preClose', async () => {
    deaf();
    for (const stream of [...streams]) stream.end();
  });

  v1.get('/v1/alerts/stream', async (request, reply) => {
    const { tenant } = request;
    const own = [...streams].filter((each) => each.tenant === tenant).length;
    if (streams.size >= MOST_STREAMS || own >= MOST_OF_TENANT)
      return refuse(reply, 503, 'busy', 'too many streams are open');
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const beat = setInterval(() => {
      if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
      else if (!raw.writableNeedDrain) raw.write(': alive\n\n');
    }, BEAT_MS);
    const checked = setInterval(() => {
      if (!isStillIn(request)) stream.end();
    }, KEY_CHECK_MS);
    const stream: Stream = {
      tenant,
      raw,
      isBehind: false,
      end() {
        clearInterval(beat);
        clearInterval(checked);
        streams.delete(stream);
        raw.end();
      },
    };
    streams.add(stream);
    raw.on('close', stream.end);
    raw.on('drain', () => {
      if (stream.isBehind) send(stream);
    });
    send(stream);
    return reply;
  });
}

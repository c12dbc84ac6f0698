import type { Alerts } from '@tallyboard/api/alerts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AlertBook } from '../log/alert-book.js';
import { refuse } from './refuse.js';

const MOST_STREAMS = 500;
/** A client that leaves so much unread is not there any more. */
const MOST_UNREAD_BYTES = 1_000_000;
/** A key that was taken out ends its streams within this time. */
const KEY_CHECK_MS = 1_000;
const BEAT_MS = 10_000;

export interface StreamOptions {
  book: AlertBook;
  open(tenant: string): Alerts;
  isStillIn(request: FastifyRequest): boolean;
}

/** `GET /v1/alerts/stream`: the open alerts as server-sent events, at once and after each change. */
export function registerStream(v1: FastifyInstance, { book, open, isStillIn }: StreamOptions): void {
  const streams = new Set<() => void>();
  v1.addHook('preClose', async () => {
    for (const end of [...streams]) end();
  });
  v1.get('/v1/alerts/stream', async (request, reply) => {
    if (streams.size >= MOST_STREAMS) return refuse(reply, 503, 'busy', 'too many streams are open');
    const { tenant } = request;
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const write = (text: string) => {
      if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
      else raw.write(text);
    };
    const send = () => write(`event: alerts\ndata: ${JSON.stringify(open(tenant))}\n\n`);
    const deaf = book.listen((changed) => {
      if (changed === tenant) send();
    });
    const beat = setInterval(() => write(': alive\n\n'), BEAT_MS);
    const checked = setInterval(() => {
      if (!isStillIn(request)) end();
    }, KEY_CHECK_MS);
    const end = () => {
      clearInterval(beat);
      clearInterval(checked);
      deaf();
      streams.delete(end);
      raw.end();
    };
    streams.add(end);
    raw.on('close', end);
    send();
    return reply;
  });
}

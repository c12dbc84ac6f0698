import type { ServerResponse } from 'node:http';
import type { Answering } from '@tallyboard/answers/answering';
import type { AskedPeriod } from '@tallyboard/answers/asked-period';
import { type MetricRequest, readQuestion } from '@tallyboard/answers/metric-request';
import { badParameter, Refusal, unknownWord } from '@tallyboard/answers/refusal';
import type { FastifyInstance } from 'fastify';
import { officeBoard } from '../boards/boards.js';
import { refuse } from '../http/refuse.js';
import { searchOf } from '../http/search.js';
import { LIMITS } from '../limits.js';
import { presentPeriod } from './live-query.js';
import { refuseStream, type StreamLimits } from './quota.js';
import { type Sink, Stream } from './stream.js';

export interface StreamRouteDeps {
  limits: StreamLimits;
  liveWithinMs: number;
  now(): number;
  onOpen(): void;
}

/** GET /v1/stream: pushes answers by server-sent events whenever their cells change. */
export function registerStream(app: FastifyInstance, deps: StreamRouteDeps): void {
  const { liveWithinMs, now } = deps;
  app.get('/v1/stream', { exposeHeadRoute: false }, async (request, reply) => {
    const { tenant, client, shard } = request;
    const { hub, updates, kafkaNow } = shard;
    const questions = await readQuestions(shard, tenant, searchOf(request));
    if (questions instanceof Refusal) return refuse(reply, questions);
    const subscription = { tenant, client, questions: questions.map(({ q }) => q) };
    const refusal = refuseStream(hub.subscriptions, subscription, deps.limits);
    if (refusal) return refuse(reply, refusal);

    reply.hijack();
    if (reply.raw.destroyed) return;
    deps.onOpen();
    reply.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...SSE_HEADERS });
    const stream = new Stream({
      client: client.id,
      queries: questions.map(({ q, metric, period }) => hub.query(tenant, q, metric, period)),
      updates,
      sink: sinkOf(reply.raw),
      liveWithinMs,
      now,
      kafkaNow,
      hasRoom: () => hub.unreadBytes(client.id) < LIMITS.unreadBytes,
      isAllowed: () => request.mayStillRead(),
      isHere: () => request.isStillThere(),
      lastEventId: lastEventId(request.headers['last-event-id']),
      onEnd: () => closed(),
    });
    const closed = hub.open(stream, subscription);
    reply.raw.on('drain', () => stream.drained());
    reply.raw.on('close', () => stream.close());
    reply.raw.on('error', () => stream.close());
    stream.start();
  });
}

const SSE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // nginx would otherwise collect the events.
  'x-accel-buffering': 'no',
};

interface Question {
  q: string;
  metric: MetricRequest;
  period: AskedPeriod;
}

async function readQuestions(
  { reference, now }: Answering,
  tenant: string,
  search: URLSearchParams,
): Promise<Question[] | Refusal> {
  for (const name of search.keys())
    if (!PARAMETERS.includes(name))
      return unknownWord('parameter', name, 'a parameter of a stream', PARAMETERS);
  const board = search.get('board');
  const qs = new Set(search.getAll('q'));
  if (board !== null) {
    const found = await officeBoard(board, search, reference, tenant);
    if (found instanceof Refusal) return found;
    for (const tile of found.tiles) qs.add(tile.q);
  } else if (search.has('office') || search.has('tz'))
    return badParameter('board', 'office and tz belong to a board: put them into each q instead', PARAMETERS);
  if (qs.size === 0)
    return badParameter(
      'q',
      'nothing to stream: give q (for example q=calls%3Fperiod%3Dtoday) or board',
      PARAMETERS,
    );
  if (qs.size > LIMITS.queriesPerStream)
    return badParameter(
      'q',
      `${qs.size} queries are more than the ${LIMITS.queriesPerStream} that one stream takes: open another`,
    );
  const offices = [...(await reference(tenant)).offices.values()];
  const questions: Question[] = [];
  for (const q of qs) {
    const metric = readQuestion(q);
    if (metric instanceof Refusal) return metric;
    const period = presentPeriod(metric, now(), offices);
    if (period instanceof Refusal) return period;
    questions.push({ q, metric, period });
  }
  return questions;
}

const PARAMETERS = ['q', 'board', 'office', 'tz'];

/** A dropped client that takes nothing would keep its socket for ever. */
const GOODBYE_MS = 2_000;

function sinkOf(response: ServerResponse): Sink {
  return {
    write: (text) => response.write(text),
    unread: () => response.writableLength,
    end(text) {
      response.end(text);
      setTimeout(() => response.destroy(), GOODBYE_MS).unref();
    },
  };
}

const lastEventId = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);

import { isUtf8 } from 'node:buffer';
import { PassThrough, type Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { publishBatch } from './batch.js';
import { CONTENT_TYPES } from './content-types.js';
import { type GateOptions, openGate, type Pass, releaseAfter } from './gate.js';
import type { IngestMetrics } from './metrics.js';
import { Unavailable } from './publisher.js';
import { type Refusal, refuse, unavailable } from './refusal.js';
import { MAX_REJECTED_LINES, publishLines, type StreamOutcome, TooManyRejected } from './stream.js';

export interface EventsRouteOptions extends GateOptions {
  maxBatchEvents: number;
  maxLineBytes: number;
  metrics: IngestMetrics;
}

declare module 'fastify' {
  interface FastifyRequest {
    pass?: Pass & { handled?: boolean };
  }
}

/** POST /v1/events: one CloudEvent, a JSON batch, or NDJSON of any length. */
export function registerEventsRoute(app: FastifyInstance, options: EventsRouteOptions): void {
  const { publisher, metrics, maxBatchEvents, maxLineBytes } = options;
  const stopping = new AbortController();
  app.addHook('preClose', async () => stopping.abort(new Stopping()));
  app.removeAllContentTypeParsers();
  for (const type of [CONTENT_TYPES.single, CONTENT_TYPES.batch, CONTENT_TYPES.json])
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser(CONTENT_TYPES.lines, (_request, body, done) => done(null, body));

  app.post('/v1/events', {
    onRequest: async (request, reply) => {
      const gate = openGate(request, options);
      if (!gate.ok) {
        dropRest(request.raw);
        return refuse(reply, gate.refusal);
      }
      request.pass = gate.pass;
      releaseAfter(reply, gate.pass);
      const encoding = request.headers['content-encoding'] ?? 'identity';
      if (encoding !== 'identity') return refuse(reply, ENCODED);
    },
    handler: async (request, reply) => {
      const pass = request.pass!;
      pass.handled = true;
      try {
        return await (isStream(request.body)
          ? takeLines(request.body, reply, pass)
          : takeJson(request, reply, pass));
      } catch (error) {
        if (error instanceof Unavailable) return refuse(reply, unavailable(error.message));
        throw error;
      } finally {
        pass.release();
      }
    },
  });

  const takeJson = async (request: FastifyRequest, reply: FastifyReply, { tenant }: Pass) => {
    const parsed = parse(request.body);
    if (!parsed.ok) return refuse(reply, parsed.refusal);
    const shape = shapeOf(request.headers['content-type'] ?? '', parsed.value);
    if (!shape.ok) return refuse(reply, shape.refusal);
    if (shape.events.length > maxBatchEvents)
      return refuse(reply, tooMany(shape.events.length, maxBatchEvents));
    const outcome = await publishBatch(shape.events, { tenant, publisher });
    metrics.events(outcome);
    if (!shape.single || outcome.accepted === 1) return reply.code(202).send(outcome);
    return refuse(reply, invalidEvent(outcome.results[0]?.violations?.[0]), outcome);
  };

  const takeLines = async (request: Readable, reply: FastifyReply, { tenant }: Pass) => {
    const outcome = await publishLines(interruptible(request, stopping.signal), {
      tenant,
      publisher,
      maxLineBytes,
    });
    metrics.events(outcome);
    if (!request.readableEnded) dropRest(request);
    const { stopped, settledLines, ...told } = outcome;
    if (!stopped) return reply.code(202).send(told);
    if (request.destroyed && !request.readableEnded && !(stopped instanceof Unavailable))
      return reply.hijack();
    return refuse(reply, endedBecause(outcome), { ...told, settled_lines: settledLines });
  };
}

/** The service is told to stop while a stream comes in. */
class Stopping extends Error {}

const ENCODED: Refusal = {
  status: 415,
  code: 'unsupported_encoding',
  message: 'Bodies are taken uncompressed only.',
  field: 'content-encoding',
  allowed: ['identity'],
};

/** How long the rest of a body that nobody wants may go on coming, so that its sender reads the answer first. */
const DROP_WITHIN_MS = 5_000;

const isStream = (body: unknown): body is Readable =>
  typeof (body as Readable | undefined)?.pipe === 'function';

type Parsed = { ok: true; value: unknown } | { ok: false; refusal: Refusal };
type Shape = { ok: true; events: unknown[]; single: boolean } | { ok: false; refusal: Refusal };

function parse(body: unknown): Parsed {
  const bad = (message: string): Parsed => ({
    ok: false,
    refusal: { status: 400, code: 'invalid_json', message },
  });
  if (!Buffer.isBuffer(body) || body.length === 0)
    return bad('The body is empty: send a CloudEvent, a batch of them, or NDJSON.');
  if (!isUtf8(body)) return bad('The body is not UTF-8.');
  try {
    return { ok: true, value: JSON.parse(body.toString()) };
  } catch (error) {
    return bad(`The body is not JSON: ${(error as Error).message}.`);
  }
}

/** application/json goes by what is in it. */
function shapeOf(contentType: string, value: unknown): Shape {
  const array = Array.isArray(value);
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  const wants = (message: string): Shape => ({
    ok: false,
    refusal: { status: 400, code: 'invalid_body', message },
  });
  if (type === CONTENT_TYPES.single && array)
    return wants(`A batch goes by the content type ${CONTENT_TYPES.batch}.`);
  if (type === CONTENT_TYPES.batch && !array)
    return wants(`A single event goes by the content type ${CONTENT_TYPES.single}.`);
  return array ? { ok: true, events: value, single: false } : { ok: true, events: [value], single: true };
}

const tooMany = (events: number, most: number): Refusal => ({
  status: 413,
  code: 'batch_too_long',
  message: `The batch has ${events} events and may have ${most}: send several, or NDJSON, which may have any number.`,
});

function invalidEvent(violation?: { field: string; reason: string; expected: string }): Refusal {
  const { field = '', reason = 'does not fit its contract', expected = '' } = violation ?? {};
  const where = field === '' ? 'The event' : field;
  return { status: 400, code: 'invalid_event', message: `${where}: ${reason}; expected ${expected}.`, field };
}

function endedBecause({ stopped, settledLines, results }: StreamOutcome): Refusal {
  const next = `Lines up to ${settledLines} are settled: send again from line ${settledLines + 1}`;
  if (stopped instanceof Unavailable) return unavailable(`${stopped.message} ${next}.`);
  if (stopped instanceof Stopping)
    return { status: 503, code: 'stopping', message: `The service stops. ${next}.`, retryAfterS: 2 };
  if (stopped instanceof TooManyRejected)
    return {
      status: 400,
      code: 'too_many_rejected',
      message: `${results.length} lines were rejected, which is where a stream ends (${MAX_REJECTED_LINES}). ${next}, when the source is mended.`,
    };
  throw stopped;
}

/** The body, until the signal is given: then it rejects with its reason, and the request can still be answered. */
function interruptible(request: Readable, signal: AbortSignal): AsyncIterable<Buffer> {
  const body = new PassThrough();
  const end = () => body.destroy(signal.reason as Error);
  const broken = (error: Error) => body.destroy(error);
  request.on('error', broken);
  request.on('close', () => {
    if (!request.readableEnded) body.destroy(new Error('the sender went away'));
  });
  signal.addEventListener('abort', end, { once: true });
  body.on('close', () => signal.removeEventListener('abort', end));
  if (signal.aborted) end();
  return request.pipe(body);
}

function dropRest(request: Readable): void {
  request.unpipe();
  request.resume();
  const timer = setTimeout(() => request.destroy(), DROP_WITHIN_MS).unref();
  request.on('close', () => clearTimeout(timer));
}

import type { Logger } from '@tallyboard/runtime/logging';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { arriving, BrokenOff, SenderGone } from './arriving.js';
import { publishBatch } from './batch.js';
import { CONTENT_TYPES } from './content-types.js';
import type { Erasures } from './erasures.js';
import { type Admitted, type GateOptions, openGate, releaseAfter } from './gate.js';
import { eventsIn, readBody } from './json-body.js';
import type { IngestMetrics } from './metrics.js';
import { createPatience, type PatienceLimits } from './patience.js';
import { Unavailable } from './publisher.js';
import { type Refusal, refuse, unavailable } from './refusal.js';
import { MAX_REJECTED_LINES, publishLines, type StreamOutcome, TooManyRejected } from './stream.js';

export interface EventsRouteOptions extends GateOptions, PatienceLimits {
  maxBatchEvents: number;
  maxLineBytes: number;
  metrics: IngestMetrics;
  log: Logger;
}

declare module 'fastify' {
  interface FastifyRequest {
    pass?: Admitted;
  }
}

/** POST /v1/events: one CloudEvent, a JSON batch, or NDJSON of any length. */
export function registerEventsRoute(app: FastifyInstance, options: EventsRouteOptions): void {
  const { publisherOf, metrics, log, maxBatchEvents, maxBodyBytes, maxLineBytes } = options;
  const stopping = new AbortController();
  app.addHook('preClose', async () => stopping.abort(new BrokenOff(STOPPING)));
  app.removeAllContentTypeParsers();
  for (const type of Object.values(CONTENT_TYPES))
    app.addContentTypeParser(type, (_request, _body, done) => done(null));

  app.post('/v1/events', {
    onRequest: async (request, reply) => {
      const gate = openGate(request, options);
      if (!gate.ok) return refuse(reply, gate.refusal);
      request.pass = { ...gate.pass, ...releaseAfter(reply, gate.pass.permit) };
    },
    handler: (request, reply) =>
      request.pass!.work(() => (isLines(request) ? takeLines : takeJson)(request, reply)),
  });

  const bytesOf = (request: FastifyRequest, unit: 'line' | 'body') =>
    arriving(request.raw, {
      patience: createPatience(options, unit),
      isWelcome: request.pass!.isWelcome,
      signal: stopping.signal,
    });

  /** Who asked, when, and for how many, without those whom it was about. */
  const audit = (request: FastifyRequest, erasures: Erasures) => {
    const { keyId, label, tenant } = request.pass!.sender;
    if (Object.keys(erasures).length > 0)
      log.info({ key: keyId, label, tenant, erasures }, 'erasure was asked for');
  };

  const takeJson = async (request: FastifyRequest, reply: FastifyReply) => {
    const { sender, permit } = request.pass!;
    try {
      const bytes = await readBody(bytesOf(request, 'body'), { permit, maxBodyBytes });
      const read = eventsIn(bytes, request.headers['content-type'] ?? '');
      if (!read.ok) return refuse(reply, read.refusal);
      const { events, single } = read;
      if (events.length > maxBatchEvents) return refuse(reply, tooMany(events.length, maxBatchEvents));
      const { outcome, erasures } = await publishBatch(events, {
        sender,
        publisher: publisherOf(sender.tenant),
      });
      metrics.events(outcome);
      audit(request, erasures);
      if (!single || outcome.accepted === 1) return reply.code(202).send(outcome);
      return refuse(reply, invalidEvent(outcome.results[0]?.violations?.[0]), outcome);
    } catch (error) {
      if (error instanceof SenderGone) return reply.hijack();
      return refuse(reply, reasonOf(error));
    }
  };

  const takeLines = async (request: FastifyRequest, reply: FastifyReply) => {
    const { sender, permit } = request.pass!;
    const bytes = bytesOf(request, 'line');
    const publisher = publisherOf(sender.tenant);
    const outcome = await publishLines(bytes, { sender, permit, publisher, maxLineBytes });
    metrics.events(outcome);
    audit(request, outcome.erasures);
    const { stopped, settledLines, erasures: _audited, ...told } = outcome;
    if (!stopped) return reply.code(202).send(told);
    if (stopped instanceof SenderGone) return reply.hijack();
    return refuse(reply, endedBecause(outcome), { ...told, settled_lines: settledLines });
  };
}

const STOPPING: Refusal = { status: 503, code: 'stopping', message: 'The service stops.', retryAfterS: 2 };

const isLines = ({ headers }: FastifyRequest): boolean =>
  (headers['content-type'] ?? '').toLowerCase().startsWith(CONTENT_TYPES.lines);

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

/** Throws what is nobody's fault but ours. */
function reasonOf(stopped: unknown): Refusal {
  if (stopped instanceof BrokenOff) return stopped.refusal;
  if (stopped instanceof Unavailable) return unavailable(stopped.message);
  throw stopped;
}

function endedBecause({ stopped, settledLines, results }: StreamOutcome): Refusal {
  const next = `Lines up to ${settledLines} are settled: send again from line ${settledLines + 1}`;
  if (stopped instanceof TooManyRejected)
    return {
      status: 400,
      code: 'too_many_rejected',
      message: `${results.length} lines were rejected, which is where a stream ends (${MAX_REJECTED_LINES}). ${next}, when the source is mended.`,
    };
  if (stopped instanceof Unavailable) return unavailable(`${stopped.message} ${next}.`);
  const refusal = reasonOf(stopped);
  return { ...refusal, message: `${refusal.message} ${next}.` };
}

import type { Readable } from 'node:stream';
import type { KeyStore } from '@tallyboard/runtime/api-keys';
import { finishWithin } from '@tallyboard/runtime/finish-within';
import { type Health, registerHealth } from '@tallyboard/runtime/health';
import { guardHosts } from '@tallyboard/runtime/hosts';
import type { Logger } from '@tallyboard/runtime/logging';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Admission } from './admission.js';
import { refuseClient } from './client-error.js';
import { shareConnections } from './connections.js';
import { CONTENT_TYPES } from './content-types.js';
import { registerEventsRoute } from './events-route.js';
import type { IngestMetrics } from './metrics.js';
import { openApiDocument } from './openapi.js';
import type { PatienceLimits } from './patience.js';
import { type Refusal, refuse } from './refusal.js';
import type { PublisherOf } from './tenant-publisher.js';

export interface IngestDeps {
  publisherOf: PublisherOf;
  keys: KeyStore;
  admission: Admission;
  limits: IngestLimits;
  health: Health;
  /** Names that it answers to; see packages/runtime/src/hosts.ts. */
  allowedHosts?: readonly string[];
  registry: Registry;
  metrics: IngestMetrics;
  log: Logger;
}

/** What one sender may take up, apart from what admission says of all of them. */
export interface IngestLimits extends PatienceLimits {
  maxBodyBytes: number;
  maxBatchEvents: number;
  maxLineBytes: number;
  maxConnections: number;
  /** The longest time in which the headers of a request may arrive. */
  maxHeadersMs: number;
}

/** The ingest service without its process: answers by `inject` as well as over a socket. Opens nothing itself. */
export function buildApp({ limits, health, registry, log, ...deps }: IngestDeps): FastifyInstance {
  const app = Fastify({
    connectionTimeout: limits.maxIdleMs + UNREAD_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    clientErrorHandler: refuseClient,
    frameworkErrors: (error, _request, reply) => refuse(reply, refusalOf(error)),
    http: { headersTimeout: limits.maxHeadersMs, connectionsCheckingInterval: CHECK_HEADERS_MS },
  });
  shareConnections(app.server, limits);
  finishWithin(app, FINISH_WITHIN_MS);
  guardHosts(app, deps.allowedHosts);
  registerHealth(app, { health, metrics: registry });
  const document = openApiDocument(limits);
  app.get('/openapi.json', async () => document);
  // Before a body is read that nobody has asked for.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return refuse(reply, NOT_FOUND);
  });
  app.addHook('onResponse', async ({ raw }) => {
    if (!raw.complete) dropRest(raw);
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, NOT_FOUND));
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.status === 500) log.error({ err: error }, 'a request failed unexpectedly');
    return refuse(reply, refusal);
  });
  app.register(async (events) => {
    events.addHook('onResponse', async (_request, reply) => deps.metrics.answered(reply.statusCode));
    registerEventsRoute(events, { ...deps, ...limits, log });
  });
  return app;
}

/** A sender that does not read its answer for this long is gone. */
const UNREAD_MS = 60_000;
const CHECK_HEADERS_MS = 1_000;
/** For bodies that are still coming in when the service stops. */
const FINISH_WITHIN_MS = 5_000;

const NOT_FOUND: Refusal = {
  status: 404,
  code: 'not_found',
  message: 'There is no such address: events go by POST to /v1/events.',
  allowed: ['POST /v1/events', 'GET /openapi.json', 'GET /healthz', 'GET /livez', 'GET /metrics'],
};

function refusalOf(error: FastifyError): Refusal {
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_CONTENT_TYPE':
      return {
        status: 415,
        code: 'unsupported_media_type',
        message: 'Events come as a CloudEvent, a batch of them, or NDJSON.',
        field: 'content-type',
        allowed: Object.values(CONTENT_TYPES),
      };
    default:
      return error.statusCode !== undefined && error.statusCode < 500
        ? { status: 400, code: 'bad_request', message: `${error.message}.` }
        : { status: 500, code: 'internal', message: 'The service failed on this request; its log says why.' };
  }
}

/** Reads what is left of a body that nobody wants, and drops it, so that its sender gets to read the answer. */
function dropRest(request: Readable): void {
  request.resume();
  const timer = setTimeout(() => request.destroy(), DROP_WITHIN_MS).unref();
  request.on('close', () => clearTimeout(timer));
}

const DROP_WITHIN_MS = 5_000;

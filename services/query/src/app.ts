import swagger from '@fastify/swagger';
import { Refusal, shorten } from '@tallyboard/answers/refusal';
import { MAX_TEXT } from '@tallyboard/contracts/texts';
import { Failure } from '@tallyboard/runtime/failure';
import { finishWithin } from '@tallyboard/runtime/finish-within';
import { type HealthRoutes, registerHealth } from '@tallyboard/runtime/health';
import { guardHosts } from '@tallyboard/runtime/hosts';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Registry } from 'prom-client';
import { admit } from './access/admit.js';
import type { AuthOptions } from './access/auth.js';
import { createPlaces } from './access/places.js';
import { passOnAlerts } from './boards/alerts.js';
import { registerReference } from './boards/reference-route.js';
import { registerWallboard } from './boards/wallboard.js';
import { registerDefinitions } from './definitions/definitions-route.js';
import { freshnessOf } from './freshness/freshness.js';
import type { GoalLog } from './goals/goal-book.js';
import { registerGoals } from './goals/goals-route.js';
import { refuse } from './http/refuse.js';
import { addSecurityHeaders, SECURITY_HEADERS } from './http/security-headers.js';
import { LIMITS } from './limits.js';
import { registerCatalogue } from './metrics/catalogue-route.js';
import { registerDealsAtRisk } from './metrics/deals-at-risk-route.js';
import { registerExplain } from './metrics/explain-route.js';
import { registerForecast } from './metrics/forecast-route.js';
import { registerImpact } from './metrics/impact-route.js';
import { registerMetric } from './metrics/metric-route.js';
import { registerRetention } from './metrics/retention-route.js';
import { registerStanding } from './metrics/standing-route.js';
import { registerTimeline } from './metrics/timeline-route.js';
import { openApiDocument } from './openapi/openapi.js';
import { registerQuality } from './quality/quality-route.js';
import { registerSchemas } from './registry/schema-registry.js';
import { type ServedShard, type ShardSources, serveShard } from './shards/served-shard.js';
import { registerStream } from './stream/stream-route.js';
import { type QueryMetrics, queryMetrics } from './telemetry.js';

export interface QueryDeps extends AuthOptions, HealthRoutes, ShardSources {
  /** Of the process; the service adds its own figures. */
  metrics: Registry;
  goals: GoalLog;
  /** The alerts service; null: there is none. */
  alertsUrl: string | null;
  /** Directory of the built wallboard. */
  wallboardDir: string;
  /** Up to this lag an answer counts as live. */
  liveWithinMs: number;
  /** What one client, a key or an address, may take. */
  perClient: { streams: number; questions: number; requests: number; workShare: number };
  /** Epoch ms. */
  now(): number;
  log: FastifyBaseLogger;
}

/** Requests that are under way when the service stops. */
const FINISH_WITHIN_MS = 2_000;

/** The query service without its process: no port, no connection, no environment. */
export async function buildApp(deps: QueryDeps): Promise<FastifyInstance> {
  const { now, liveWithinMs, log, perClient } = deps;
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // An id may be as long as a contract lets it, and four bytes of it be written for one.
    routerOptions: { maxParamLength: 4 * MAX_TEXT },
    // Of an address that is none, no hook and no error handler hears.
    frameworkErrors: ({ message }, _request, reply) =>
      refuse(reply.headers(SECURITY_HEADERS), new Refusal(400, 'bad_request', message)),
    // Getting ready includes joining Kafka.
    pluginTimeout: 60_000,
  });
  const metrics = queryMetrics(deps.metrics, {
    streams: () => sumOf(all, ({ hub }) => hub.streamCount),
    questions: () => sumOf(all, ({ hub }) => hub.questionCount),
    lagMs: () => longest(all.map((shard) => lagOf(shard, liveWithinMs))),
  });
  const served = new Map(
    deps.shards.map((source) => [
      source,
      serveShard(source, { now, log, workShare: perClient.workShare, onNewsAnswered: metrics.pushed }),
    ]),
  );
  const all = [...served.values()];

  answerErrors(app);
  addSecurityHeaders(app);
  countRequests(app, metrics);
  app.addHook('onReady', async () => {
    for (const [source, { hub }] of served) {
      hub.start();
      await source.updates.start(hub);
    }
  });
  app.addHook('preClose', async () => {
    for (const { hub } of all) hub.stop();
  });
  finishWithin(app, FINISH_WITHIN_MS);

  guardHosts(app, deps.allowedHosts);
  registerHealth(app, deps);
  const document = openApiDocument({ withAlerts: deps.alertsUrl !== null });
  await app.register(swagger, { mode: 'static', specification: { document: document as never } });
  app.get('/openapi.json', async () => app.swagger());
  await app.register(async (schemas) => registerSchemas(schemas));
  await app.register(async (v1) => {
    admit(v1, {
      ...deps,
      shardOf: (tenant) => served.get(deps.shardOf(tenant))!,
      readWithinMs: LIMITS.readWithinMs,
    });
    registerCatalogue(v1);
    const places = createPlaces({ requests: LIMITS.requests, requestsPerClient: perClient.requests });
    const asking = { places, liveWithinMs, now };
    registerMetric(v1, asking);
    registerExplain(v1, asking);
    registerRetention(v1, asking);
    registerStanding(v1, asking);
    registerImpact(v1, asking);
    registerTimeline(v1, asking);
    registerGoals(v1, { ...asking, goals: deps.goals });
    registerDealsAtRisk(v1, asking);
    registerForecast(v1, asking);
    registerQuality(v1, asking);
    registerReference(v1);
    registerStream(v1, {
      limits: {
        streams: LIMITS.streams,
        streamsPerClient: perClient.streams,
        questions: LIMITS.questions,
        questionsPerClient: perClient.questions,
      },
      liveWithinMs,
      now,
      onOpen: metrics.streamOpened,
    });
  });
  if (deps.alertsUrl !== null) await passOnAlerts(app, deps.alertsUrl);
  registerDefinitions(app);
  await registerWallboard(app, deps.wallboardDir);
  return app;
}

const sumOf = (shards: readonly ServedShard[], of: (shard: ServedShard) => number): number =>
  shards.reduce((sum, shard) => sum + of(shard), 0);

const lagOf = ({ progress, kafkaNow }: ServedShard, liveWithinMs: number): number | null =>
  freshnessOf(progress.completeTo(), kafkaNow(), liveWithinMs).lag_ms;

/** Null when any of them is not known. */
const longest = (lags: readonly (number | null)[]): number | null =>
  lags.reduce((most, lag) => (most === null || lag === null ? null : Math.max(most, lag)), 0);

function countRequests(app: FastifyInstance, metrics: QueryMetrics): void {
  app.addHook('onResponse', async ({ routeOptions }, reply) =>
    metrics.answered(routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime),
  );
  app.addHook('onRequestAbort', async ({ routeOptions }) => metrics.abandoned(routeOptions.url ?? 'none'));
}

/** Every error has the same shape; only those that a Failure or a Refusal put into words say more than their kind. */
function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!;
    refuse(
      reply,
      new Refusal(404, 'not_found', `there is no ${request.method} ${shorten(path)}`, { allowed: PLACES }),
    );
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof Failure) {
      request.log.error({ err: error }, 'a dependency does not answer');
      return refuse(reply, new Refusal(503, 'unavailable', error.message));
    }
    // Nobody waits for this answer; 499 is what web servers write down for it.
    if (request.signal.aborted) return reply.code(499).send();
    const status = error.statusCode ?? 500;
    if (status < 500)
      return reply.code(status).send({ error: { code: 'bad_request', message: error.message } });
    request.log.error({ err: error, url: request.url }, 'unexpected error');
    return reply.code(500).send({
      error: {
        code: 'internal',
        message: 'something went wrong here; the log of the query service has the details',
      },
    });
  });
}

const PLACES = [
  '/v1/metrics',
  '/v1/metrics/{name}',
  '/v1/explain/{name}',
  '/v1/retention',
  '/v1/standing',
  '/v1/impact',
  '/v1/timeline/{entity}/{id}',
  '/v1/goals',
  '/v1/deals-at-risk',
  '/v1/forecast',
  '/v1/stream',
  '/v1/boards/office',
  '/v1/offices',
  '/v1/reps',
  '/v1/schedules',
  '/v1/data-quality',
  '/openapi.json',
  '/healthz',
];

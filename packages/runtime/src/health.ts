import type { IncomingMessage, ServerResponse } from 'node:http';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify';
import type { Registry } from 'prom-client';
import { guardHosts } from './hosts.js';
import { listen } from './listen.js';

export interface HealthReport {
  ok: boolean;
  checks: Record<string, { ok: boolean; detail?: string }>;
}

/** What a service knows about the things it depends on; healthy while all of them are. */
export interface Health {
  set(name: string, ok: boolean, detail?: string): void;
  /** False: only a new start will help. */
  setAlive(ok: boolean, detail?: string): void;
  report(): HealthReport;
  alive(): { ok: boolean; detail?: string };
}

export function createHealth(): Health {
  const checks = new Map<string, { ok: boolean; detail?: string }>();
  let alive: { ok: boolean; detail?: string } = { ok: true };
  const state = (ok: boolean, detail?: string) => (detail === undefined ? { ok } : { ok, detail });
  return {
    set: (name, ok, detail) => void checks.set(name, state(ok, detail)),
    setAlive(ok, detail) {
      alive = state(ok, detail);
    },
    alive: () => alive,
    report: () => ({ ok: [...checks.values()].every(({ ok }) => ok), checks: Object.fromEntries(checks) }),
  };
}

export interface HealthRoutes {
  health: Health;
  metrics?: Registry;
  /** Names that it answers to; see hosts.ts. */
  allowedHosts?: readonly string[];
}

/** GET /healthz (200 or 503 with the report), /livez (503 when only a new start will help), /metrics (Prometheus). */
export function registerHealth<L extends FastifyBaseLogger>(
  app: FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, L>,
  { health, metrics }: HealthRoutes,
): void {
  app.get('/healthz', { logLevel: 'warn' }, async (_request, reply) => {
    const report = health.report();
    return reply.code(report.ok ? 200 : 503).send(report);
  });
  app.get('/livez', { logLevel: 'warn' }, async (_request, reply) => {
    const alive = health.alive();
    return reply.code(alive.ok ? 200 : 503).send(alive);
  });
  if (metrics)
    app.get('/metrics', { logLevel: 'warn' }, async (_request, reply) =>
      reply.type(metrics.contentType).send(await metrics.metrics()),
    );
}

/** The routes alone, for services that have no other. Port 0 takes a free one; `setting` is named when it is taken. */
export async function startHealthServer(
  options: HealthRoutes & { host: string; port: number; setting?: string },
): Promise<{ port: number; close(): Promise<void> }> {
  const app = Fastify();
  guardHosts(app, options.allowedHosts);
  registerHealth(app, options);
  const port = await listen(app, options);
  return { port, close: () => app.close() };
}

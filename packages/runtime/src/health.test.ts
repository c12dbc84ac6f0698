import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import Fastify from 'fastify';
import { Counter } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { Failure } from './failure.js';
import { createHealth, registerHealth, startHealthServer } from './health.js';
import { createMetrics } from './telemetry.js';

describe('health', () => {
  it('is 503 with the reason while one check fails, and 200 again when it recovers', async () => {
    const health = createHealth();
    const app = Fastify();
    registerHealth(app, { health });
    health.set('clickhouse', true);
    health.set('kafka', false, 'does not answer');
    const down = await app.inject('/healthz');
    expect(down.statusCode).toBe(503);
    expect(down.json()).toEqual({
      ok: false,
      checks: { clickhouse: { ok: true }, kafka: { ok: false, detail: 'does not answer' } },
    });
    expect((await app.inject('/livez')).statusCode).toBe(200);
    health.set('kafka', true);
    const up = await app.inject('/healthz');
    expect(up.statusCode).toBe(200);
    expect(up.json().checks.kafka).toEqual({ ok: true });
  });

  it('gives its metrics in the format of Prometheus', async () => {
    const metrics = createMetrics('ingest');
    new Counter({ name: 'events_total', help: 'Events', registers: [metrics] }).inc(3);
    const server = await startHealthServer({ host: '127.0.0.1', port: 0, health: createHealth(), metrics });
    try {
      const answer = await fetch(`http://127.0.0.1:${server.port}/metrics`);
      expect(answer.headers.get('content-type')).toContain('text/plain');
      const text = await answer.text();
      expect(text).toContain('events_total{service="ingest"} 3');
      expect(text).toContain('process_cpu_seconds_total');
    } finally {
      await server.close();
    }
  });

  it('says in one sentence that its port is taken, and which setting chooses another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const start = startHealthServer({
      host: '127.0.0.1',
      port,
      setting: 'TALLY_X_PORT',
      health: createHealth(),
    });
    await expect(start).rejects.toBeInstanceOf(Failure);
    await expect(start).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${port}: something else does already; stop it, or set TALLY_X_PORT to another port.`,
    );
    other.close();
  });
});

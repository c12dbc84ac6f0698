import type { Violation } from '@tallyboard/contracts/validate';
import type { OutgoingMessage } from '@tallyboard/kafka/producer';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { Registry } from 'prom-client';
import { type AdmissionLimits, createAdmission } from '../admission.js';
import { buildApp, type IngestLimits } from '../app.js';
import { ingestMetrics } from '../metrics.js';
import { type Publisher, Unavailable } from '../publisher.js';

export interface FakePublisher extends Publisher {
  published: OutgoingMessage[];
  /** Makes every publish from now on wait for `acknowledge`. */
  hold(): void;
  acknowledge(): void;
  /** The next publishes are refused until `recover`. */
  fail(): void;
  recover(): void;
  /** Publishes begun and not yet settled. */
  waiting(): number;
}

/** Kafka's side, played by the test. */
export function fakePublisher(): FakePublisher {
  const waiting: (() => void)[] = [];
  let held = false;
  let failing = false;
  const published: OutgoingMessage[] = [];
  return {
    published,
    hold: () => {
      held = true;
    },
    acknowledge: () => {
      held = false;
      for (const resolve of waiting.splice(0)) resolve();
    },
    fail: () => {
      failing = true;
    },
    recover: () => {
      failing = false;
    },
    waiting: () => waiting.length,
    unavailable: () => null,
    async publish(messages) {
      if (failing) throw new Unavailable('Kafka does not take events just now.');
      if (held) await new Promise<void>((resolve) => waiting.push(resolve));
      published.push(...messages);
    },
  };
}

export const KEYS: Record<string, { tenant: string; scopes: ('ingest' | 'read' | 'erase')[] }> = {
  'Bearer acme': { tenant: 'acme', scopes: ['ingest'] },
  'Bearer globex': { tenant: 'globex', scopes: ['ingest'] },
  'Bearer initech': { tenant: 'initech', scopes: ['ingest'] },
  'Bearer hooli': { tenant: 'hooli', scopes: ['ingest'] },
  'Bearer officer': { tenant: 'acme', scopes: ['erase'] },
  'Bearer reader': { tenant: 'acme', scopes: ['read'] },
};

/** What any answer may hold. */
export interface Answer {
  accepted: number;
  rejected: number;
  results: { index?: number; line?: number; id: string | null; status: string; violations: Violation[] }[];
  settled_lines: number;
  error: { code: string; message: string; field?: string; allowed?: string[] };
}

export interface TestApp {
  app: FastifyInstance;
  publisher: FakePublisher;
  /** POST /v1/events as the tenant acme, one event or a batch by what the body is. */
  send(
    body: unknown,
    options?: InjectOptions,
  ): Promise<{ status: number; body: Answer; headers: Record<string, unknown> }>;
  sendLines(text: string): ReturnType<TestApp['send']>;
  /** From now on this Authorization header opens nothing. */
  revoke(credentials: string): void;
}

/** The app with a Kafka, keys and limits of the test. */
export function testApp(limits: Partial<IngestLimits & AdmissionLimits> = {}): TestApp {
  const publisher = fakePublisher();
  const registry = new Registry();
  const all = {
    maxBodyBytes: 100_000,
    maxBatchEvents: 100,
    maxLineBytes: 10_000,
    maxInFlightBytes: 10_000_000,
    maxInFlightRequests: 100,
    maxRequestsPerKey: 100,
    maxConnections: 1_000,
    maxHeadersMs: 60_000,
    maxBodyMs: 60_000,
    maxLineMs: 60_000,
    maxIdleMs: 60_000,
    minBytesPerS: 1,
    ...limits,
  };
  const admission = createAdmission(all);
  const revoked = new Set<string>();
  const app = buildApp({
    publisherOf: () => publisher,
    registry,
    admission,
    limits: all,
    metrics: ingestMetrics(registry, admission),
    health: createHealth(),
    log: createLogger('ingest', 'silent'),
    keys: {
      authenticate: (credentials) => {
        const known = KEYS[credentials ?? ''];
        return known && !revoked.has(credentials!) ? { keyId: credentials!, ...known } : null;
      },
    },
  });
  const send: TestApp['send'] = async (body, options = {}) => {
    const { headers, ...rest } = options;
    const type = Array.isArray(body) ? 'application/cloudevents-batch+json' : 'application/cloudevents+json';
    const response = await app.inject({
      method: 'POST',
      url: '/v1/events',
      headers: { authorization: 'Bearer acme', 'content-type': type, ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
      ...rest,
    });
    return { status: response.statusCode, body: response.json<Answer>(), headers: response.headers };
  };
  const sendLines = (text: string) => send(text, { headers: { 'content-type': 'application/x-ndjson' } });
  return { app, publisher, send, sendLines, revoke: (credentials) => void revoked.add(credentials) };
}

/** Attributes and fields of data that replace those of the example. */
export interface Changes {
  data?: object;
  [attribute: string]: unknown;
}

/** A CloudEvent of a call. */
export function callLogged(id: string, changes: Changes = {}): object {
  const { data, ...attributes } = changes;
  return {
    specversion: '1.0',
    id,
    source: 'phone/munich',
    type: 'call.logged',
    time: '2026-03-02T09:15:00+01:00',
    data: {
      call_id: `C-${id}`,
      started_at: '2026-03-02T09:14:00+01:00',
      rep_id: 'rep-7',
      direction: 'inbound',
      outcome: 'connected',
      duration_ms: 184_000,
      channel: 'phone',
      ...data,
    },
    ...attributes,
  };
}

import type { CellsRow } from '@tallyboard/answers/cells-query';
import type { Database } from '@tallyboard/answers/database';
import type { AggregatorProgress, CellsRestated } from '@tallyboard/pipeline/messages';
import type { Principal, Scope } from '@tallyboard/runtime/api-keys';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import type { FastifyInstance } from 'fastify';
import { buildApp, type QueryDeps } from '../app.js';
import type { UpdateListener } from '../stream/update-feed.js';
import { goalsInMemory } from './goals-in-memory.js';
import { oneShard } from './one-shard.js';

/** The app with a scripted ClickHouse, Kafka and clock. */
export interface Scripted {
  app: FastifyInstance;
  /** The ClickHouse that the app asks; may be wrapped. */
  database: Database;
  /** Epoch ms that the app takes for the present, and how far Kafka's clock is ahead of it. */
  clock: { nowMs: number; kafkaAheadMs: number };
  /** What ClickHouse answers to a metric's query of a tenant; may reject. */
  answers: (tenant: string, sql: string) => CellsRow[] | Promise<CellsRow[]>;
  /** Every metric query that was run. */
  asked: { tenant: string; sql: string; signal: AbortSignal | undefined }[];
  /** Bearer keys; a key taken out is revoked. */
  keys: Map<string, Principal>;
  updates: {
    /** Cells of epoch seconds were restated. */
    cells(tenant: string, fact: CellsRestated['fact'], buckets: number[]): void;
    /** The one partition of crm.cells is done up to this epoch ms. */
    progress(completeTo: AggregatorProgress['complete_to']): void;
    /** Messages that were never heard. */
    lose(count: number): void;
    /** ClickHouse was started anew. */
    forget(): void;
  };
}

export interface ScriptedOptions {
  now?: string;
  anonymousTenant?: string | null;
  /** Of crm.updates: where the app begins to listen. */
  fromOffset?: number;
  wallboardDir?: string;
  alertsUrl?: string | null;
  perClient?: Partial<QueryDeps['perClient']>;
}

/** As the settings have it. */
export const PER_CLIENT = { streams: 100, questions: 240, requests: 32, workShare: 0.5 };

const OFFICES = [
  { id: 'berlin', name: 'Berlin', zone: 'Europe/Berlin' },
  { id: 'kathmandu', name: 'Kathmandu', zone: 'Asia/Kathmandu' },
];
const REPS = [{ id: 'ann', name: 'Ann Lee', office: 'berlin', team: 'hunters' }];

export async function scripted({
  now = '2026-03-18T10:00Z',
  anonymousTenant = 'acme',
  fromOffset = 100,
  perClient = {},
  wallboardDir = 'not built',
  alertsUrl = null,
}: ScriptedOptions = {}): Promise<Scripted> {
  const clock = { nowMs: Date.parse(now), kafkaAheadMs: 0 };
  const keys = new Map<string, Principal>();
  let listener: UpdateListener | undefined;
  let offset = fromOffset;
  const script: Scripted = {
    app: null as never,
    database: {
      async rows<T>(sql: string, params: Record<string, unknown> = {}, signal?: AbortSignal) {
        if (sql.includes('FROM offices')) return (params.tenant === 'acme' ? OFFICES : []) as T[];
        if (sql.includes('FROM reps')) return (params.tenant === 'acme' ? REPS : []) as T[];
        if (sql.includes('AS id, name FROM products')) return [] as T[];
        const tenant = String(params.tenant);
        script.asked.push({ tenant, sql, signal });
        return (await script.answers(tenant, sql)) as T[];
      },
    },
    clock,
    answers: () => [],
    asked: [],
    keys,
    updates: {
      cells: (tenant, fact, buckets) =>
        listener?.message(0, offset++, { kind: 'cells', tenant, fact, buckets }),
      progress: (complete_to) =>
        listener?.message(0, offset++, { kind: 'progress', partition: 0, partitions: 1, complete_to }),
      forget: () => listener?.forgetProgress(),
      lose: (count) => {
        offset += count;
      },
    },
  };
  script.app = await buildApp({
    alertsUrl,
    goals: goalsInMemory(),
    ...oneShard({
      database: { rows: (...args) => script.database.rows(...args) },
      updates: {
        brokerNow: () => clock.nowMs + clock.kafkaAheadMs,
        async start(to) {
          to.begin(0, offset);
          listener = to;
        },
      },
    }),
    keys: { authenticate: (header) => keys.get((header ?? '').replace(/^Bearer /, '')) ?? null },
    anonymousTenant,
    wallboardDir,
    liveWithinMs: 5_000,
    perClient: { ...PER_CLIENT, ...perClient },
    now: () => clock.nowMs,
    log: createLogger('query-test', 'silent'),
    health: createHealth(),
    metrics: createMetrics('query-test'),
  });
  return script;
}

export const principal = (tenant: string, ...scopes: Scope[]): Principal => ({
  keyId: `${tenant}-${scopes.join('-')}`,
  tenant,
  scopes,
});

/** What the cells of a metric that reads one measure add up to, where nothing is split. */
export const rowOf = (sum: number): CellsRow => ({ q0: sum });

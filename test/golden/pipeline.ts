import type { Answer, Explanation } from '@tallyboard/api/query';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import { drift } from '@tallyboard/testkit/drift';
import { isolated } from '@tallyboard/testkit/isolated';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settled } from '@tallyboard/testkit/settled';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';
import { buildApp } from '../../services/query/src/app.js';
import { goalsInMemory } from '../../services/query/src/testing/goals-in-memory.js';
import { oneShard } from '../../services/query/src/testing/one-shard.js';
import type { Given } from './given.js';
import { NOW, type Row } from './scenario.js';

/** Contract check → Kafka → the built processor → ClickHouse → the query service. */
export interface Pipeline {
  /** Resolves once all of it is counted. */
  take(events: readonly CrmEvent[]): Promise<void>;
  /** The rows of `metric?query`, dimensions beside the numbers. */
  ask(tenant: string, question: string): Promise<Row[]>;
  /** What stands behind the rows of `metric?query`. */
  explain(tenant: string, question: string): Promise<Explanation>;
  /** The rows of a SELECT. */
  sql<T = Row>(statement: string, params?: Record<string, unknown>): Promise<T[]>;
  /** Differences between the stored cells and the proof by the other implementation. */
  drift(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startPipeline(): Promise<Pipeline> {
  const names = isolated();
  const { brokers, clickhouseUrl, database, topicPrefix } = names;
  const topics = topicNames(topicPrefix);
  const kafka: KafkaConnection = connectKafka({ brokers: [brokers], clientId: 'golden' });
  const clickhouse: ClickHouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await ensureTopics(kafka, topicPrefix);
  await migrate(clickhouse);
  const producer: Producer = await createProducer(kafka);
  const processor: RunningService = await startService('processor', settingsOf(names));
  const app = await buildApp({
    alertsUrl: null,
    ...oneShard({
      database: clickhouse,
      // Freshness is the query service's own test; nobody waits for it here.
      updates: { brokerNow: () => null, start: async () => {} },
    }),
    goals: goalsInMemory(),
    // A key is the name of its tenant.
    keys: {
      authenticate: (header) => ({ keyId: 'golden', tenant: header!.slice(7), scopes: ['read', 'events'] }),
    },
    anonymousTenant: null,
    wallboardDir: 'not built',
    liveWithinMs: 5_000,
    perClient: { streams: 1, questions: 1, requests: 64, workShare: 1 },
    now: () => NOW,
    log: createLogger('golden', 'silent'),
    health: createHealth(),
    metrics: createMetrics('golden'),
  });
  const get = async <T>(tenant: string, url: string): Promise<T> => {
    const answer = await app.inject({ url, headers: { authorization: `Bearer ${tenant}` } });
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`);
    return answer.json<T>();
  };
  return {
    async take(events) {
      await producer.send(
        topics.events,
        events.map((event) => ({ key: keyOf(event), value: encode(event) })),
      );
      await settled(kafka, topicPrefix);
    },
    async ask(tenant, question) {
      const [asked, part] = question.split('#');
      const { rows, conversion } = await get<Answer>(tenant, `/v1/metrics/${asked}`);
      if (part === 'conversion') return [{ ...conversion }];
      return rows.map(({ dimensions, ...row }) => ({
        ...dimensions,
        ...row,
      }));
    },
    explain: (tenant, question) =>
      get(tenant, `/v1/explain/${question}${question.includes('?') ? '&' : '?'}limit=1000`),
    sql: (statement, params) => clickhouse.rows(statement, params),
    drift: () => drift(kafka, clickhouse, topics.events),
    async stop() {
      await app.close();
      await processor.stop();
      await producer.close();
      await clickhouse.close();
    },
  };
}

/** Puts what is given through the contract check, as the ingest service does; throws when it does not fit. */
export function eventsOf(tenant: string, given: readonly Given[]): CrmEvent[] {
  return given.map(({ type, at, data }, index) => {
    const common = { event_id: `e-${index + 1}`, source: 'golden', tenant, occurred_at: at };
    const checked = check(type, { ...common, ...data });
    if (!checked.ok) throw new Error(`${tenant}, event ${index + 1}: ${JSON.stringify(checked.violations)}`);
    return checked.event;
  });
}

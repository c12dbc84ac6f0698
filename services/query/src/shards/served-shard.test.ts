import { Failure } from '@tallyboard/runtime/failure';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildApp } from '../app.js';
import type { UpdateListener } from '../stream/update-feed.js';
import { goalsInMemory } from '../testing/goals-in-memory.js';
import { PER_CLIENT, principal, rowOf } from '../testing/scripted.js';
import type { ShardSource } from './served-shard.js';

const NOW = Date.parse('2026-03-18T10:00Z');

/** A shard that counts so many calls, of whoever asks. */
function source(name: string, calls: number) {
  let listener: UpdateListener | undefined;
  let offset = 0;
  const made: ShardSource = {
    name,
    database: {
      rows: async <T>(sql: string) => (/FROM (offices|reps|products)/.test(sql) ? [] : [rowOf(calls)]) as T[],
    },
    updates: {
      brokerNow: () => NOW,
      async start(to) {
        to.begin(0, offset);
        listener = to;
      },
    },
  };
  const progress = (complete_to: number | null) =>
    listener?.message(0, offset++, { kind: 'progress', partition: 0, partitions: 1, complete_to });
  return { made, progress };
}

const a = source('a', 1);
const b = source('b', 2);
const places: Record<string, ShardSource> = {};
let app: FastifyInstance;
beforeEach(async () => {
  Object.assign(places, { acme: a.made, globex: b.made });
  app = await buildApp({
    shards: [a.made, b.made],
    shardOf(tenant) {
      const place = places[tenant];
      if (!place) throw new Failure('The tenant is on a shard that was not there: start it anew.');
      return place;
    },
    alertsUrl: null,
    goals: goalsInMemory(),
    keys: { authenticate: (header) => principal(header!.slice('Bearer '.length), 'read') },
    anonymousTenant: null,
    wallboardDir: 'not built',
    liveWithinMs: 5_000,
    perClient: PER_CLIENT,
    now: () => NOW,
    log: createLogger('query-test', 'silent'),
    health: createHealth(),
    metrics: createMetrics('query-test'),
  });
  await app.ready();
});
afterEach(() => app.close());

const asked = async (tenant: string) => {
  const answer = await app.inject({
    url: '/v1/metrics/calls?period=today',
    headers: { authorization: `Bearer ${tenant}` },
  });
  const { rows, freshness, error } = answer.json();
  return { status: answer.statusCode, value: rows?.[0]?.value, live: freshness?.live, said: error?.message };
};

test('a tenant is answered by its shard, and is live as that is, whatever the others are', async () => {
  a.progress(NOW);
  expect(await asked('acme')).toMatchObject({ value: 1, live: true });
  expect(await asked('globex')).toMatchObject({ value: 2, live: false });
  a.progress(NOW - 60_000);
  b.progress(NOW);
  expect(await asked('acme')).toMatchObject({ value: 1, live: false });
  expect(await asked('globex')).toMatchObject({ value: 2, live: true });
});

test('a tenant that was moved is answered by its new shard from the next request on', async () => {
  expect(await asked('acme')).toMatchObject({ value: 1 });
  places.acme = b.made;
  expect(await asked('acme')).toMatchObject({ value: 2 });
});

test('a tenant whose shard is not known here is refused with a sentence, and no other', async () => {
  delete places.acme;
  expect(await asked('acme')).toMatchObject({ status: 503, said: expect.stringContaining('start it anew') });
  expect(await asked('globex')).toMatchObject({ status: 200, value: 2 });
});

test('the service is as far behind as its slowest shard', async () => {
  a.progress(NOW - 1_000);
  b.progress(NOW - 3_000);
  expect((await app.inject('/metrics')).body).toMatch(/^tally_query_data_lag_seconds(\{.*\})? 3$/m);
});

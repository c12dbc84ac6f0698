import type { Answer } from '@tallyboard/answers/answer';
import type { AskedPeriod } from '@tallyboard/answers/asked-period';
import { type MetricRequest, readQuestion } from '@tallyboard/answers/metric-request';
import type { Refusal } from '@tallyboard/answers/refusal';
import { createProgress } from '@tallyboard/pipeline/progress';
import { afterEach, beforeEach, vi } from 'vitest';
import { createGate } from '../stream/gate.js';
import { Hub } from '../stream/hub.js';
import { presentPeriod } from '../stream/live-query.js';
import { Stream } from '../stream/stream.js';
import { UpdateLog } from '../stream/update-log.js';
import { parseSse } from './sse.js';

export const NOW = Date.parse('2026-03-18T10:00Z');
export const TODAY = NOW / 1_000;
export const CALLS = 'calls?period=today';
export const DEALS = 'deals_won?period=today';
export const TARGET = 'first_response_within?period=today';

/** The hub over an answer that tests set, with a clock that tests move. It is stopped after each test. */
export function streamWorld() {
  let nowMs = NOW;
  let offset = 10;
  const runs: { tenant: string; metric: string }[] = [];
  const failures: unknown[] = [];
  const updates = new UpdateLog(50, 'only');
  const progress = createProgress();
  const world = {
    value: 1 as unknown,
    /** Called in each run; may wait or throw. */
    during: async (_metric: string, _signal: AbortSignal): Promise<void> => {},
    refusal: null as Refusal | null,
    revoked: false,
    moved: false,
    roomBytes: Number.POSITIVE_INFINITY,
    runs,
    failures,
    pass: (ms: number) => {
      nowMs += ms;
    },
    cells: (fact: string, bucket = TODAY, tenant = 'acme') =>
      hub.message(0, offset++, { kind: 'cells', tenant, fact, buckets: [bucket] }),
    progress: (complete_to: number | null) =>
      hub.message(0, offset++, { kind: 'progress', partition: 0, partitions: 1, complete_to }),
    lose: () => {
      offset += 3;
    },
    open,
    hub: null as never as Hub,
  };
  const hub = new Hub(
    {
      updates,
      now: () => nowMs,
      completeTo: () => progress.completeTo(),
      gate: createGate({ atOnce: 4, perTenant: 4, share: 1, burstMs: 1_000, now: () => nowMs }),
      onNewsAnswered: () => {},
      onFailure: (error) => failures.push(error),
      async run(tenant, request: MetricRequest, signal) {
        const metric = request.metric.name;
        runs.push({ tenant, metric });
        const rows = [{ value: world.value }];
        await world.during(metric, signal);
        if (world.refusal) return world.refusal;
        return {
          answer: { metric, rows } as never as Answer,
          period: presentPeriod(request, nowMs, []) as AskedPeriod,
        };
      },
    },
    progress,
  );
  world.hub = hub;
  hub.begin(0, offset);

  function open(qs: string[], lastEventId?: string, tenant = 'acme', client = 'key k') {
    let text = '';
    let isFull = false;
    const written: string[] = [];
    let closed = () => {};
    const stream = new Stream({
      client,
      queries: qs.map((q) => {
        const request = readQuestion(q) as MetricRequest;
        return hub.query(tenant, q, request, presentPeriod(request, nowMs, []) as AskedPeriod);
      }),
      updates,
      sink: {
        write(more) {
          text += more;
          written.push(more);
          return !isFull;
        },
        end(more) {
          text += more;
        },
        unread: () => (isFull ? text.length : 0),
      },
      liveWithinMs: 5_000,
      now: () => nowMs,
      kafkaNow: () => nowMs,
      hasRoom: () => hub.unreadBytes(client) < world.roomBytes,
      isAllowed: () => !world.revoked,
      isHere: () => !world.moved,
      lastEventId,
      onEnd: () => closed(),
    });
    closed = hub.open(stream, { tenant, client: { id: client, name: 'this API key' }, questions: qs });
    stream.start();
    const events = () => parseSse(text);
    const ofKind = (kind: string) => events().filter(({ event }) => event === kind);
    return {
      events,
      written,
      results: () =>
        ofKind('result').map(({ data }) => {
          const { q, result } = data as { q: string; result: { rows: { value: unknown }[] } };
          return [q, result.rows[0]!.value];
        }),
      ofKind,
      lastId: () => events().findLast(({ id }) => id !== undefined)?.id,
      lastFreshness: () => ofKind('freshness').at(-1)?.data as unknown,
      fill: () => {
        isFull = true;
      },
      drain: () => {
        isFull = false;
        stream.drained();
      },
      close: () => stream.close(),
    };
  }
  opened.push(hub);
  return world;
}

const opened: Hub[] = [];
beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }),
);
afterEach(() => {
  for (const hub of opened.splice(0)) hub.stop();
  vi.useRealTimers();
});

export const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });
/** Long enough for a run that should not be. */
export const meanwhile = () => vi.advanceTimersByTimeAsync(400);

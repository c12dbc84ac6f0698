import type { Answer } from '@tallyboard/answers/answer';
import { type MetricRequest, readQuestion } from '@tallyboard/answers/metric-request';
import { badParameter, type Refusal } from '@tallyboard/answers/refusal';
import type { Period } from '@tallyboard/calendar/periods';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProgress } from '../freshness/freshness.js';
import { parseSse } from '../testing/sse.js';
import { createGate } from './gate.js';
import { Hub } from './hub.js';
import { presentPeriod } from './live-query.js';
import { Stream } from './stream.js';
import { UpdateLog } from './update-log.js';

const NOW = Date.parse('2026-03-18T10:00Z');
const TODAY = NOW / 1_000;
const CALLS = 'calls?period=today';
const DEALS = 'deals_won?period=today';
const TARGET = 'first_response_within?period=today';

/** The hub over an answer that tests set, with a clock that tests move. */
function world() {
  let nowMs = NOW;
  let offset = 10;
  const runs: { tenant: string; metric: string }[] = [];
  const failures: unknown[] = [];
  const updates = new UpdateLog(50);
  const progress = createProgress();
  const world = {
    value: 1 as unknown,
    /** Called in each run; may wait or throw. */
    during: async (_metric: string, _signal: AbortSignal): Promise<void> => {},
    refusal: null as Refusal | null,
    revoked: false,
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
          period: presentPeriod(request, nowMs) as Period,
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
        return hub.query(tenant, q, request, presentPeriod(request, nowMs) as Period);
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
afterEach(() => {
  for (const hub of opened.splice(0)) hub.stop();
});

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });
/** Long enough for a run that should not be. */
const meanwhile = () => new Promise((resolve) => setTimeout(resolve, 400));

describe('a stream', () => {
  it('begins with every answer, and says how recent they are', async () => {
    const { open, progress } = world();
    progress(NOW - 1_000);
    const stream = open([CALLS, DEALS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    expect(stream.results().toSorted()).toEqual([
      [CALLS, 1],
      [DEALS, 1],
    ]);
    // Only with the last answer does the client have something to resume from.
    expect(stream.ofKind('result').map(({ id }) => typeof id)).toEqual(['undefined', 'string']);
    expect(stream.ofKind('result')[0]!.data).toMatchObject({
      result: { freshness: { lag_ms: 1_000, live: true } },
    });
    expect(stream.lastFreshness()).toEqual({
      complete_to: '2026-03-18T09:59:59.000Z',
      lag_ms: 1_000,
      live: true,
    });
  });

  it('pushes an answer when its cells change, and asks nothing else', async () => {
    const it = world();
    const stream = it.open([CALLS, DEALS]);
    await eventually(() => expect(stream.results()).toHaveLength(2));
    it.runs.length = 0;
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(stream.results()).toHaveLength(3));
    await meanwhile();
    expect(it.runs).toEqual([{ tenant: 'acme', metric: 'calls' }]);
    expect(stream.results().at(-1)).toEqual([CALLS, 2]);
  });

  it('sends the new number, once', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(stream.results()).toEqual([[CALLS, 1], [CALLS, 2]])); // biome-ignore format: one line
    // Restated to the same number.
    it.cells('call');
    await eventually(() => expect(it.runs).toHaveLength(3));
    await meanwhile();
    expect(stream.results()).toHaveLength(2);
  });

  it('is not bothered by cells of others', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.cells('deal');
    it.cells('call', TODAY - 86_400 * 3);
    it.cells('call', TODAY, 'globex');
    await meanwhile();
    expect(it.runs).toHaveLength(1);
  });

  it('counts a stock anew when any earlier bucket changes', async () => {
    const it = world();
    const stream = it.open(['tickets_waiting?period=today']);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.cells('ticket', TODAY - 86_400 * 300);
    await eventually(() => expect(it.runs).toHaveLength(2));
  });

  it('shares its question with the streams that ask the same', async () => {
    const it = world();
    const first = it.open([CALLS]);
    await eventually(() => expect(first.results()).toHaveLength(1));
    const second = it.open([CALLS]);
    await eventually(() => expect(second.results()).toHaveLength(1));
    expect(it.runs).toHaveLength(1);
    const other = it.open([CALLS], undefined, 'globex');
    await eventually(() => expect(other.results()).toHaveLength(1));
    expect(it.runs.map(({ tenant }) => tenant)).toEqual(['acme', 'globex']);
  });

  it('misses no cells that are restated while a query runs', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    let letGo = () => {};
    it.during = () => new Promise((resolve) => (letGo = resolve as () => void));
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(it.runs).toHaveLength(2));
    it.value = 3;
    it.cells('call');
    it.during = async () => {};
    letGo();
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 3]));
  });
});

describe('a stream that resumes', () => {
  const disconnected = async (qs: string[]) => {
    const it = world();
    const before = it.open(qs);
    await eventually(() => expect(before.results()).toHaveLength(qs.length));
    const lastEventId = before.lastId()!;
    before.close();
    it.runs.length = 0;
    return { it, lastEventId };
  };

  it('is sent nothing that it has', async () => {
    const { it, lastEventId } = await disconnected([CALLS, DEALS]);
    it.cells('ticket');
    const stream = it.open([CALLS, DEALS], lastEventId);
    await meanwhile();
    expect(stream.results()).toEqual([]);
    expect(stream.ofKind('freshness')).toHaveLength(1);
    expect(it.runs).toEqual([]);
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(stream.results()).toEqual([[CALLS, 2]]));
  });

  it('is sent what changed meanwhile, and only that', async () => {
    const { it, lastEventId } = await disconnected([CALLS, DEALS]);
    it.value = 2;
    it.cells('call');
    const stream = it.open([CALLS, DEALS], lastEventId);
    await eventually(() => expect(stream.results()).toEqual([[CALLS, 2]]));
    await meanwhile();
    expect(stream.results()).toHaveLength(1);
    // And can go on from there.
    const next = stream.lastId();
    stream.close();
    const third = it.open([CALLS, DEALS], next);
    await meanwhile();
    expect(third.results()).toEqual([]);
  });

  it('is not sent again what it has because another stream asks the same for the first time', async () => {
    const { it, lastEventId } = await disconnected([CALLS]);
    const resumed = it.open([CALLS], lastEventId);
    const another = it.open([CALLS]);
    await eventually(() => expect(another.results()).toEqual([[CALLS, 1]]));
    expect(resumed.results()).toEqual([]);
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(another.results()).toHaveLength(2));
    expect(resumed.results()).toEqual([[CALLS, 2]]);
  });

  it('is sent what was restated while the answer that it has was being counted', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    let letGo = () => {};
    it.during = () => new Promise((resolve) => (letGo = resolve as () => void));
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(it.runs).toHaveLength(2));
    it.value = 3;
    it.cells('call');
    letGo();
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 2]));
    const lastEventId = stream.lastId();
    stream.close();
    it.during = async () => {};
    const resumed = it.open([CALLS], lastEventId);
    await eventually(() => expect(resumed.results()).toEqual([[CALLS, 3]]));
  });

  it('keeps its place while others are pushed to', async () => {
    const it = world();
    const stream = it.open([CALLS, DEALS]);
    await eventually(() => expect(stream.results()).toHaveLength(2));
    let letGo = () => {};
    // The deals are still being counted when the calls are sent: the client must not think that it has the deals.
    it.during = (metric) =>
      metric === 'deals_won' ? new Promise((resolve) => (letGo = resolve as () => void)) : Promise.resolve();
    it.value = 2;
    it.cells('deal');
    it.cells('call');
    await eventually(() => expect(stream.results()).toContainEqual([CALLS, 2]));
    const lastEventId = stream.lastId();
    it.during = async () => {};
    stream.close();
    letGo();
    const resumed = it.open([CALLS, DEALS], lastEventId);
    await eventually(() => expect(resumed.results()).toContainEqual([DEALS, 2]));
  });

  it.each([
    ['other questions were asked', async () => [[DEALS], null] as const],
    ['the id is nonsense', async () => [[CALLS], 'nonsense'] as const],
    ['the id is of another process', async () => [[CALLS], 'abcdefghijkl.0:3'] as const],
  ])('is sent everything when %s', async (_, how) => {
    const { it, lastEventId } = await disconnected([CALLS]);
    const [qs, id] = await how();
    const stream = it.open([...qs], id ?? lastEventId);
    await eventually(() => expect(stream.results()).toHaveLength(1));
  });

  it('is sent nothing that it has, however much happened elsewhere while it was connected', async () => {
    const it = world();
    const before = it.open([CALLS]);
    await eventually(() => expect(before.results()).toHaveLength(1));
    for (let n = 0; n < 200; n += 1) it.cells('ticket');
    it.hub.tick();
    const lastEventId = before.lastId()!;
    before.close();
    const resumed = it.open([CALLS], lastEventId);
    await meanwhile();
    expect(resumed.results()).toEqual([]);
  });

  it('is sent everything when too much has happened to remember, or something was missed', async () => {
    const many = await disconnected([CALLS]);
    for (let n = 0; n < 60; n += 1) many.it.cells('ticket');
    const late = many.it.open([CALLS], many.lastEventId);
    await eventually(() => expect(late.results()).toHaveLength(1));
    const gap = await disconnected([CALLS]);
    gap.it.lose();
    gap.it.cells('ticket');
    const stream = gap.it.open([CALLS], gap.lastEventId);
    await eventually(() => expect(stream.results()).toHaveLength(1));
  });

  it('is sent everything when its questions mean another day by now', async () => {
    const { it, lastEventId } = await disconnected([CALLS]);
    it.pass(86_400_000);
    const stream = it.open([CALLS], lastEventId);
    await eventually(() => expect(stream.results()).toHaveLength(1));
  });
});

describe('time', () => {
  it('moves a relative period on, and the stream with it', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.value = 0;
    it.pass(14 * 3_600_000);
    it.hub.tick();
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 0]));
    it.value = 5;
    it.cells('call', TODAY + 86_400);
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 5]));
  });

  it('alone makes answers about the unanswered old', async () => {
    const it = world();
    const stream = it.open([TARGET]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.value = 0.5;
    it.pass(9_000);
    it.hub.tick();
    await meanwhile();
    expect(it.runs).toHaveLength(1);
    it.pass(1_500);
    it.hub.tick();
    await eventually(() => expect(stream.results().at(-1)).toEqual([TARGET, 0.5]));
  });
});

describe('a stream says when it is behind', () => {
  it('about each second, as long as nothing is known or the lag is large', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    expect(stream.lastFreshness()).toEqual({ complete_to: null, lag_ms: null, live: false });
    it.progress(NOW);
    it.hub.tick();
    expect(stream.lastFreshness()).toMatchObject({ lag_ms: 0, live: true });
    it.pass(6_000);
    it.hub.tick();
    expect(stream.lastFreshness()).toMatchObject({ lag_ms: 6_000, live: false });
  });

  it('also when the pipeline is current and only the answer is not yet', async () => {
    const it = world();
    it.progress(NOW);
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    let letGo = () => {};
    it.during = () => new Promise((resolve) => (letGo = resolve as () => void));
    it.cells('call');
    await eventually(() => expect(it.runs).toHaveLength(2));
    it.pass(8_000);
    it.progress(NOW + 8_000);
    it.hub.tick();
    expect(stream.lastFreshness()).toMatchObject({ complete_to: '2026-03-18T10:00:00.000Z', live: false });
    it.during = async () => {};
    letGo();
    await eventually(() => {
      it.hub.tick();
      expect(stream.lastFreshness()).toMatchObject({ lag_ms: 0, live: true });
    });
  });

  it('is asked again when updates were missed', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.value = 7;
    it.lose();
    it.progress(NOW);
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 7]));
  });
});

describe('what goes wrong', () => {
  it('is an event when a question is refused, and an answer again when it no longer is', async () => {
    const it = world();
    it.refusal = badParameter('by', 'too many rows');
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('refused')).toHaveLength(1));
    expect(stream.ofKind('refused')[0]!.data).toEqual({
      q: CALLS,
      error: { code: 'bad_by', message: 'too many rows', field: 'by' },
    });
    it.refusal = null;
    it.cells('call');
    await eventually(() => expect(stream.results()).toEqual([[CALLS, 1]]));
  });

  it('is tried again when ClickHouse fails, and said once', async () => {
    const it = world();
    let tries = 0;
    it.during = async () => {
      tries += 1;
      if (tries <= 2) throw new Error('ClickHouse is away');
    };
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toEqual([[CALLS, 1]]));
    expect(it.failures).toHaveLength(1);
  });
});

describe('a client that reads slowly', () => {
  it('costs one answer per question, skips what it missed and gets the newest', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    stream.fill();
    for (let value = 2; value <= 6; value += 1) {
      it.value = value;
      it.cells('call');
      await eventually(() => expect(it.runs).toHaveLength(value));
      it.hub.tick();
    }
    // The write that filled it was the last one.
    const before = stream.written.length;
    await meanwhile();
    expect(stream.written.length).toBe(before);
    expect(stream.results().length).toBeLessThanOrEqual(2);
    stream.drain();
    await eventually(() => expect(stream.results().at(-1)).toEqual([CALLS, 6]));
    expect(stream.results().length).toBeLessThanOrEqual(3);
  });

  it('is dropped, with a reason, when it takes nothing for long', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    stream.fill();
    it.hub.tick();
    it.pass(14_000);
    it.hub.tick();
    expect(it.hub.streamCount).toBe(1);
    it.pass(2_000);
    it.hub.tick();
    expect(stream.ofKind('dropped')[0]!.data).toMatchObject({ code: 'slow', retry_ms: 2_000 });
    expect(it.hub.streamCount).toBe(0);
  });
});

describe('the streams of a client that reads nothing', () => {
  it('hold only so much for it between them, and those of others are not touched', async () => {
    const it = world();
    const first = it.open([CALLS]);
    await eventually(() => expect(first.ofKind('freshness')).toHaveLength(1));
    first.fill();
    it.roomBytes = 10;
    const second = it.open([CALLS]);
    const other = it.open([CALLS], undefined, 'acme', 'key o');
    await eventually(() => expect(other.results()).toHaveLength(1));
    expect(second.ofKind('dropped')[0]!.data).toMatchObject({ code: 'slow' });
    expect(second.results()).toEqual([]);
    first.drain();
    const third = it.open([CALLS]);
    await eventually(() => expect(third.results()).toHaveLength(1));
  });
});

describe('a stream ends', () => {
  it('when its key is revoked', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.revoked = true;
    it.hub.tick();
    expect(stream.ofKind('dropped')[0]!.data).toMatchObject({ code: 'key' });
    expect(it.hub.streamCount).toBe(0);
  });

  it('when its key is revoked although its reader takes nothing', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.ofKind('freshness')).toHaveLength(1));
    stream.fill();
    it.hub.tick();
    it.revoked = true;
    it.hub.tick();
    expect(stream.ofKind('dropped')[0]!.data).toMatchObject({ code: 'key' });
  });

  it('instead of pushing what its key may no longer read', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.revoked = true;
    it.value = 2;
    it.cells('call');
    await eventually(() => expect(stream.ofKind('dropped')).toHaveLength(1));
    expect(stream.results()).toEqual([[CALLS, 1]]);
  });

  it('when the service stops', async () => {
    const it = world();
    const stream = it.open([CALLS]);
    await eventually(() => expect(stream.results()).toHaveLength(1));
    it.hub.stop();
    expect(stream.ofKind('dropped')[0]!.data).toMatchObject({ code: 'restart' });
  });

  it('and with its last reader the query that is under way', async () => {
    const it = world();
    let aborted = 0;
    it.during = (_metric, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted += 1;
          reject(signal.reason);
        });
      });
    const [first, second] = [it.open([CALLS]), it.open([CALLS])];
    await eventually(() => expect(it.runs).toHaveLength(1));
    first.close();
    expect(aborted).toBe(0);
    second.close();
    expect(aborted).toBe(1);
    await meanwhile();
    expect([it.runs.length, it.failures]).toEqual([1, []]);
    // Its place in the gate is free again.
    it.during = async () => {};
    const later = it.open([CALLS, DEALS]);
    await eventually(() => expect(later.results()).toHaveLength(2));
  });

  it('and with its last reader the question is no longer asked', async () => {
    const it = world();
    const [first, second] = [it.open([CALLS, DEALS]), it.open([CALLS])];
    await eventually(() => expect(second.results()).toHaveLength(1));
    expect(it.hub.questionCount).toBe(2);
    first.close();
    expect(it.hub.questionCount).toBe(1);
    second.close();
    expect([it.hub.questionCount, it.hub.streamCount]).toEqual([0, 0]);
    const { length } = it.runs;
    it.cells('call');
    await meanwhile();
    expect(it.runs).toHaveLength(length);
  });
});

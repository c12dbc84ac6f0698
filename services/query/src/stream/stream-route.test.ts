import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { principal, rowOf, type Scripted, type ScriptedOptions, scripted } from '../testing/scripted.js';
import { openSse, parseSse } from '../testing/sse.js';

const CALLS = `q=${encodeURIComponent('calls?period=today')}`;
const DEALS = `q=${encodeURIComponent('deals_won?period=today')}`;
const BY_REP = `q=${encodeURIComponent('calls?period=today&by=rep')}`;
const NOW = Date.parse('2026-03-18T10:00Z') / 1_000;

let script: Scripted;
let url: string;
const close: (() => void)[] = [];
afterEach(async () => {
  for (const end of close.splice(0)) end();
  await script?.app.close();
});

async function serve(options: ScriptedOptions = {}): Promise<void> {
  script = await scripted(options);
  script.answers = () => [rowOf(1)];
  url = await script.app.listen({ host: '127.0.0.1', port: 0 });
}

async function open(search: string, headers: Record<string, string> = {}) {
  const client = await openSse(`${url}/v1/stream?${search}`, headers);
  close.push(client.close);
  return client;
}

const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });
const gauge = async (name: string) => {
  const { body } = await script.app.inject('/metrics');
  return Number(body.match(new RegExp(`^${name}\\{.*\\} (\\S+)$`, 'm'))?.[1]);
};
const connections = () =>
  new Promise<number>((resolve) => script.app.server.getConnections((_, count) => resolve(count)));
const valuesOf = (client: { events(): { event: string; data: never }[] }) =>
  client.events().flatMap(({ event, data }) => {
    const { result } = data as { result?: { rows: { value: number }[] } };
    return event === 'result' ? [result!.rows[0]!.value] : [];
  });

describe('GET /v1/stream', () => {
  it('is an event stream that no proxy keeps back', async () => {
    await serve();
    const { status, headers } = await open(CALLS);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
  });

  it('sends each answer whole, then what changes, and resumes', async () => {
    await serve();
    const client = await open(CALLS);
    await eventually(() => expect(valuesOf(client)).toEqual([1]));
    const first = client.events().find(({ event }) => event === 'result')!;
    expect(first.data).toMatchObject({
      q: 'calls?period=today',
      result: {
        tenant: 'acme',
        metric: 'calls',
        tz: 'UTC',
        rows: [{ value: 1 }],
        freshness: { live: false },
      },
    });
    script.answers = () => [rowOf(2)];
    script.updates.cells('acme', 'call', [NOW]);
    await eventually(() => expect(valuesOf(client)).toEqual([1, 2]));
    const id = client.events().findLast((event) => event.id !== undefined)!.id!;
    client.close();
    script.answers = () => [rowOf(3)];
    script.updates.cells('acme', 'call', [NOW]);
    const resumed = await open(CALLS, { 'last-event-id': id });
    await eventually(() => expect(valuesOf(resumed)).toEqual([3]));
    await eventually(async () => expect(await gauge('tally_query_push_seconds_count')).toBe(1));
  });

  it('streams every tile of a board', async () => {
    await serve();
    const client = await open('board=office&office=berlin');
    const { tiles } = (await script.app.inject('/v1/boards/office?office=berlin')).json();
    const asked = () => new Set(client.events().flatMap(({ event, data }) => (event === 'result' ? [(data as { q: string }).q] : []))); // biome-ignore format: one line
    await eventually(() => expect(asked()).toEqual(new Set(tiles.map(({ q }: { q: string }) => q))));
  });

  it('says so, as an event, when an answer has become too large', async () => {
    await serve();
    script.answers = () => Array.from({ length: 10_001 }, (_, n) => ({ ...rowOf(1), rep: `r${n}` }));
    const client = await open(BY_REP);
    await eventually(() =>
      expect(client.events()[0]).toMatchObject({
        event: 'refused',
        data: { q: 'calls?period=today&by=rep', error: { code: 'bad_by' } },
      }),
    );
  });

  it('ends by itself when its key is taken back, although nothing is pushed and no time passes', async () => {
    await serve({ anonymousTenant: null });
    script.keys.set('k', principal('acme', 'read'));
    const client = await open(CALLS, { authorization: 'Bearer k' });
    await eventually(() => expect(valuesOf(client)).toEqual([1]));
    script.keys.delete('k');
    await client.ended;
    expect(client.events().at(-1)).toMatchObject({ event: 'dropped', data: { code: 'key' } });
    expect((await openSse(`${url}/v1/stream?${CALLS}`, { authorization: 'Bearer k' })).status).toBe(401);
  });

  it('ends with a word when the service stops, which does not wait for it', async () => {
    await serve();
    const client = await open(CALLS);
    await eventually(() => expect(valuesOf(client)).toEqual([1]));
    await script.app.close();
    await client.ended;
    expect(client.events().at(-1)).toMatchObject({
      event: 'dropped',
      data: { code: 'restart', retry_ms: 2_000 },
    });
  });

  it('does not keep the service from stopping, nor does a connection that asks nothing', async () => {
    await serve();
    const client = await open(CALLS);
    const silent = connect(Number(new URL(url).port), '127.0.0.1');
    close.push(() => silent.destroy());
    await new Promise((resolve) => silent.once('connect', resolve));
    await eventually(() => expect(valuesOf(client)).toEqual([1]));
    const gone = new Promise((resolve) => silent.once('close', resolve));
    await script.app.close();
    await gone;
  }, 20_000);

  it('frees its questions when the client goes away', async () => {
    await serve();
    const client = await open(CALLS);
    await eventually(() => expect(valuesOf(client)).toEqual([1]));
    expect([await gauge('tally_query_streams_open'), await gauge('tally_query_questions')]).toEqual([1, 1]);
    client.close();
    await eventually(async () =>
      expect([await gauge('tally_query_streams_open'), await gauge('tally_query_questions')]).toEqual([0, 0]),
    );
    script.asked.length = 0;
    script.updates.cells('acme', 'call', [NOW]);
    // Whoever comes later is answered later.
    const later = await open(DEALS);
    await eventually(() => expect(valuesOf(later)).toHaveLength(1));
    expect(script.asked.map(({ sql }) => sql.includes('call_cells'))).toEqual([false]);
  });

  it('skips what a client that does not read has missed, and gives it the newest', async () => {
    await serve();
    const rep = (n: number) => `${n}-${'x'.repeat(200)}`;
    let version = 0;
    // 1.5 MB each: more than the sockets between them take.
    script.answers = () =>
      Array.from({ length: 5_000 }, (_, n) => ({ ...rowOf(10_000 + version), rep: rep(n) }));
    let text = '';
    const socket: Socket = connect(Number(new URL(url).port), '127.0.0.1');
    close.push(() => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.pause();
    socket.write(`GET /v1/stream?${BY_REP} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    await eventually(() => expect(script.asked).toHaveLength(1));
    const versions = 20;
    for (version = 1; version <= versions; version += 1) {
      script.updates.cells('acme', 'call', [NOW]);
      await eventually(() => expect(script.asked).toHaveLength(version + 1));
    }
    version = versions;
    socket.resume();
    const seen = () =>
      [...text.matchAll(/"result":\{"tenant".{0,500}?"value":(\d+)/g)].map(([, value]) => Number(value));
    await eventually(() => expect(seen().at(-1)).toBe(10_000 + versions));
    expect(seen().length).toBeLessThan(versions / 2);
    expect(seen()).toEqual(seen().toSorted());
    expect(parseSse(text.slice(text.indexOf('retry:'))).length).toBeGreaterThan(0);
  });

  it('leaves nothing behind when the client goes before the stream has begun', async () => {
    await serve();
    const held: (() => void)[] = [];
    const { rows } = script.database;
    script.database.rows = async (...args) => {
      await new Promise<void>((resolve) => held.push(resolve));
      return rows(...args);
    };
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET /v1/stream?board=office HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await eventually(() => expect(held.length).toBeGreaterThan(0));
    socket.destroy();
    await eventually(async () => expect(await connections()).toBe(0));
    script.database.rows = rows;
    for (const letGo of held) letGo();
    const later = await open(CALLS);
    await eventually(() => expect(valuesOf(later)).toHaveLength(1));
    expect([await gauge('tally_query_streams_open'), await gauge('tally_query_questions')]).toEqual([1, 1]);
  });
});

describe('one client', () => {
  const forty = (n: number) =>
    Array.from(
      { length: 40 },
      (_, i) => `q=${encodeURIComponent(`calls?period=today&filter=rep:${n}.${i}`)}`,
    ).join('&');

  it.each([
    ['with a key', { authorization: 'Bearer k' }, 'this API key would stream 280 different questions'],
    ['without one', {}, 'this address would stream 280 different questions'],
  ])('%s cannot ask so much that nothing is left for others', async (_who, headers, why) => {
    await serve();
    script.keys.set('k', principal('acme', 'read'));
    script.keys.set('other', principal('acme', 'read', 'ingest'));
    for (let n = 0; n < 6; n += 1) expect((await open(forty(n), headers)).status).toBe(200);
    const refused = await fetch(`${url}/v1/stream?${forty(6)}`, { headers });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    expect((await refused.json()).error).toMatchObject({
      code: 'too_many_questions',
      message: expect.stringContaining(why),
    });
    const other = await open(CALLS, { authorization: 'Bearer other' });
    await eventually(() => expect(valuesOf(other)).toEqual([1]));
  });

  it('may be a whole office of screens that show the same', async () => {
    await serve();
    script.keys.set('k', principal('acme', 'read'));
    const screens = await Promise.all(
      Array.from({ length: 20 }, () => open('board=office', { authorization: 'Bearer k' })),
    );
    expect(screens.map(({ status }) => status)).toEqual(screens.map(() => 200));
    const { tiles } = (await script.app.inject('/v1/boards/office')).json();
    await eventually(async () => expect(await gauge('tally_query_questions')).toBe(tiles.length));
  });

  it('has only so many streams, and a further one when it has closed one', async () => {
    await serve({ perClient: { streams: 2 } });
    const [first] = [await open(CALLS), await open(CALLS)];
    expect((await open(CALLS)).status).toBe(429);
    first!.close();
    await eventually(async () => expect(await gauge('tally_query_streams_open')).toBe(1));
    expect((await open(CALLS)).status).toBe(200);
  });

  it('has only so many requests in work, and is told when to come again', async () => {
    await serve({ perClient: { requests: 2 } });
    const waiting: (() => void)[] = [];
    script.answers = () => new Promise((resolve) => waiting.push(() => resolve([rowOf(1)])));
    const ask = () => fetch(`${url}/v1/metrics/calls?period=today`);
    const answers = [ask(), ask()];
    await eventually(() => expect(waiting).toHaveLength(2));
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await refused.json()).error.message).toMatch(/^this address has 2 requests in work/);
    for (const answer of waiting) answer();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
    script.answers = () => [rowOf(1)];
    expect((await ask()).status).toBe(200);
  });
});

describe('GET /v1/metrics/{name}', () => {
  it('ends its query when the client goes away', async () => {
    await serve();
    let isAsked = false;
    script.answers = () =>
      new Promise((_resolve, reject) => {
        isAsked = true;
        const { signal } = script.asked.at(-1)!;
        signal!.addEventListener('abort', () => reject(new Error('aborted')));
      });
    const abort = new AbortController();
    const answer = fetch(`${url}/v1/metrics/calls?period=today`, { signal: abort.signal }).catch(
      () => 'gone',
    );
    await eventually(() => expect(isAsked).toBe(true));
    abort.abort();
    expect(await answer).toBe('gone');
    await eventually(() => expect(script.asked.at(-1)!.signal!.aborted).toBe(true));
    await eventually(async () =>
      expect((await script.app.inject('/metrics')).body).toMatch(
        /tally_query_requests_abandoned_total\{route="\/v1\/metrics\/:name".*\} 1/,
      ),
    );
  });
});

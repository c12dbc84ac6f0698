import { describe, expect, it, vi } from 'vitest';
import { callLogged, testApp } from './testing/ingest.js';

describe('POST /v1/events with JSON', () => {
  it('answers 202 for an event once Kafka has acknowledged it, and not before', async () => {
    const { send, publisher } = testApp();
    publisher.hold();
    let answered = false;
    const answer = send(callLogged('1')).finally(() => {
      answered = true;
    });
    await vi.waitFor(() => expect(publisher.waiting()).toBe(1));
    expect(answered).toBe(false);
    publisher.acknowledge();
    const { status, body } = await answer;
    expect(status).toBe(202);
    expect(body).toEqual({ accepted: 1, rejected: 0, results: [{ index: 0, id: '1', status: 'accepted' }] });
    expect(publisher.published.map(({ key }) => key)).toEqual(['acme/call/C-1']);
  });

  it('answers 400 with field, reason and what was expected when a single event is wrong', async () => {
    const { send, publisher } = testApp();
    const { status, body } = await send(callLogged('1', { data: { outcome: 'great' } }));
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'invalid_event', field: 'data.outcome' });
    expect(body.results[0]!.violations[0]).toMatchObject({
      field: 'data.outcome',
      reason: '"great" does not fit',
      expected: expect.stringContaining('one of connected'),
    });
    expect(publisher.published).toEqual([]);
  });

  it('says of each event of a batch what became of it', async () => {
    const { send, publisher } = testApp();
    const { status, body } = await send([
      callLogged('1'),
      callLogged('2', { time: 'noon' }),
      7,
      callLogged('4'),
    ]);
    expect(status).toBe(202);
    expect(body).toMatchObject({
      accepted: 2,
      rejected: 2,
      results: [
        { index: 0, id: '1', status: 'accepted' },
        { index: 1, id: '2', status: 'rejected', violations: [{ field: 'time' }] },
        { index: 2, id: null, status: 'rejected', violations: [{ reason: 'not a JSON object' }] },
        { index: 3, id: '4', status: 'accepted' },
      ],
    });
    expect(publisher.published.map(({ key }) => key)).toEqual(['acme/call/C-1', 'acme/call/C-4']);
  });

  it('takes events that erase from a key with the scope erase, which sends nothing else, and from no other', async () => {
    const { send, publisher } = testApp();
    const officer = { headers: { authorization: 'Bearer officer' } };
    const erased = {
      specversion: '1.0',
      id: 'e',
      source: 'dpo',
      type: 'call.erased',
      time: '2026-03-02T09:15:00Z',
      data: { call_id: 'C-1', erased_at: '2026-03-02T09:15:00Z' },
    };
    const { body, status } = await send(erased);
    expect([status, body.results[0]!.violations]).toEqual([
      400,
      [{ field: 'type', reason: 'not for this API key', expected: 'a key with the scope erase' }],
    ]);
    const lines = await send(`${JSON.stringify(erased)}\n`, {
      headers: { ...officer.headers, 'content-type': 'application/x-ndjson' },
    });
    expect(lines.body).toEqual({ accepted: 1, rejected: 0, results: [] });
    expect((await send([erased, callLogged('2')], officer)).body).toMatchObject({
      accepted: 1,
      results: [{ status: 'accepted' }, { violations: [{ expected: 'a key with the scope ingest' }] }],
    });
    expect(publisher.published.map(({ key }) => key)).toEqual(['acme/call/C-1', 'acme/call/C-1']);
  });

  it('takes an empty batch', async () => {
    expect((await testApp().send([])).body).toEqual({ accepted: 0, rejected: 0, results: [] });
  });

  it('takes application/json for one event as for many', async () => {
    const { send } = testApp();
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await send(callLogged('1'), { headers })).body).toMatchObject({ accepted: 1 });
    expect((await send([callLogged('1'), callLogged('2')], { headers })).body).toMatchObject({ accepted: 2 });
  });

  it('gives the events to the tenant of the key', async () => {
    const { send, publisher } = testApp();
    await send(callLogged('1'), { headers: { authorization: 'Bearer globex' } });
    expect(publisher.published[0]!.key).toBe('globex/call/C-1');
  });

  it.each([
    ['a batch as a single event', [callLogged('1')], 'application/cloudevents+json', 400, 'invalid_body'],
    ['a single event as a batch', callLogged('1'), 'application/cloudevents-batch+json', 400, 'invalid_body'],
    ['what is no JSON', '{', 'application/json', 400, 'invalid_json'],
    ['nothing', '', 'application/json', 400, 'invalid_json'],
    ['another content type', 'a,b', 'text/csv', 415, 'unsupported_media_type'],
    ['a batch that is too long', Array(101).fill(callLogged('1')), 'application/json', 413, 'batch_too_long'],
    ['a body that is too long', ' '.repeat(100_001), 'application/json', 413, 'body_too_large'],
  ])('refuses %s', async (_what, body, type, status, code) => {
    const { send, publisher } = testApp();
    const answer = await send(body, { headers: { 'content-type': type } });
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({ code, message: expect.stringMatching(/^[A-Z].*\.$/s) });
    expect(publisher.published).toEqual([]);
  });

  it('refuses a body that is not UTF-8 rather than guessing', async () => {
    const { app } = testApp();
    const payload = Buffer.from(JSON.stringify(callLogged('Zoë')), 'latin1');
    const headers = { authorization: 'Bearer acme', 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/v1/events', headers, payload });
    expect([answer.statusCode, answer.json().error.message]).toEqual([400, 'The body is not UTF-8.']);
  });

  it('refuses a body that says it is in another charset, which might be read as something else', async () => {
    const headers = { 'content-type': 'application/json; charset=iso-8859-1' };
    const answer = await testApp().send(callLogged('Ã©'), { headers });
    expect([answer.status, answer.body.error.code]).toEqual([415, 'unsupported_charset']);
  });

  it('refuses a compressed body by name', async () => {
    const answer = await testApp().send(callLogged('1'), { headers: { 'content-encoding': 'gzip' } });
    expect([answer.status, answer.body.error.field]).toEqual([415, 'content-encoding']);
  });

  it.each([
    ['no key', {}, 401, 'unauthorized'],
    ['an unknown key', { authorization: 'Bearer x' }, 401, 'unauthorized'],
    ['a key for reading', { authorization: 'Bearer reader' }, 403, 'forbidden'],
  ])('refuses %s', async (_what, headers, status, code) => {
    const { app } = testApp();
    const payload = JSON.stringify(callLogged('1'));
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/events',
      headers: { 'content-type': 'application/json', ...headers },
      payload,
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
  });

  it('answers 503 with Retry-After when Kafka does not take the events, and 202 when it does again', async () => {
    const { send, publisher } = testApp();
    publisher.fail();
    const down = await send(callLogged('1'));
    expect([down.status, down.body.error.code, down.headers['retry-after']]).toEqual([
      503,
      'kafka_unavailable',
      '5',
    ]);
    publisher.recover();
    expect((await send(callLogged('1'))).status).toBe(202);
  });

  it('answers 429 to a tenant with too much in work, 503 to all when all is full, and goes on when there is room', async () => {
    const { send, publisher, app } = testApp({ maxInFlightRequests: 4 });
    const as = (tenant: string) => send(callLogged('1'), { headers: { authorization: `Bearer ${tenant}` } });
    publisher.hold();
    const waiting = [as('acme'), as('acme')];
    await vi.waitFor(() => expect(publisher.waiting()).toBe(2));
    const tooMany = await as('acme');
    expect([tooMany.status, tooMany.headers['retry-after']]).toEqual([429, '1']);
    waiting.push(as('globex'), as('initech'));
    await vi.waitFor(() => expect(publisher.waiting()).toBe(4));
    expect((await as('hooli')).status).toBe(503);
    expect((await app.inject('/metrics')).body).toContain('tally_ingest_in_flight{unit="requests"} 4');
    publisher.acknowledge();
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(202);
    expect((await as('acme')).status).toBe(202);
    expect((await app.inject('/metrics')).body).toContain('tally_ingest_in_flight{unit="requests"} 0');
  });

  it('gives back the permit of a request that it refuses', async () => {
    const { send } = testApp({ maxInFlightRequests: 2 });
    for (let i = 0; i < 5; i += 1) {
      expect((await send('{', {})).status).toBe(400);
      expect((await send(' '.repeat(100_001))).status).toBe(413);
      expect((await send('a', { headers: { 'content-type': 'text/csv' } })).status).toBe(415);
    }
    expect((await send(callLogged('1'))).status).toBe(202);
  });
});

describe('other addresses', () => {
  it('are 404 with what there is', async () => {
    const answer = await testApp().app.inject('/v1/event');
    expect([answer.statusCode, answer.json().error.allowed[0]]).toEqual([404, 'POST /v1/events']);
  });

  it('are 400 when they are none', async () => {
    const answer = await testApp().app.inject('/v1/%ff');
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'bad_request']);
  });

  it('give health and metrics without a key', async () => {
    const { app, send } = testApp();
    await send([callLogged('1'), 7]);
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    const { body } = await app.inject('/metrics');
    expect(body).toContain('tally_ingest_events_total{result="accepted"} 1');
    expect(body).toContain('tally_ingest_events_total{result="rejected"} 1');
    expect(body).toContain('tally_ingest_requests_total{status="202"} 1');
  });
});

import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { callLogged, testApp } from './testing/ingest.js';

describe('POST /v1/events with NDJSON', () => {
  const lines = (...events: (object | string)[]) =>
    events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event))).join('\n');

  it('answers with a summary and the rejected lines by number', async () => {
    const { sendLines, publisher } = testApp();
    const { status, body } = await sendLines(
      lines(callLogged('1'), '', '{"specversion":', callLogged('4', { type: 'x.y' }), callLogged('5'), ''),
    );
    expect(status).toBe(202);
    expect(body).toMatchObject({
      accepted: 2,
      rejected: 2,
      results: [
        {
          line: 3,
          id: null,
          status: 'rejected',
          violations: [{ reason: expect.stringContaining('not JSON') }],
        },
        { line: 4, id: '4', status: 'rejected', violations: [{ field: 'type' }] },
      ],
    });
    expect(publisher.published.map(({ key }) => key)).toEqual(['acme/call/C-1', 'acme/call/C-5']);
  });

  it('takes lines from Windows and a byte order mark', async () => {
    const { body } = await testApp().sendLines(
      `\uFEFF${JSON.stringify(callLogged('1'))}\r\n\r\n${JSON.stringify(callLogged('2'))}\r\n`,
    );
    expect(body).toEqual({ accepted: 2, rejected: 0, results: [] });
  });

  it('takes nothing at all', async () => {
    expect((await testApp().sendLines('')).body).toEqual({ accepted: 0, rejected: 0, results: [] });
  });

  it('rejects a line that is too long and goes on after it', async () => {
    const { sendLines } = testApp({ maxLineBytes: 1_000 });
    const { body } = await sendLines(lines(callLogged('1'), `"${'x'.repeat(50_000)}"`, callLogged('3')));
    expect(body).toMatchObject({
      accepted: 2,
      results: [
        {
          line: 2,
          violations: [{ reason: 'the line has 50002 bytes', expected: 'at most 1000 bytes in a line' }],
        },
      ],
    });
  });

  it('reads no further than Kafka takes', async () => {
    const { app, publisher } = testApp();
    let read = 0;
    const endless = Readable.from(
      (function* () {
        for (let i = 0; i < 1_000; i += 1) {
          read += 1;
          yield `${Array.from({ length: 100 }, (_, k) => JSON.stringify(callLogged(`${i}-${k}`))).join('\n')}\n`;
        }
      })(),
      { highWaterMark: 1 },
    );
    publisher.hold();
    const headers = { authorization: 'Bearer acme', 'content-type': 'application/x-ndjson' };
    const answer = app.inject({ method: 'POST', url: '/v1/events', headers, payload: endless });
    await vi.waitFor(() => expect(publisher.waiting()).toBe(1));
    // All is in this process: what could be read would be, within a few turns of its event loop.
    for (let turns = 0; turns < 1_000; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(read).toBeLessThan(30);
    publisher.acknowledge();
    expect((await answer).json()).toMatchObject({ accepted: 100_000, rejected: 0 });
    expect(read).toBe(1_000);
  });

  it('ends with 503 and the last settled line when Kafka goes away midway', async () => {
    const { sendLines, publisher } = testApp();
    const publish = publisher.publish;
    let sends = 0;
    publisher.publish = (messages) => {
      sends += 1;
      if (sends === 3) publisher.fail();
      return publish(messages);
    };
    const { status, body, headers } = await sendLines(
      lines(...Array.from({ length: 5_000 }, (_, i) => callLogged(`${i}`))),
    );
    expect([status, headers['retry-after'], body.error.code]).toEqual([503, '5', 'kafka_unavailable']);
    expect(body.accepted).toBe(publisher.published.length);
    expect(body.accepted).toBeGreaterThan(0);
    expect(body.settled_lines).toBe(body.accepted);
    expect(body.error.message).toContain(`send again from line ${body.settled_lines + 1}`);
  });

  it('ends a stream of nothing but wrong lines with 400 and what was settled', async () => {
    const { sendLines } = testApp();
    const { status, body } = await sendLines('x\n'.repeat(200_000));
    expect([status, body.error.code]).toEqual([400, 'too_many_rejected']);
    expect(body.rejected).toBe(body.results.length);
    expect(body.settled_lines).toBe(body.results.at(-1)!.line);
    expect(body.rejected).toBeLessThan(40_000);
  });

  it('answers what is settled when the service stops in the middle of a stream', async () => {
    const { app, publisher } = testApp();
    const body = new Readable({ read: () => {} });
    body.push(`${JSON.stringify(callLogged('1'))}\n`);
    const headers = { authorization: 'Bearer acme', 'content-type': 'application/x-ndjson' };
    const answer = app.inject({ method: 'POST', url: '/v1/events', headers, payload: body });
    await vi.waitFor(() => expect(publisher.published).toHaveLength(1));
    await app.close();
    expect((await answer).statusCode).toBe(503);
    expect((await answer).json()).toMatchObject({
      error: { code: 'stopping' },
      accepted: 1,
      settled_lines: 1,
    });
  });
});

import type { ServerResponse } from 'node:http';
import { Registry } from 'prom-client';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Receiver } from '../receivers/receiver.js';
import { aNotification, aReceiver, aTransition, NOON } from '../testing/alerts.js';
import { type HttpReceiver, httpReceiver } from '../testing/http-receiver.js';
import { readableLog } from '../testing/readable-log.js';
import { createDelivery, type DeliveryOptions } from './delivery.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const open: (() => Promise<void> | void)[] = [];

async function server(
  ...answers: ((response: ServerResponse, count: number) => void)[]
): Promise<HttpReceiver> {
  const made = await httpReceiver((response, count) =>
    (answers[count - 1] ?? answers.at(-1) ?? ((each) => each.end('ok')))(response, count),
  );
  open.push(() => made.close());
  return made;
}

const ok = (response: ServerResponse) => void response.end('ok');
const status =
  (code: number, headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end();
const silence = () => {};

const webhook = (name: string, { url }: { url: URL }, secrets = [SECRET]): Receiver =>
  aReceiver({
    name,
    channel: { type: 'webhook', target: { url, allowHosts: new Set(['127.0.0.1']) }, secrets },
  });

function start(receivers: Receiver[], more: Partial<DeliveryOptions> = {}) {
  const { log, lines } = readableLog();
  const registry = new Registry();
  const stop = new AbortController();
  open.push(() => stop.abort(new Error('stopping')));
  const produce = vi.fn(async (_topic: string, _key: string, _value: string) => {});
  const delivery = createDelivery({
    receivers: { receivers, heartbeat: null },
    log,
    registry,
    now: Date.now,
    signal: stop.signal,
    produce,
    backoff: { minMs: 1, maxMs: 4 },
    ...more,
  });
  const counted = async (name: string) =>
    ((await registry.getSingleMetric(name)!.get()).values as { labels: object; value: number }[]).map(
      ({ labels, value }) => [Object.values(labels).join(' '), value],
    );
  return { ...delivery, stop, lines, produce, counted };
}

describe('a webhook', () => {
  it('can be verified by the library of Standard Webhooks, with the new secret as with the old', async () => {
    const old = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    const crm = await server();
    const { deliver } = start([webhook('crm', crm, [SECRET, old])]);
    expect(await deliver(aNotification())).toEqual([{ receiver: 'crm', fate: 'delivered' }]);
    const { headers, body } = crm.received[0]!;
    expect(headers['webhook-id']).toBe('notification-1');
    for (const secret of [SECRET, old])
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
        type: 'alert',
        data: { id: 'notification-1', transitions: [{ id: 'step-1' }] },
      });
    const other = new Webhook(Buffer.alloc(32, 9).toString('base64'));
    expect(() => other.verify(body, headers as Record<string, string>)).toThrow();
  });

  it('is sent again until it is taken, with the same id and body, and a new time', async () => {
    const crm = await server(status(500), status(503), status(500), ok);
    let nowMs = Date.now();
    const { deliver, counted, failed, pending } = start([webhook('crm', crm)], {
      now: () => {
        nowMs += 1_000;
        return nowMs;
      },
    });
    expect(await deliver(aNotification())).toEqual([{ receiver: 'crm', fate: 'delivered' }]);
    expect(crm.received).toHaveLength(4);
    expect(new Set(crm.received.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
    expect(new Set(crm.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(4);
    expect(await counted('tally_alerts_attempts_total')).toEqual([
      ['crm again', 3],
      ['crm taken', 1],
    ]);
    expect(await counted('tally_alerts_notifications_total')).toEqual([['crm delivered', 1]]);
    expect(failed()).toEqual([]);
    expect(pending()).toEqual([]);
  });

  it('that is gone is not sent again, but counted, logged once and remembered', async () => {
    const crm = await server(status(410));
    const { deliver, failed, lines, counted } = start([webhook('crm', crm)]);
    expect(await deliver(aNotification())).toEqual([{ receiver: 'crm', fate: 'failed' }]);
    expect(crm.received).toHaveLength(1);
    const told = {
      tenant: 'demo',
      receiver: 'crm',
      notification: 'notification-1',
      sinceMs: expect.any(Number),
      attempts: 1,
      lastError: 'answered 410',
    };
    expect(failed()).toEqual([told]);
    expect(lines).toEqual([expect.objectContaining({ level: 40, ...told })]);
    expect(await counted('tally_alerts_notifications_total')).toEqual([['crm failed', 1]]);
  });

  it('is given up when it was tried for long enough', async () => {
    const crm = await server(status(500));
    let nowMs = NOON * 1_000;
    const { deliver, failed } = start([webhook('crm', crm)], { now: () => nowMs, giveUpAfterMs: 60_000 });
    const done = deliver(aNotification());
    await vi.waitFor(() => expect(crm.received.length).toBeGreaterThan(2));
    expect(failed()).toEqual([]);
    nowMs += 60_000;
    expect(await done).toEqual([{ receiver: 'crm', fate: 'failed' }]);
    expect(failed()[0]).toMatchObject({ lastError: 'answered 500', attempts: crm.received.length });
  });

  it('is not sent before the receiver wants it again', async () => {
    const crm = await server(status(429, { 'retry-after': '1800' }));
    const nowMs = NOON * 1_000;
    const { deliver, pending, counted } = start([webhook('crm', crm)], { now: () => nowMs });
    void deliver(aNotification()).catch(() => {});
    await vi.waitFor(() => expect(pending()[0]!.nextMs).not.toBeNull());
    expect(pending()).toEqual([
      {
        tenant: 'demo',
        receiver: 'crm',
        notification: 'notification-1',
        kind: 'alert',
        sinceMs: nowMs,
        letGoMs: nowMs,
        attempts: 1,
        lastError: 'answered 429',
        nextMs: nowMs + 1_800_000,
      },
    ]);
    expect(await counted('tally_alerts_pending_notifications')).toEqual([['crm', 1]]);
  });
});

describe('a receiver that hangs', () => {
  it('delays no other, and no other alert of its own', async () => {
    const slow = await server(silence, ok);
    const quick = await server();
    const { deliver, pending, stop } = start([webhook('slow', slow), webhook('quick', quick)]);
    const first = deliver(aNotification());
    await vi.waitFor(() => expect(slow.received).toHaveLength(1));
    await vi.waitFor(() => expect(quick.received).toHaveLength(1));
    const other = aNotification({ id: 'notification-2' }, aTransition({ alert: 'alert-2' }));
    expect(await deliver(other)).toEqual([
      { receiver: 'slow', fate: 'delivered' },
      { receiver: 'quick', fate: 'delivered' },
    ]);
    expect(pending().map(({ receiver, notification }) => [receiver, notification])).toEqual([
      ['slow', 'notification-1'],
    ]);
    stop.abort(new Error('stopping'));
    await expect(first).rejects.toThrow('stopping');
  });

  it('gets no more than four attempts at once', async () => {
    const held: ServerResponse[] = [];
    const slow = await server((response) => void held.push(response));
    const { deliver } = start([webhook('slow', slow)]);
    const all = Array.from({ length: 9 }, (_, i) =>
      deliver(aNotification({ id: `n${i}` }, aTransition({ alert: `a${i}` }))),
    );
    await vi.waitFor(() => expect(held).toHaveLength(4));
    for (let sent = 4; sent < 9; sent += 1) {
      held[sent - 4]!.end();
      await vi.waitFor(() => expect(held).toHaveLength(sent + 1));
    }
    for (const response of held.slice(-4)) response.end();
    await Promise.all(all);
  });

  it('keeps no more than its bound', async () => {
    const slow = await server(silence);
    const { deliver, failed, stop } = start([webhook('slow', slow)], { bound: 2 });
    const kept = ['1', '2'].map((id) => deliver(aNotification({ id })));
    expect(await deliver(aNotification({ id: '3' }))).toEqual([{ receiver: 'slow', fate: 'failed' }]);
    expect(failed()).toMatchObject([
      { notification: '3', attempts: 0, lastError: '2 others are pending, and more are not kept' },
    ]);
    stop.abort(new Error('stopping'));
    for (const one of kept) await expect(one).rejects.toThrow('stopping');
  });
});

describe('the steps of an alert', () => {
  it('arrive in their order, whatever fails in between', async () => {
    const crm = await server(status(500), status(500), ok);
    const { deliver } = start([webhook('crm', crm)]);
    const steps = ['firing', 'resolved', 'withdrawn'] as const;
    await Promise.all(
      steps.map((state) => deliver(aNotification({ id: state }, aTransition({ id: state, state })))),
    );
    expect(crm.received.map(({ headers }) => headers['webhook-id'])).toEqual([
      'firing',
      'firing',
      'firing',
      'resolved',
      'withdrawn',
    ]);
  });

  it('wait for one that several alerts are in', async () => {
    const crm = await server(status(500), status(500), ok);
    const { deliver } = start([webhook('crm', crm)]);
    const b = aTransition({ id: 's2', alert: 'b' });
    await Promise.all([
      deliver(aNotification({ id: 'both' }, aTransition({ alert: 'a' }), b)),
      deliver(aNotification({ id: 'b' }, b)),
    ]);
    expect(crm.received.map(({ headers }) => headers['webhook-id'])).toEqual(['both', 'both', 'both', 'b']);
  });

  it('go on after one that was given up', async () => {
    const crm = await server(status(400), ok);
    const { deliver } = start([webhook('crm', crm)]);
    const fates = await Promise.all([deliver(aNotification()), deliver(aNotification({ id: '2' }))]);
    expect(fates.flat().map(({ fate }) => fate)).toEqual(['failed', 'delivered']);
  });
});

describe('a repetition', () => {
  it('joins what is pending, and is not sent after it was delivered', async () => {
    const held: ServerResponse[] = [];
    const slow = await server((response) => void held.push(response));
    const { deliver, pending } = start([webhook('slow', slow)]);
    const both = [deliver(aNotification()), deliver(aNotification())];
    await vi.waitFor(() => expect(held).toHaveLength(1));
    expect(pending()).toHaveLength(1);
    held[0]!.end();
    const delivered = [{ receiver: 'slow', fate: 'delivered' }];
    expect(await Promise.all(both)).toEqual([delivered, delivered]);
    expect(await deliver(aNotification())).toEqual(delivered);
    expect(slow.received).toHaveLength(1);
  });

  it('is another notification for another tenant, and sent again where it was given up', async () => {
    const crm = await server(status(400), ok);
    const { deliver } = start([webhook('crm', crm)]);
    const fates = [];
    for (const tenant of ['demo', 'demo', 'acme'])
      fates.push(...(await deliver(aNotification({ tenant }))).map(({ fate }) => fate));
    expect(fates).toEqual(['failed', 'delivered', 'delivered']);
    expect(crm.received).toHaveLength(3);
  });
});

describe('what is dropped', () => {
  it('ends at once and may be sent again, and tests go on', async () => {
    const slow = await server(silence, silence, ok);
    const busy = await server(status(429, { 'retry-after': '3600' }), ok);
    const held = aReceiver({ name: 'held', groupWaitMs: 3_600_000 });
    const { deliver, drop, pending, failed } = start([webhook('slow', slow), webhook('busy', busy), held]);
    const all = ['slow', 'busy', 'held'].map((name) => deliver(aNotification(), { to: [name] }));
    await vi.waitFor(() => expect(pending().filter(({ nextMs }) => nextMs)).toHaveLength(1));
    await vi.waitFor(() => expect(slow.received).toHaveLength(1));
    void deliver(aNotification({ id: 'test', kind: 'test' }, aTransition({ alert: 'test' })), {
      to: ['slow'],
    }).catch(() => {});
    await vi.waitFor(() => expect(slow.received).toHaveLength(2));
    drop(new Error('another has it'));
    expect(pending().map(({ notification }) => notification)).toEqual(['test']);
    // What comes at once does not join what has ended.
    const again = deliver(aNotification(), { to: ['slow', 'busy'] });
    for (const one of all) await expect(one).rejects.toThrow('another has it');
    expect((await again).map(({ fate }) => fate)).toEqual(['delivered', 'delivered']);
    expect(failed()).toEqual([]);
  });
});

describe('delivery', () => {
  it('goes to those who are named', async () => {
    const crm = await server();
    const { deliver, failed } = start([webhook('crm', crm), aReceiver({ name: 'log' })]);
    expect(await deliver(aNotification(), { to: ['crm', 'nobody', 'crm'] })).toEqual([
      { receiver: 'crm', fate: 'delivered' },
      { receiver: 'nobody', fate: 'failed' },
    ]);
    expect(failed()).toMatchObject([{ receiver: 'nobody', lastError: 'there is no such receiver' }]);
  });

  it('goes to receivers of its tenant alone, also when another tenant names one', async () => {
    const crm = await server();
    const { deliver } = start([{ ...webhook('crm', crm), tenants: new Set(['demo']) }, webhook('all', crm)]);
    expect(await deliver(aNotification({ tenant: 'acme' }))).toEqual([
      { receiver: 'all', fate: 'delivered' },
    ]);
    expect(await deliver(aNotification({ tenant: 'acme', id: '2' }), { to: ['crm'] })).toEqual([
      { receiver: 'crm', fate: 'failed' },
    ]);
    expect(await deliver(aNotification(), { to: ['crm'] })).toEqual([{ receiver: 'crm', fate: 'delivered' }]);
  });

  it('takes thousands that fire at once, the first alone and the rest together', async () => {
    const crm = await server();
    const { deliver } = start([webhook('crm', crm)]);
    const fates = await Promise.all(
      Array.from({ length: 3_000 }, (_, i) =>
        deliver(aNotification({ id: `${i}` }, aTransition({ id: `step-${i}`, alert: `alert-${i}` }))),
      ),
    );
    expect(new Set(fates.flat().map(({ fate }) => fate))).toEqual(new Set(['delivered']));
    expect(crm.received.length).toBeLessThan(60);
    const told = crm.received.flatMap(({ body }) =>
      (JSON.parse(body) as { data: { transitions: { id: string }[] } }).data.transitions.map(({ id }) => id),
    );
    expect(new Set(told).size).toBe(3_000);
  });

  it('puts what a topic receives under a key of its rule, and tries again when Kafka does not take it', async () => {
    const { deliver, produce } = start([aReceiver()]);
    produce.mockRejectedValueOnce(new Error('no leader'));
    await deliver(aNotification());
    expect(produce.mock.calls).toHaveLength(2);
    const [topic, key, value] = produce.mock.calls[1]!;
    expect([topic, key]).toEqual(['alerts', 'demo/slow-first-response']);
    expect(JSON.parse(value)).toMatchObject({ type: 'alert', data: { id: 'notification-1' } });
  });

  it('leaves out what a receiver finds too little, and history', async () => {
    const { deliver, produce } = start([aReceiver({ minSeverity: 'warning' })]);
    const info = aTransition({ id: 'info', severity: 'info' });
    const past = aTransition({ id: 'past', is_history: true });
    expect(await deliver(aNotification({}, info, past))).toEqual([{ receiver: 'sales', fate: 'unwanted' }]);
    await deliver(aNotification({}, info, aTransition(), past));
    expect(produce.mock.calls).toHaveLength(1);
    expect(JSON.parse(produce.mock.calls[0]![2]).data.transitions).toMatchObject([{ id: 'step-1' }]);
  });

  it.each(['slack', 'teams'] as const)('posts to %s', async (type) => {
    const chat = await server();
    const target = { url: chat.url, allowHosts: new Set(['127.0.0.1']) };
    const { deliver } = start([aReceiver({ channel: { type, target } })]);
    await deliver(aNotification());
    expect(chat.received[0]!.body).toContain('Warning: First response is slow: Munich, 2 h 10 min');
  });

  it('says nowhere where a secret address is', async () => {
    const chat = await server(status(404));
    const refused = new URL('https://10.0.0.1/services/hushhush');
    const hidden = new URL('/services/hushhush', chat.url);
    const allowHosts = new Set(['127.0.0.1']);
    const { deliver, failed, lines, produce } = start([
      aReceiver({ name: 'a', channel: { type: 'slack', target: { url: hidden, allowHosts } } }),
      aReceiver({ name: 'b', channel: { type: 'teams', target: { url: refused, allowHosts } } }),
      aReceiver({ name: 'c' }),
    ]);
    produce.mockRejectedValue(new Error('cannot ask https://hushhush@registry.example.com/'));
    await deliver(aNotification(), { giveUpAfterMs: 0 });
    expect(failed()).toHaveLength(3);
    expect(lines).toHaveLength(3);
    expect(JSON.stringify([failed(), lines])).not.toMatch(/hush/);
  });

  it('stops at once: what waits for its turn, for its time or for an answer', async () => {
    const slow = await server(silence);
    const busy = await server(status(429, { 'retry-after': '3600' }));
    const held = aReceiver({ name: 'held', groupWaitMs: 3_600_000 });
    const log = aReceiver({ name: 'log' });
    const receivers = [webhook('slow', slow), webhook('busy', busy), held, log];
    const { deliver, pending, stop, failed, produce } = start(receivers);
    produce.mockReturnValue(new Promise(() => {}));
    const all = ['slow', 'busy', 'held', 'log'].map((name) => deliver(aNotification(), { to: [name] }));
    const next = deliver(aNotification({ id: '2' }), { to: ['slow'] });
    await vi.waitFor(() => expect(pending().filter(({ nextMs }) => nextMs)).toHaveLength(1));
    await vi.waitFor(() => expect(slow.received).toHaveLength(1));
    expect(pending()).toHaveLength(5);
    stop.abort(new Error('stopping'));
    for (const one of [...all, next]) await expect(one).rejects.toThrow('stopping');
    expect(pending()).toEqual([]);
    expect(failed()).toEqual([]);
    await expect(deliver(aNotification())).rejects.toThrow('stopping');
  });
});

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

import type { OutgoingMessage, Producer } from '@tallyboard/kafka/producer';
import { createLogger } from '@tallyboard/runtime/logging';
import { describe, expect, it, vi } from 'vitest';
import { createPublisher, type PublisherOptions, Unavailable } from './publisher.js';

const message = (key: string): OutgoingMessage => ({ key, value: Buffer.from(key) });

/** A broker that the test takes down and brings back, and whose sends it can hold. */
function fakeBroker() {
  const sends: string[][] = [];
  const waiting: (() => void)[] = [];
  const broker = {
    up: true,
    held: false,
    opened: 0,
    closed: 0,
    sends,
    release: () => {
      for (const go of waiting.splice(0)) go();
    },
  };
  const send = async (_topic: string, messages: OutgoingMessage[]) => {
    if (broker.held) await new Promise<void>((resolve) => waiting.push(resolve));
    if (!broker.up) throw new Error('connection lost');
    sends.push(messages.map(({ key }) => String(key)));
  };
  const close = async () => {
    broker.closed += 1;
  };
  const open = async (): Promise<Producer> => {
    if (!broker.up) throw new Error('connection refused');
    broker.opened += 1;
    return { send, close };
  };
  return Object.assign(broker, { open });
}

function start(broker: ReturnType<typeof fakeBroker>, options: Partial<PublisherOptions> = {}) {
  const lines: { level: number; msg: string }[] = [];
  const log = createLogger('ingest', 'info', { write: (line) => void lines.push(JSON.parse(line)) });
  const publisher = createPublisher({ open: broker.open, topic: 'crm.events', log, ...options });
  const ready = () => vi.waitFor(() => expect(publisher.unavailable()).toBeNull(), { timeout: 10_000 });
  return { publisher, ready, lines };
}

describe('publisher', () => {
  it('refuses until it is connected', async () => {
    const { publisher, ready } = start(fakeBroker());
    await expect(publisher.publish([message('a')])).rejects.toThrow('still connecting to Kafka');
    await ready();
    await publisher.publish([message('a')]);
  });

  it('sends one at a time and takes along what has come meanwhile', async () => {
    const broker = fakeBroker();
    const { publisher, ready } = start(broker);
    await ready();
    broker.held = true;
    const published = ['a', 'b', 'c'].map((key) => publisher.publish([message(key)]));
    broker.held = false;
    await vi.waitFor(() => {
      broker.release();
      expect(broker.sends).toHaveLength(2);
    });
    await Promise.all(published);
    expect(broker.sends).toEqual([['a'], ['b', 'c']]);
  });

  it('lets requests of the same few milliseconds share a send, the first of them at once', async () => {
    const broker = fakeBroker();
    const { publisher, ready } = start(broker, { gapMs: 100 });
    await ready();
    await publisher.publish([message('a')]);
    const later = publisher.publish([message('b')]);
    await new Promise(setImmediate);
    await Promise.all([later, publisher.publish([message('c')])]);
    expect(broker.sends).toEqual([['a'], ['b', 'c']]);
  });

  it('settles nothing before the broker has acknowledged it', async () => {
    const broker = fakeBroker();
    const { publisher, ready } = start(broker);
    await ready();
    broker.held = true;
    const settled = vi.fn();
    const published = publisher.publish([message('a')]).finally(settled);
    await new Promise(setImmediate);
    expect(settled).not.toHaveBeenCalled();
    broker.release();
    await published;
  });

  it('refuses what was on its way and what waited when a send fails, then recovers with a new producer', async () => {
    const broker = fakeBroker();
    const changes: unknown[][] = [];
    const { publisher, ready, lines } = start(broker, { onChange: (...change) => changes.push(change) });
    await ready();
    broker.held = true;
    const published = ['a', 'b'].map((key) => publisher.publish([message(key)]));
    broker.up = false;
    broker.held = false;
    broker.release();
    for (const one of await Promise.allSettled(published))
      expect(one).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) });
    expect(publisher.unavailable()?.message).toBe('Kafka does not take events just now.');
    await expect(publisher.publish([message('c')])).rejects.toBeInstanceOf(Unavailable);
    expect(broker.sends).toEqual([]);

    broker.up = true;
    await ready();
    await publisher.publish([message('d')]);
    expect(broker.sends).toEqual([['d']]);
    expect([broker.opened, broker.closed]).toEqual([2, 1]);
    expect([changes[0], changes[1], changes.at(-1)]).toEqual([[true], [false, 'connection lost'], [true]]);
    expect(lines.map(({ msg }) => msg)).toEqual([
      'Kafka does not take events: answering 503 until it does',
      'Kafka takes events again',
    ]);
  });

  it('says once that there is no broker at the start, however often it tries', async () => {
    const broker = fakeBroker();
    broker.up = false;
    const open = vi.fn(broker.open);
    const { ready, lines } = start(broker, { open });
    await vi.waitFor(() => expect(open.mock.calls.length).toBeGreaterThan(2), { timeout: 10_000 });
    expect(lines.map(({ msg }) => msg)).toEqual(['Kafka does not take events: answering 503 until it does']);
    broker.up = true;
    await ready();
  });

  it('refuses more while the broker has acknowledged nothing for 5 s', async () => {
    const broker = fakeBroker();
    let nowMs = 0;
    const { publisher, ready } = start(broker, { now: () => nowMs });
    await ready();
    broker.held = true;
    const published = publisher.publish([message('a')]);
    nowMs = 4_999;
    expect(publisher.unavailable()).toBeNull();
    nowMs = 5_000;
    expect(publisher.unavailable()?.message).toContain('not acknowledged anything for 5 s');
    broker.release();
    await published;
    expect(publisher.unavailable()).toBeNull();
  });

  it('sends what waits before it closes', async () => {
    const broker = fakeBroker();
    const { publisher, ready } = start(broker);
    await ready();
    broker.held = true;
    const published = ['a', 'b'].map((key) => publisher.publish([message(key)]));
    const closed = publisher.close();
    broker.held = false;
    broker.release();
    await closed;
    await Promise.all(published);
    expect(broker.sends).toEqual([['a'], ['b']]);
    expect(broker.closed).toBe(1);
  });

  it('closes while there is no broker', async () => {
    const broker = fakeBroker();
    broker.up = false;
    const { publisher } = start(broker);
    await publisher.close();
    broker.up = true;
    expect(publisher.unavailable()).not.toBeNull();
  });
});

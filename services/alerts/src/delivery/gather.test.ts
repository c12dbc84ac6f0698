import type { Notification } from '@tallyboard/alerting/alert';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Receiver } from '../receivers/receiver.js';
import { aNotification, aReceiver, aTransition, NOON } from '../testing/alerts.js';
import { Gather, type Gathered } from './gather.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function gathering(more: Partial<Receiver>, hasRoom?: () => boolean) {
  const released: Gathered<string>[] = [];
  const gather = new Gather<string>(
    aReceiver(more),
    (gathered) => released.push(gathered),
    Date.now,
    hasRoom,
  );
  const add = (
    id: string,
    transition: Parameters<typeof aTransition>[0] = {},
    about: Partial<Notification> = {},
  ) => gather.add(aNotification({ id, ...about }, aTransition({ id: `step-${id}`, ...transition })), id);
  const parts = () => released.map((each) => each.parts.join(' '));
  return { gather, add, released, parts };
}

describe('a group', () => {
  it('of one goes at once', () => {
    const { add, released } = gathering({});
    add('1');
    add('2');
    expect(released.map(({ notification }) => notification.id)).toEqual(['1', '2']);
  });

  it('waits for others of its rule, from the first on, and goes as one', async () => {
    const { add, released, parts } = gathering({ groupWaitMs: MINUTE });
    add('1');
    await vi.advanceTimersByTimeAsync(MINUTE / 2);
    add('2', { alert: 'alert-2' }, { links: { 'alert-2': 'https://x.example.com' } });
    add('3', { rule: 'churn' });
    await vi.advanceTimersByTimeAsync(MINUTE / 2 - 1);
    expect(released).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(parts()).toEqual(['1 2']);
    expect(released[0]!.notification).toMatchObject({
      transitions: [{ id: 'step-1' }, { id: 'step-2' }],
      links: { 'alert-1': expect.any(String), 'alert-2': 'https://x.example.com' },
    });
    await vi.advanceTimersByTimeAsync(MINUTE / 2);
    expect(parts()).toEqual(['1 2', '3']);
  });

  it('has an id that follows from what is in it, and each step once', async () => {
    const ids = [];
    for (const names of [
      ['1', '2'],
      ['1', '2'],
      ['2', '1'],
    ]) {
      const { add, released } = gathering({ groupWaitMs: MINUTE });
      for (const name of names) add(name, { id: 'same' });
      await vi.advanceTimersByTimeAsync(MINUTE);
      expect(released[0]!.notification.transitions).toHaveLength(1);
      ids.push(released[0]!.notification.id);
    }
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('is of all rules where the receiver says so, and never of two tenants', async () => {
    const { add, parts } = gathering({ groupWaitMs: MINUTE, groupBy: 'all' });
    add('1');
    add('2', { rule: 'churn' });
    add('3', {}, { tenant: 'acme' });
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(parts()).toEqual(['1 2', '3']);
  });
});

describe('without room', () => {
  it('what comes waits, and goes together once there is some, in its order and a hundred at most', () => {
    let room = 1;
    const { add, gather, released, parts } = gathering({}, () => released.length < room);
    for (let i = 0; i < 251; i += 1) add(`${i}`);
    add('other', { rule: 'churn' });
    expect(parts()).toEqual(['0']);
    room = 5;
    gather.run();
    const sizes = released.map((each) => each.parts.length);
    expect(sizes).toEqual([1, 100, 1, 100, 50]);
    expect(parts()[2]).toBe('other');
    expect(released.filter((_, i) => i !== 2).flatMap((each) => each.parts)).toEqual(
      Array.from({ length: 251 }, (_, i) => `${i}`),
    );
  });

  it('tests and heartbeats go all the same', () => {
    const { add, parts } = gathering({}, () => false);
    add('1');
    add('2', {}, { kind: 'heartbeat' });
    expect(parts()).toEqual(['2']);
  });
});

describe('quiet hours', () => {
  const quiet = { from: '11:00', to: '13:00' };

  it('hold messages back till they end', async () => {
    const { add, parts } = gathering({ quiet });
    add('1');
    add('2');
    await vi.advanceTimersByTimeAsync(HOUR - 1);
    expect(parts()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(parts()).toEqual(['1 2']);
    add('3');
    expect(parts()).toEqual(['1 2', '3']);
  });

  it('let critical ones through, with what was held of the rule before it', async () => {
    const { add, parts } = gathering({ quiet });
    add('1');
    add('2', { severity: 'critical', rule: 'churn' });
    expect(parts()).toEqual(['2']);
    add('3', { severity: 'critical' });
    expect(parts()).toEqual(['2', '1 3']);
  });

  it('hold critical ones too where the receiver says so', async () => {
    const { add, parts } = gathering({ quiet, quietCritical: true });
    add('1', { severity: 'critical' });
    expect(parts()).toEqual([]);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(parts()).toEqual(['1']);
  });

  it('hold escalations, and neither tests nor heartbeats', () => {
    const { add, parts } = gathering({ quiet, groupWaitMs: MINUTE });
    add('1', {}, { kind: 'escalation' });
    add('2', {}, { kind: 'test' });
    add('3', {}, { kind: 'heartbeat' });
    expect(parts()).toEqual(['2', '3']);
  });

  it('end when the clock says so, and not when a timer thinks so', async () => {
    const { add, parts } = gathering({ quiet });
    add('1');
    vi.setSystemTime(NOON * 1_000 + HOUR);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(parts()).toEqual(['1']);
  });
});

it('gives back what it holds when it stops', async () => {
  const { gather, add, parts } = gathering({ groupWaitMs: MINUTE });
  add('1');
  add('2', { rule: 'churn' });
  expect(gather.stop()).toEqual(['1', '2']);
  await vi.advanceTimersByTimeAsync(HOUR);
  expect(parts()).toEqual([]);
});

beforeEach(() => {
  vi.useFakeTimers({ now: NOON * 1_000 });
});
afterEach(() => void vi.useRealTimers());

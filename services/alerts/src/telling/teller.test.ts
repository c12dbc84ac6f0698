import type { KafkaConnection } from '@tallyboard/kafka/connect';
import type { ConsumerOptions, Offset } from '@tallyboard/kafka/consumer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Delivery } from '../delivery/delivery.js';
import type { Pending } from '../delivery/lane.js';
import { AlertBook } from '../log/alert-book.js';
import { aTransition, NOON } from '../testing/alerts.js';
import { readableLog } from '../testing/readable-log.js';
import type { StoredStep } from './storing.js';
import { createTeller } from './teller.js';

/** A teller over a log that the test hands in; deliveries end when the test says so. */
async function telling() {
  const commits: number[] = [];
  const told: string[] = [];
  const drop = vi.fn();
  const store = vi.fn(async (_steps: readonly StoredStep[]) => {});
  const health = vi.fn<(ok: boolean, detail?: string) => void>();
  const ends = new Map<string, () => void>();
  const held = new Set<string>();
  const pending: Pending[] = [];
  const delivery: Delivery = {
    deliver: ({ id }) =>
      new Promise((resolve) => {
        told.push(id);
        if (held.has(id)) ends.set(id, () => resolve([]));
        else resolve([]);
      }),
    pending: () => pending,
    failed: () => [],
    drop,
  };
  let consumer: ConsumerOptions | undefined;
  const teller = createTeller(
    {} as KafkaConnection,
    {
      topic: 'crm.alerts',
      group: 'tell',
      book: new AlertBook(),
      delivery,
      ruleOf: () => undefined,
      linkTo: (alert) => alert,
      store,
      now: Date.now,
      log: readableLog().log,
      signal: new AbortController().signal,
      onTold: () => {},
      onHealth: health,
    },
    (_kafka, options) => {
      consumer = options;
      return {
        start: async () => {},
        commit: async ([at]: readonly Offset[]) => void commits.push(at!.offset),
        reposition: () => {},
        stop: async () => {},
      };
    },
  );
  await teller.start();
  const { onBatch, onRevoked } = consumer!;
  /** A batch of steps from an offset on; each is an alert of its own, named by its offset. */
  const take = (from: number, count: number) =>
    onBatch({
      topic: 'crm.alerts',
      partition: 0,
      messages: Array.from({ length: count }, (_, index) => {
        const id = String(from + index);
        const transition = aTransition({ id, alert: id });
        return {
          offset: from + index,
          key: null,
          value: Buffer.from(JSON.stringify({ kind: 'transition', transition })),
          headers: {},
          timestamp: NOON * 1_000,
        };
      }),
    });
  return { teller, take, revoke: onRevoked!, commits, told, store, health, ends, held, pending, drop };
}

const turns = () => vi.advanceTimersByTimeAsync(0);

describe('a receiver that does not answer', () => {
  it('holds up the commit and nothing that is told', async () => {
    const { take, commits, told, held, ends } = await telling();
    held.add('7');
    for (let from = 7; from < 5_007; from += 1_000) await take(from, 1_000);
    await turns();
    expect(told).toHaveLength(5_000);
    expect(commits).toEqual([]);
    ends.get('7')!();
    await turns();
    expect(commits).toEqual([5_007]);
  });

  it('makes telling unhealthy after some minutes, until it has answered', async () => {
    const { pending, health } = await telling();
    const waits = { attempts: 1, lastError: null, nextMs: null };
    const about = { tenant: 'demo', receiver: 'sales', notification: '1', kind: 'alert' } as const;
    pending.push({ ...about, sinceMs: Date.now(), letGoMs: Date.now(), ...waits });
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(health).toHaveBeenLastCalledWith(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(health).toHaveBeenLastCalledWith(
      false,
      'the receiver sales has not taken a notification for 6 min',
    );
    pending.pop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(health).toHaveBeenLastCalledWith(true);
  });
});

describe('while ClickHouse does not answer', () => {
  it('steps are told, and committed when they are stored', async () => {
    const { take, commits, told, store, health } = await telling();
    store.mockRejectedValue(new Error('no ClickHouse'));
    await take(0, 2);
    await take(2, 1);
    await turns();
    expect(told).toEqual(['0', '1', '2']);
    expect(health).toHaveBeenLastCalledWith(false, 'steps of alerts are not stored: no ClickHouse');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(commits).toEqual([]);
    store.mockClear().mockResolvedValue();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.mock.calls.flat(2).map(({ step }) => step.id)).toEqual(['0', '1', '2']);
    expect(health).toHaveBeenLastCalledWith(true);
    expect(commits.at(-1)).toBe(3);
  });
});

describe('when another instance has the log', () => {
  it('what is pending is dropped, and nothing of it committed', async () => {
    const { take, revoke, commits, drop, held, ends, store } = await telling();
    held.add('0');
    let stored = () => {};
    store.mockReturnValueOnce(new Promise((resolve) => (stored = resolve)));
    await take(0, 2);
    revoke();
    expect(drop).toHaveBeenCalledOnce();
    ends.get('0')!();
    stored();
    await turns();
    expect(commits).toEqual([]);
    held.clear();
    await take(0, 1);
    await turns();
    expect(commits).toEqual([1]);
    expect(store.mock.calls.map(([steps]) => steps.length)).toEqual([2, 1]);
  });
});

beforeEach(() => void vi.useFakeTimers({ now: NOON * 1_000 }));
afterEach(() => void vi.useRealTimers());

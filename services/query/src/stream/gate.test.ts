import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGate, type GateOptions } from './gate.js';

/** A gate whose tasks end when they are told to, under a clock that they move. */
function world(options: Partial<GateOptions> = {}) {
  let nowMs = 0;
  const gate = createGate({
    atOnce: 1,
    perTenant: 1,
    share: 1,
    burstMs: 1_000,
    now: () => nowMs,
    ...options,
  });
  const running = new Map<string, () => void>();
  const begun: string[] = [];
  return {
    begun,
    running,
    ask(name: string, tenant: string, ...clients: string[]) {
      gate({ tenant, clients: () => clients }, () => {
        begun.push(name);
        return new Promise((resolve) => running.set(name, resolve));
      });
    },
    pass: (ms: number) => {
      nowMs += ms;
      vi.advanceTimersByTime(ms);
    },
    /** Ends a task after `tookMs` more. */
    async end(name: string, tookMs = 1) {
      nowMs += tookMs;
      running.get(name)!();
      running.delete(name);
      await vi.advanceTimersByTimeAsync(0);
    },
    /** One after the other, until so many have begun. */
    async until(count: number) {
      while (begun.length < count) await this.end(begun.at(-1)!);
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the gate', () => {
  it('lets a tenant of few questions through beside one of very many', async () => {
    const it = world();
    for (let n = 0; n < 1_200; n += 1) it.ask(`many ${n}`, 'acme', 'key a');
    for (let n = 0; n < 5; n += 1) it.ask(`few ${n}`, 'globex', 'key g');
    await it.until(11);
    expect(it.begun.filter((name) => name.startsWith('few'))).toHaveLength(5);
  });

  it('gives the clients of one tenant turns as well', async () => {
    const it = world();
    for (let n = 0; n < 1_200; n += 1) it.ask(`many ${n}`, 'acme', 'key a');
    for (let n = 0; n < 5; n += 1) it.ask(`few ${n}`, 'acme', 'key b');
    await it.until(11);
    expect(it.begun.filter((name) => name.startsWith('few'))).toHaveLength(5);
  });

  it('keeps a place free of any one tenant, however long its tasks take', () => {
    const it = world({ atOnce: 4, perTenant: 3 });
    for (let n = 0; n < 10; n += 1) it.ask(`long ${n}`, 'acme', 'key a');
    it.ask('short', 'globex', 'key g');
    expect(it.begun).toEqual(['long 0', 'long 1', 'long 2', 'short']);
  });

  it('does what several clients want in the turn of any of them', async () => {
    const it = world();
    for (let n = 0; n < 3; n += 1) it.ask(`own ${n}`, 'acme', 'key a');
    it.ask('shared', 'acme', 'key a', 'key b');
    await it.end('own 0');
    expect(it.begun).toEqual(['own 0', 'shared']);
  });

  it('lets a client that has used up its share wait until it has some again, and nobody else', async () => {
    const it = world({ atOnce: 2, perTenant: 2, share: 0.5, burstMs: 1_000 });
    it.ask('heavy', 'acme', 'key a');
    await it.end('heavy', 1_500);
    it.ask('later', 'acme', 'key a');
    it.ask('other', 'acme', 'key b');
    expect(it.begun).toEqual(['heavy', 'other']);
    // It owes 500 ms and gets half a millisecond each.
    it.pass(999);
    expect(it.begun).toEqual(['heavy', 'other']);
    it.pass(10);
    expect(it.begun).toEqual(['heavy', 'other', 'later']);
  });

  it('forgives what goes beyond, so that one stall of the database does not silence a screen for minutes', async () => {
    const it = world({ share: 0.5, burstMs: 1_000 });
    it.ask('stalled', 'acme', 'key a');
    await it.end('stalled', 600_000);
    it.ask('next', 'acme', 'key a');
    it.pass(2_010);
    expect(it.begun).toEqual(['stalled', 'next']);
  });

  it('runs at once what nobody wants any more, which notices that', () => {
    const it = world({ atOnce: 2, perTenant: 2 });
    it.ask('abandoned', 'acme');
    expect(it.begun).toEqual(['abandoned']);
  });
});

import { describe, expect, it } from 'vitest';
import { createPatience } from './patience.js';

const limits = { maxIdleMs: 60_000, maxLineMs: 30_000, maxBodyMs: 40_000, minBytesPerS: 100 };

/** Lets `bytes` come every `everyMs` until it is too slow. */
function until(unit: 'line' | 'body', bytes: string, everyMs: number, most = 1_000) {
  const patience = createPatience(limits, unit);
  for (let i = 1; i <= most; i += 1) {
    const slow = patience.waited(everyMs);
    if (slow) return { slow, afterMs: i * everyMs };
    patience.arrived(Buffer.from(bytes));
  }
  return null;
}

describe('patience with a stream', () => {
  it('lets lines that come at once come as seldom as they like, up to the longest silence', () => {
    expect(until('line', '{"a":1}\n', 59_000)).toBeNull();
    expect(until('line', '{"a":1}\n', 61_000)).toEqual({
      slow: 'Nothing has come for 60 s.',
      afterMs: 61_000,
    });
  });

  it('ends a line that comes byte by byte', () => {
    expect(until('line', 'x', 3_000)?.slow).toBe('The line comes at less than 100 bytes a second.');
    expect(until('line', 'x', 3_000)?.afterMs).toBeLessThan(15_000);
  });

  it('ends a line that takes too long at whatever rate', () => {
    expect(until('line', 'x'.repeat(5_000), 1_000)).toEqual({
      slow: 'The line has not come within 30 s.',
      afterMs: 32_000,
    });
  });

  it('gives each line its own time, also when a chunk ends one and begins the next', () => {
    expect(until('line', `${'x'.repeat(500)}\n${'x'.repeat(500)}`, 9_000)).toBeNull();
    expect(until('line', `${'x'.repeat(500)}\n${'x'.repeat(5)}`, 9_000)?.slow).toMatch(/^The line comes/);
  });
});

describe('patience with a body', () => {
  it('begins with the first byte that has not come', () => {
    const patience = createPatience(limits, 'body');
    expect(patience.waited(5_000)).toBeNull();
    expect(patience.waited(1)).toBe('The body comes at less than 100 bytes a second.');
  });

  it('waits for one that keeps to the rate until the longest time is over', () => {
    expect(until('body', 'x'.repeat(100), 900)?.slow).toBe('The body has not come within 40 s.');
    expect(until('body', '\n', 900)?.slow).toMatch(/less than/);
  });
});

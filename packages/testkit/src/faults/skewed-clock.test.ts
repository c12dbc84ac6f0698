import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { skewedClock } from './skewed-clock.js';

const HOUR_MS = 3_600_000;

it.each([2 * HOUR_MS, -2 * HOUR_MS])(
  'a process has a clock that is off by %d ms, and right durations',
  (byMs) => {
    const program = `const d = new Date(0); console.log(JSON.stringify([Date.now(), +new Date(), +d, d instanceof Date,
    performance.timeOrigin + performance.now()]))`;
    const before = Date.now();
    const said = execFileSync(process.execPath, ['-e', program], {
      env: { PATH: process.env.PATH, ...skewedClock(byMs) },
    });
    const after = Date.now();
    const [now, made, epoch, isDate, monotonic] = JSON.parse(String(said));
    for (const instant of [now - byMs, made - byMs, monotonic]) {
      expect(instant).toBeGreaterThanOrEqual(before - 1);
      expect(instant).toBeLessThanOrEqual(after + 1);
    }
    expect([epoch, isDate]).toEqual([0, true]);
  },
);

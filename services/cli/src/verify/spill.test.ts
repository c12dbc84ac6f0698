import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSpill } from './spill.js';

it('gives back of each slice what was put into it, in order, also what came after a first reading', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tally-spill-'));
  const spill = createSpill(3, dir);
  // Of all sizes around that of a chunk; nothing at all is a record too.
  const record = (n: number) => Buffer.alloc((n * 7_919) % 70_000, n % 251);
  const put = (from: number, to: number) => {
    for (let n = from; n < to; n += 1) spill.add(n % 2, record(n));
  };
  const taken = (slice: number) => [...spill.records(slice)].map((each) => [each.length, each[0]]);
  const expected = (slice: number, to: number) =>
    Array.from({ length: to }, (_, n) => n)
      .filter((n) => n % 2 === slice)
      .map((n) => [record(n).length, record(n)[0]]);
  put(0, 60);
  expect([taken(0), taken(1), taken(2)]).toEqual([expected(0, 60), expected(1, 60), []]);
  put(60, 75);
  expect([taken(0), taken(1)]).toEqual([expected(0, 75), expected(1, 75)]);
  // Nothing to clean up, however the process ends.
  expect(readdirSync(dir)).toEqual([]);
  spill.close();
  rmSync(dir, { recursive: true });
});

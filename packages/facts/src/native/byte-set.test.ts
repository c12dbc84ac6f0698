import { Random } from '@tallyboard/runtime/random';
import { expect, it } from 'vitest';
import { ByteSet } from './byte-set.js';

it('has each once, in the order in which they came, as a Set of texts has', () => {
  const random = new Random('byte-set');
  const set = new ByteSet();
  const other = new Set<string>();
  for (let i = 0; i < 5_000; i += 1) {
    const text = (random.next() % 3_000).toString(36).padEnd(random.next() % 4, '-');
    const bytes = Buffer.from(`<${text}>`);
    expect(set.has(bytes, 1, bytes.length - 1)).toBe(other.has(text));
    expect(set.add(bytes, 1, bytes.length - 1)).toBe(!other.has(text));
    other.add(text);
  }
  const twice = new ByteSet();
  for (let i = 0; i < 2; i += 1) twice.addAll(set);
  const entries = Array.from({ length: twice.size }, (_, i) =>
    twice.bytes.data.toString('utf8', twice.begin(i), twice.end(i)),
  );
  expect(entries).toEqual([...other]);
});

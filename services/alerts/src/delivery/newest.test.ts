import { expect, it } from 'vitest';
import { Newest } from './newest.js';

it('remembers the newest and no more', () => {
  const newest = new Newest<string>(2);
  for (const one of ['a', 'b', 'a', 'c']) newest.add(one);
  expect(['a', 'b', 'c'].map((one) => newest.has(one))).toEqual([true, false, true]);
});

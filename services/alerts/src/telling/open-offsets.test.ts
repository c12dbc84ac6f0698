import { expect, it } from 'vitest';
import { OpenOffsets } from './open-offsets.js';

it('is committed up to the oldest that is open, each time once', () => {
  const offsets = new OpenOffsets();
  const [first, second, third] = [4, 5, 9].map((offset) => offsets.begin(offset));
  expect(offsets.takeCommittable()).toBeNull();
  offsets.end(second!);
  expect(offsets.takeCommittable()).toBeNull();
  offsets.end(first!);
  expect(offsets.takeCommittable()).toBe(9);
  expect(offsets.takeCommittable()).toBeNull();
  offsets.end(third!);
  expect(offsets.takeCommittable()).toBe(10);
});

it('is committed when everything that began at one offset has ended', () => {
  const offsets = new OpenOffsets();
  const [stored, told] = [4, 4].map((offset) => offsets.begin(offset));
  offsets.end(told!);
  expect(offsets.takeCommittable()).toBeNull();
  offsets.end(stored!);
  expect(offsets.takeCommittable()).toBe(5);
});

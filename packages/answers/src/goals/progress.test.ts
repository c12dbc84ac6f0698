import { describe, expect, it } from 'vitest';
import { type Pursued, progressOf } from './progress.js';

const sum: Pursued = {
  ...{ target: 200, baseline: null, better: 'up', addsUp: true },
  ...{ actual: 60, phase: 'runs', elapsed: 0.25 },
};
const level: Pursued = { ...sum, target: 40, baseline: 60, better: 'down', addsUp: false, actual: 50 };
const OVER = { phase: 'over', elapsed: 1 } as const;

describe('a goal of what adds up', () => {
  it('is expected and projected by the time that is over', () => {
    expect(progressOf(sum)).toEqual({
      ...{ share: 0.3, expected: 50, projection: 240, status: 'on_pace' },
      ...{ filled: 0.3, mark: 0.25 },
    });
    expect(progressOf({ ...sum, actual: 49 })).toMatchObject({ projection: 196, status: 'behind' });
  });

  it('is reached as soon as it is, and missed when time is over', () => {
    expect(progressOf({ ...sum, actual: 200 })).toMatchObject({ share: 1, status: 'reached' });
    expect(progressOf({ ...sum, actual: 199, ...OVER })).toMatchObject({ projection: 199, status: 'missed' });
  });

  it('should it be little, is judged by what it comes to, and missed as soon as it is too much', () => {
    const few = { ...sum, better: 'down' } as const;
    expect(progressOf({ ...few, actual: 40 })).toEqual({
      share: 1.25,
      expected: 50,
      projection: 160,
      status: 'on_pace',
      filled: 0.2,
      mark: 0.25,
    });
    expect(progressOf({ ...few, actual: 80 })).toMatchObject({ share: 0.625, status: 'behind' });
    expect(progressOf({ ...few, actual: 201 })).toMatchObject({ status: 'missed' });
    expect(progressOf({ ...few, actual: 0 })).toMatchObject({ share: null, status: 'on_pace' });
    expect(progressOf({ ...few, actual: 200, ...OVER })).toMatchObject({ share: 1, status: 'reached' });
  });

  it('has no projection before it begins', () => {
    expect(progressOf({ ...sum, actual: 0, phase: 'to_come', elapsed: 0 })).toEqual({
      ...{ share: 0, expected: 0, projection: null, status: 'to_come', filled: 0, mark: 0 },
    });
  });
});

describe('a goal of a level', () => {
  it('goes from where it was to where it should be, also downwards', () => {
    const found = progressOf(level);
    expect(found.share).toBeCloseTo(0.5, 12);
    expect(found.expected).toBeCloseTo(55, 12);
    expect(found).toMatchObject({ projection: 50, status: 'on_pace', filled: found.share, mark: 0.25 });
    expect(progressOf({ ...level, actual: 58 })).toMatchObject({ status: 'behind' });
  });

  it('without a baseline is to be there all the time, with a share of which more is better', () => {
    const plain = { ...level, baseline: null };
    expect(progressOf(plain)).toMatchObject({
      share: 0.8,
      expected: 40,
      projection: 50,
      status: 'behind',
    });
    expect(progressOf({ ...plain, actual: 32 })).toMatchObject({ share: 1.25, status: 'on_pace' });
    expect(progressOf({ ...plain, better: 'up' })).toMatchObject({ mark: 1, share: 1.25, status: 'on_pace' });
    expect(progressOf({ ...plain, actual: 40, ...OVER })).toMatchObject({ status: 'reached' });
  });

  it('of nothing has no value', () => {
    expect(progressOf({ ...level, actual: null })).toMatchObject({
      share: null,
      projection: null,
      status: 'no_value',
    });
  });
});

import { describe, expect, it } from 'vitest';
import { createFirstClaims } from './first-claims.js';

describe('the first claims', () => {
  it('remember the first line about a subject, whether a later one says the same, and how many there are', () => {
    const claims = createFirstClaims();
    expect(claims.note(2, { of: 'deal "a"', says: 'won' })).toBeNull();
    expect(claims.note(3, { of: 'deal "a"', says: 'won' })).toEqual({ line: 2, isOther: false });
    expect(claims.note(4, { of: 'deal "a"', says: 'lost' })).toEqual({ line: 2, isOther: true });
    expect(claims.times('deal "a"')).toBe(3);
    expect(claims.times('deal "b"')).toBe(0);
  });

  it('keep all they know when they grow', () => {
    const claims = createFirstClaims(2);
    for (let line = 1; line <= 5_000; line += 1)
      expect(claims.note(line, { of: `deal ${line}`, says: 'won' })).toBeNull();
    for (let line = 1; line <= 5_000; line += 1)
      expect(claims.note(9_999, { of: `deal ${line}`, says: 'won' })).toEqual({ line, isOther: false });
  });
});

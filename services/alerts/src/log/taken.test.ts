import { describe, expect, it } from 'vitest';
import { aTransition, NOON } from '../testing/alerts.js';
import { readableLog } from '../testing/readable-log.js';
import { AlertBook } from './alert-book.js';
import { leftOutTo, taken } from './taken.js';

describe('a record', () => {
  it('is in the book, and one that the book cannot take throws nothing', () => {
    const book = new AlertBook();
    expect(taken(book, { kind: 'transition', transition: aTransition() }, NOON * 1_000)).toBe(true);
    expect(book.open()).toHaveLength(1);
    const broken = { kind: 'action', tenant: 'demo', action: { kind: 'rule_set', rule: null, by: 'ann' } };
    expect(taken(book, broken as never, NOON * 1_000)).toBe(false);
  });

  it('that is left out is counted, and told of once', () => {
    const { log, lines } = readableLog();
    let count = 0;
    const onLeftOut = leftOutTo(log, () => {
      count += 1;
    });
    for (const offset of [7, 8, 9]) onLeftOut(offset);
    expect(count).toBe(3);
    expect(lines).toMatchObject([{ offset: 7 }]);
  });
});

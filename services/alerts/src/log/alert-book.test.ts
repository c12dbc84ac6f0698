import type { Action } from '@tallyboard/alerting/alert';
import { describe, expect, it } from 'vitest';
import { hushOf } from '../telling/routing.js';
import { aTransition, NOON } from '../testing/alerts.js';
import { AlertBook } from './alert-book.js';

const fired = aTransition();
const SILENCED: Action = {
  kind: 'silenced',
  silence: 's',
  from: NOON,
  to: NOON + 600,
  rule: fired.rule,
  by: 'ann',
};
const UNSILENCED: Action = { kind: 'unsilenced', silence: 's', by: 'ann' };

/** A book that was told this, each so many ms after noon. */
function bookOf(...said: [afterMs: number, what: Action | typeof fired][]) {
  const book = new AlertBook();
  for (const [afterMs, what] of said)
    book.take(
      'kind' in what
        ? { kind: 'action', tenant: 'demo', action: what }
        : { kind: 'transition', transition: what },
      NOON * 1_000 + afterMs,
    );
  return book;
}

/** Why nobody was told, as everybody finds later on. */
const hush = (book: AlertBook) =>
  hushOf(fired, { book, rule: undefined, atSeconds: book.saidAt(fired)! / 1_000 });

describe('what was told at an instant, as it is found afterwards: a silence', () => {
  it('covers what was said before it was ended, in the same second or millisecond', () => {
    expect(hush(bookOf([0, SILENCED], [500, fired], [501, UNSILENCED]))).toBe('silenced');
    expect(hush(bookOf([0, SILENCED], [500, fired], [500, UNSILENCED]))).toBe('silenced');
    expect(hush(bookOf([0, SILENCED], [500, UNSILENCED], [501, fired]))).toBe(null);
  });

  it('does not cover what was said before it, in the same second or millisecond', () => {
    expect(hush(bookOf([500, fired], [501, SILENCED]))).toBe(null);
    expect(hush(bookOf([500, fired], [500, SILENCED]))).toBe(null);
  });
});

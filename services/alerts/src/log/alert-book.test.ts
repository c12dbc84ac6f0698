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

describe('silences that are over', () => {
  it('are forgotten when nothing was said while they lasted, however many there were', () => {
    const silence = (id: string, ms: number): [number, Action] => [ms, { ...SILENCED, silence: id }];
    const end = (id: string, ms: number): [number, Action] => [ms, { ...UNSILENCED, silence: id }];
    const many = Array.from({ length: 500 }, (_, i) => [silence(`${i}`, 10 * i), end(`${i}`, 10 * i + 2)]);
    const used: [number, Action | typeof fired][] = [
      silence('used', 8_000),
      [8_005, fired],
      end('used', 8_010),
    ];
    const book = bookOf(...many.flat(), ...used, silence('last', 9_000));
    expect(book.silences('demo').map(({ silence }) => silence)).toEqual(['used', 'last']);
    expect(hush(book)).toBe('silenced');
  });
});

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

describe('of alerts that ended long ago', () => {
  const DAY = 86_400;
  /** Begins and ends an alert of a group of its own, so many days after noon. */
  const ended = (book: AlertBook, n: number, days = 0) => {
    const more = { alert: `alert-${n}`, group: { office: `${n}` }, at: NOON + days * DAY };
    const steps = [
      aTransition({ ...more, id: `fired-${n}` }),
      aTransition({ ...more, id: `over-${n}`, state: 'resolved' }),
    ] as const;
    for (const transition of steps)
      book.take({ kind: 'transition', transition }, (NOON + days * DAY) * 1_000);
    return steps;
  };
  const saidOf = (book: AlertBook, n: number) => book.said('demo', fired.rule, [`${n}`]);
  const again = (book: AlertBook, transition: typeof fired, days: number) =>
    book.take({ kind: 'transition', transition }, (NOON + days * DAY) * 1_000);

  it('it stays known what was said, so that nothing of it is said again', () => {
    const book = new AlertBook();
    const [first] = ended(book, 0);
    const before = saidOf(book, 0);
    for (let n = 1; n <= 3_000; n += 1) ended(book, n);
    expect(book.alert('demo', first.alert)).toBe(null);
    expect(saidOf(book, 0)).toEqual(before);
    again(book, first, 1);
    expect(book.open()).toEqual([]);
  });

  it('who was told is told that one was not so after all', () => {
    const book = new AlertBook();
    const [first] = ended(book, 0);
    for (let n = 1; n <= 3_000; n += 1) ended(book, n);
    const withdrawn = { ...first, id: 'withdrawn-0', state: 'withdrawn' as const, corrects: first.id };
    again(book, withdrawn, 1);
    expect(hushOf(withdrawn, { book, rule: undefined, atSeconds: NOON + DAY })).toBe(null);
    expect(saidOf(book, 0)).toMatchObject([{ firedBy: first.id, isWithdrawn: true }]);
  });

  it('even the ids are forgotten when no rule looks back so far, and a late repetition is no new alert', () => {
    const book = new AlertBook();
    const [first] = ended(book, 0);
    for (let n = 1; n <= 3_000; n += 1) ended(book, n);
    for (let n = 3_001; n <= 3_200; n += 1) ended(book, n, 121);
    expect(book.saidAt(first)).toBe(null);
    expect(saidOf(book, 0)).toEqual([]);
    again(book, first, 122);
    expect(book.open()).toEqual([]);
    expect(saidOf(book, 0)).toEqual([]);
  });
});

import type { Action } from '@tallyboard/alerting/alert';
import { describe, expect, it } from 'vitest';
import { AlertBook } from '../log/alert-book.js';
import { aTransition } from '../testing/alerts.js';
import { hushOf } from './routing.js';

const RULE = { name: 'slow', metric: 'calls', window: '1h', above: 1, inhibited_by: ['down'] };

/** What is said at second 100, 200, … is told, or why not. */
function told(...said: (Parameters<typeof aTransition>[0] | Action)[]) {
  const book = new AlertBook();
  return said.map((each, i) => {
    const atSeconds = (i + 1) * 100;
    if (each && 'kind' in each) {
      book.take({ kind: 'action', tenant: 'demo', action: each }, atSeconds * 1_000);
      return null;
    }
    const transition = aTransition({ id: `${i}`, rule: 'slow', ...each });
    book.take({ kind: 'transition', transition }, atSeconds * 1_000);
    const rule = transition.rule === RULE.name ? RULE : undefined;
    return hushOf(transition, { book, rule, atSeconds });
  });
}

/** From a second on. */
const silence = (from: number): Action => ({
  kind: 'silenced',
  silence: 's',
  from,
  to: 1_000,
  rule: 'slow',
  by: 'ann',
});

describe('whether receivers are told', () => {
  it('they are of what fires and of its end', () => {
    expect(told({ state: 'firing' }, { state: 'resolved' })).toEqual([null, null]);
  });

  it('of the end they are in a silence too, if they were told that it fired', () => {
    expect(told({ state: 'firing' }, silence(200), { state: 'withdrawn' })).toEqual([null, null, null]);
  });

  it('of the end they are not when they were told nothing, though the silence is over', () => {
    const [, fired, , ended] = told(
      silence(100),
      { state: 'firing' },
      { kind: 'unsilenced', silence: 's', by: 'ann' },
      { state: 'resolved' },
    );
    expect([fired, ended]).toEqual(['silenced', 'not told before']);
  });

  it('they are not while a rule that explains it fires, nor of the end of that', () => {
    const down = { alert: 'other', rule: 'down', group: {} };
    const result = told(
      { ...down, state: 'firing' },
      { state: 'firing' },
      { ...down, state: 'resolved' },
      { state: 'resolved' },
    );
    expect(result).toEqual([null, 'inhibited', null, 'not told before']);
  });

  it('they are of nothing that is pending or history', () => {
    expect(told({ state: 'pending' })).toEqual(['no news']);
    expect(told({ state: 'firing', is_history: true }, { state: 'resolved' })).toEqual([
      'history',
      'not told before',
    ]);
  });
});

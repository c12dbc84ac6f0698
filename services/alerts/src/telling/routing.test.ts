import type { Action } from '@tallyboard/alerting/alert';
import { describe, expect, it } from 'vitest';
import { AlertBook } from '../log/alert-book.js';
import type { AlertRecord, Reminder, Routing } from '../log/records.js';
import { aTransition } from '../testing/alerts.js';
import { hushOf, receiversOf } from './routing.js';

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

/** Who is told of an alert that fires at second 200 and ends at second 900; a rule is of this routing from a second on. */
function whoIsTold(rules: Record<number, Routing>, reminder?: Pick<Reminder, 'reason' | 'to'>) {
  const book = new AlertBook();
  const steps = [aTransition({ id: 'begin' }), aTransition({ id: 'end', state: 'resolved' })] as const;
  const { tenant, rule, alert } = steps[0];
  let now: Routing = {};
  const said: [number, AlertRecord][] = Object.entries(rules).map(([at, routing]) => {
    now = routing;
    return [Number(at), { kind: 'rule', tenant, rule, fingerprint: at, routing }];
  });
  said.push([200, { kind: 'transition', transition: steps[0] }]);
  if (reminder) said.push([300, { kind: 'reminder', tenant, alert, ...reminder }]);
  said.push([900, { kind: 'transition', transition: steps[1] }]);
  for (const [at, record] of said.sort(([a], [b]) => a - b)) book.take(record, at * 1_000);
  return steps.map((step) => {
    const atSeconds = book.saidAt(step)! / 1_000;
    return hushOf(step, { book, rule: now, atSeconds }) ?? receiversOf(step, { book, rule: now }) ?? 'all';
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

  it('of the end those are who were told that it fires, however its rule is changed meanwhile', () => {
    const leads = { notify: ['leads'] };
    expect(whoIsTold({ 100: leads, 500: { notify: ['others'] } })).toEqual([['leads'], ['leads']]);
    expect(whoIsTold({ 100: leads, 500: {} })).toEqual([['leads'], ['leads']]);
    expect(whoIsTold({ 100: leads, 500: { ...leads, quiet: {} } })).toEqual([['leads'], ['leads']]);
    expect(whoIsTold({ 100: { quiet: {} }, 500: {} })).toEqual(['quiet hours', 'not told before']);
    expect(whoIsTold({ 100: {}, 500: leads })).toEqual(['all', 'all']);
  });

  it('of the end those are, too, to whom it was escalated', () => {
    const escalated = { reason: 'escalation', to: ['boss', 'leads'] } as const;
    expect(whoIsTold({ 100: { notify: ['leads'] } }, escalated)).toEqual([['leads'], ['leads', 'boss']]);
  });

  it('they are of nothing that is pending or history', () => {
    expect(told({ state: 'pending' })).toEqual(['no news']);
    expect(told({ state: 'firing', is_history: true }, { state: 'resolved' })).toEqual([
      'history',
      'not told before',
    ]);
  });
});

import type { Rule } from '@tallyboard/alerting/rule';
import { describe, expect, it } from 'vitest';
import { AlertBook } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import { aTransition, NOON } from '../testing/alerts.js';
import { remindersDue } from './reminders.js';
import { hushOf } from './routing.js';

const RULE: Rule = { name: 'slow', metric: 'calls', window: '1h', above: 1 };
const FIRED = aTransition({ rule: 'slow' });

/** A book in which an alert fires at noon, and what is due of it so many seconds later, each once. */
function firing(rule: Rule) {
  const book = new AlertBook();
  book.take({ kind: 'transition', transition: FIRED }, NOON * 1_000);
  const due = (later: number) => {
    const records = remindersDue(book, () => rule, NOON + later);
    for (const record of records) book.take(record, (NOON + later) * 1_000);
    return records.map((record) => (record.kind === 'reminder' ? record.reason : record.kind));
  };
  const isToldOfEnd = (later: number) =>
    hushOf(aTransition({ id: 'end', rule: 'slow', state: 'resolved' }), {
      book,
      rule,
      atSeconds: NOON + later,
    }) === null;
  return { book, due, isToldOfEnd };
}

/** Since a moment before noon. */
const silence = (book: AlertBook, seconds: number) =>
  book.take(
    {
      kind: 'action',
      tenant: 'demo',
      action: { kind: 'silenced', silence: 's', from: NOON - 1, to: NOON + seconds, rule: 'slow', by: 'ann' },
    },
    (NOON - 1) * 1_000,
  );

describe('what fires still', () => {
  it('is told once when the silence in which it began is over, and so is its end', () => {
    const { book, due, isToldOfEnd } = firing(RULE);
    silence(book, 600);
    expect(due(300)).toEqual([]);
    expect(isToldOfEnd(300)).toBe(false);
    expect([due(600), due(700)]).toEqual([['quiet_is_over'], []]);
    expect(isToldOfEnd(800)).toBe(true);
  });

  it('is told when the quiet hours of its rule are over', () => {
    // Noon in Berlin.
    const { due } = firing({ ...RULE, quiet: { from: '11:00', to: '11:30' } });
    expect([due(1_700), due(1_800)]).toEqual([[], ['quiet_is_over']]);
  });

  it('is told when the silence of several that keep each other quiet is over: of that which began first', () => {
    const rules = new Map(
      [
        ['slow', 'down'],
        ['lost', 'slow'],
        ['down', 'lost'],
      ].map(([name, other]) => [name!, { ...RULE, name: name!, inhibited_by: [other!] }]),
    );
    const book = new AlertBook();
    const take = (record: AlertRecord, later: number) => book.take(record, (NOON + later) * 1_000);
    for (const { name: rule, inhibited_by } of rules.values())
      take({ kind: 'rule', tenant: 'demo', rule, fingerprint: 'f', routing: { inhibited_by } }, -2);
    for (const silence of rules.keys()) {
      const span = { from: NOON - 1, to: NOON + 600 };
      const action = { kind: 'silenced', silence, ...span, rule: silence, by: 'ann' } as const;
      take({ kind: 'action', tenant: 'demo', action }, -1);
    }
    for (const [i, rule] of [...rules.keys()].entries())
      take({ kind: 'transition', transition: aTransition({ id: rule, alert: rule, rule }) }, i);
    const due = (later: number) => {
      const records = remindersDue(book, (_, name) => rules.get(name), NOON + later);
      for (const record of records) take(record, later);
      return records.flatMap((record) => (record.kind === 'reminder' ? record.alert : []));
    };
    expect([due(500), due(600), due(700)]).toEqual([[], ['slow'], []]);
    const over = aTransition({ id: 'over', alert: 'slow', rule: 'slow', state: 'resolved' });
    take({ kind: 'transition', transition: over }, 800);
    expect(due(900)).toEqual(['lost']);
  });

  it('is told to others when nobody acknowledges it in time, once', () => {
    const { due } = firing({ ...RULE, escalate: { after: '30m', notify: ['boss'] } });
    expect([due(1_799), due(1_800), due(9_000)]).toEqual([[], ['escalation'], []]);
  });

  it('and was over when the reminder came, as of an instance that was paused, is not told', () => {
    const { book, isToldOfEnd } = firing(RULE);
    silence(book, 600);
    const ended = aTransition({ id: 'over', rule: 'slow', state: 'resolved' });
    book.take({ kind: 'transition', transition: ended }, (NOON + 500) * 1_000);
    const { tenant, alert } = FIRED;
    book.take({ kind: 'reminder', tenant, alert, reason: 'quiet_is_over' }, (NOON + 601) * 1_000);
    expect(book.alert(tenant, alert)!.reminders).toEqual([]);
    expect(isToldOfEnd(700)).toBe(false);
  });

  it('is not told once more when somebody has acknowledged it', () => {
    const { book, due } = firing({ ...RULE, escalate: { after: '30m', notify: ['boss'] } });
    silence(book, 600);
    book.take(
      { kind: 'action', tenant: 'demo', action: { kind: 'acknowledged', alert: FIRED.alert, by: 'ann' } },
      NOON * 1_000,
    );
    expect(due(9_000)).toEqual([]);
  });
});

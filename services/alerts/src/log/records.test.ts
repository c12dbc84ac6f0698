import type { Action } from '@tallyboard/alerting/alert';
import { describe, expect, it } from 'vitest';
import { aTransition, NOON } from '../testing/alerts.js';
import { parseRecord } from './records.js';

const parse = (record: unknown) => parseRecord(Buffer.from(JSON.stringify(record)));
const { judgement } = aTransition();
const step = (more: object) => ({ kind: 'transition', transition: { ...aTransition(), ...more } });
const action = (of: object) => ({ kind: 'action', tenant: 'demo', action: { by: 'ann', ...of } });
const RULE = { name: 'few-calls', metric: 'calls', window: '1h', below: 5 };
const SILENCE: Action = { kind: 'silenced', silence: 's', from: NOON, to: NOON + 600, by: 'ann' };

describe('a record of crm.alerts', () => {
  it.each([
    step({}),
    step({ tz: 'Europe/Berlin', corrects: 'step-0', rule_is_gone: true, group: {} }),
    step({ judgement: { ...judgement, holds: null, value: null, against: null, chance: null } }),
    step({ from_a_later_version: 1 }),
    action({ kind: 'acknowledged', alert: 'alert-1', note: 'seen' }),
    action({ ...SILENCE, rule: 'few-calls', group: { office: 'munich' } }),
    action({ kind: 'unsilenced', silence: 's' }),
    action({ kind: 'rule_set', rule: RULE }),
    // It is there, and shows why it is not judged.
    action({ kind: 'rule_set', rule: { ...RULE, metric: 'moons' } }),
    action({ kind: 'rule_removed', rule: 'few-calls' }),
    { kind: 'reminder', tenant: 'demo', alert: 'alert-1', reason: 'escalation' },
    { kind: 'reminder', tenant: 'demo', alert: 'alert-1', reason: 'escalation', to: ['boss'] },
    { kind: 'rule', tenant: 'demo', rule: 'few-calls', fingerprint: 'f' },
    {
      kind: 'rule',
      tenant: 'demo',
      rule: 'few-calls',
      fingerprint: 'f',
      condition: 'c',
      routing: { notify: ['leads'] },
    },
  ])('is read as it was written: %j', (record) => {
    expect(parse(record)).toEqual(record);
  });

  it.each([
    null,
    {},
    { kind: 'constructor' },
    step({ at: 1e300 }),
    step({ at: NOON + 0.5 }),
    step({ since: -1 }),
    step({ since: 2 ** 32 }),
    step({ state: 'moon' }),
    step({ severity: 'moon' }),
    step({ unit: 'moon' }),
    step({ tz: 'Moon/Crater' }),
    step({ group: ['munich'] }),
    step({ group: { office: null } }),
    step({ group: { 'office\n': 1 } }),
    step({ labels: null }),
    step({ contributions: null }),
    step({ contributions: [null] }),
    step({ title: 1 }),
    step({ judgement: {} }),
    step({ judgement: { ...judgement, from: 1e300 } }),
    step({ judgement: { ...judgement, n: null } }),
    step({ judgement: { ...judgement, against: { value: 1 } } }),
    action({}),
    action({ kind: 'moon' }),
    action({ kind: 'acknowledged' }),
    action({ ...SILENCE, from: 'now' }),
    action({ ...SILENCE, to: 1e300 }),
    action({ ...SILENCE, group: { office: 1 } }),
    action({ kind: 'unsilenced' }),
    action({ kind: 'rule_set' }),
    action({ kind: 'rule_set', rule: null }),
    action({ kind: 'rule_set', rule: { ...RULE, window: 'a while' } }),
    action({ kind: 'rule_set', rule: { ...RULE, by: 'office' } }),
    action({ kind: 'rule_removed', rule: 1 }),
    { kind: 'action', tenant: 'demo', action: null },
    { kind: 'action', action: { kind: 'unsilenced', silence: 's', by: 'ann' } },
    { kind: 'reminder', tenant: 'demo', alert: 'alert-1', reason: 'moon' },
    { kind: 'rule', tenant: 'demo', rule: 'few-calls' },
  ])('that does not fit is none: %j', (record) => {
    expect(parse(record)).toBe(null);
  });

  it('has whole characters alone', () => {
    const json = JSON.stringify(step({ title: 'TITLE' })).replace('TITLE', '\\ud83d\\ude00 \\ud83d');
    expect(parseRecord(Buffer.from(json))).toMatchObject({ transition: { title: '😀 \ufffd' } });
  });
});

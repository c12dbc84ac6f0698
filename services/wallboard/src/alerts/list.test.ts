import { expect, it } from 'vitest';
import { choicesOf, listOf } from './list.js';
import type { Alert } from './wire.js';

const alert = (id: string, state: Alert['state'], since: string, rule = 'churn') =>
  ({ id, state, since, rule, ended_at: ['resolved', 'withdrawn'].includes(state) ? since : null }) as Alert;

const alerts = [
  alert('old', 'resolved', '2026-11-01'),
  alert('maybe', 'pending', '2026-11-24', 'csat'),
  alert('wrong', 'withdrawn', '2026-11-02'),
  alert('now', 'firing', '2026-11-20'),
];
const ids = (list: Alert[]) => list.map(({ id }) => id);

it('lists what fires, then what may, then what was by date', () => {
  expect(ids(listOf(alerts, { state: '', rule: '' }))).toEqual(['now', 'maybe', 'wrong', 'old']);
});

it('keeps what is of the state and of the rule', () => {
  expect(ids(listOf(alerts, { state: 'pending', rule: '' }))).toEqual(['maybe']);
  expect(ids(listOf(alerts, { state: '', rule: 'churn' }))).toEqual(['now', 'wrong', 'old']);
  expect(listOf(alerts, { state: 'firing', rule: 'csat' })).toEqual([]);
});

it('offers the states and rules that there are', () => {
  expect(choicesOf(alerts)).toEqual({
    states: ['firing', 'pending', 'resolved', 'withdrawn'],
    rules: ['churn', 'csat'],
  });
});

import { describe, expect, it } from 'vitest';
import { zoneClock } from '../time.js';
import type { Alert, AlertRule } from './wire.js';
import { againstWords, standingWords, stateWords, valueWords, whereWords } from './words.js';

const clock = zoneClock('Europe/Berlin');
const now = Date.parse('2026-11-24T14:00:00Z');
const alert = (over: Partial<Alert> = {}) =>
  ({
    state: 'firing',
    unit: 'ratio',
    group: { office: 'munich', queue: 'sales' },
    labels: { office: 'Munich' },
    since: '2026-11-24T11:00:00Z',
    fired_at: '2026-11-24T12:00:00Z',
    ended_at: null,
    judgement: { value: 0.041, against: { value: 0.02, n: 90, words: 'the 8 weeks before' } },
    ...over,
  }) as Alert;
const state = (over: Partial<Alert>) => stateWords(alert(over), clock, now);

describe('what is said of an alert', () => {
  it('is where, by the names of people where there are some', () => {
    expect(whereWords(alert())).toBe('Munich, sales');
    expect(whereWords(alert({ group: {} }))).toBe('');
  });

  it('is the value in its unit against the usual', () => {
    const { judgement } = alert();
    expect(valueWords(judgement, alert())).toBe('4.1 %');
    expect(againstWords(judgement, alert())).toBe('vs 2.0 %, the 8 weeks before');
    expect(againstWords({ ...judgement, against: null }, alert())).toBe('');
    expect(
      valueWords({ ...judgement, value: 1200 }, alert({ unit: 'money', group: { currency: 'EUR' } })),
    ).toBe('€1,200');
  });

  it('is a value that nobody knows as a dash', () => {
    expect(valueWords({ ...alert().judgement, value: null }, alert())).toBe('–');
  });

  it('is its state as a sentence, in times of the zone', () => {
    expect(state({})).toBe('Firing since 12:00, for 3 h');
    expect(state({ since: '2026-11-24T14:15:00Z' })).toBe('Firing just now, ahead of 15:15');
    expect(state({ state: 'pending' })).toBe('Holds since 12:00, not yet long enough to be an alert');
    expect(state({ state: 'acknowledged', acknowledged: { by: 'Kim', at: '2026-11-24T13:00:00Z' } })).toBe(
      'Firing since 12:00, acknowledged by Kim at 14:00',
    );
    expect(state({ state: 'silenced', silenced_until: '2026-11-25T07:00:00Z' })).toBe(
      'Firing since 12:00, silenced until Wed 25 Nov, 08:00',
    );
    expect(state({ state: 'resolved', ended_at: '2026-11-24T13:30:00Z' })).toBe(
      'Over since 14:30, after 2 h',
    );
    expect(state({ state: 'withdrawn', ended_at: '2026-11-24T13:30:00Z' })).toContain('Was not so');
  });
});

it('says of a rule what keeps it from being judged, the worst first', () => {
  const rule = {
    enabled: true,
    failure: null,
    data_missing: false,
    judged_to: null,
    firing: 0,
    waiting_for: [],
  };
  const words = (over: Partial<AlertRule>) => standingWords({ ...rule, ...over } as AlertRule, clock, now);
  expect(words({})).toBe('not judged yet');
  expect(words({ judged_to: '2026-11-24T13:45:00Z', firing: 2 })).toBe('2 firing, judged to 14:45');
  expect(words({ data_missing: true, waiting_for: ['desk'], firing: 1 })).toBe('data are missing: desk');
  expect(words({ failure: 'no such metric', data_missing: true })).toBe('cannot be judged: no such metric');
  expect(words({ enabled: false, failure: 'no such metric' })).toBe('off');
});

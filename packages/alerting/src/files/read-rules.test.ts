import { describe, expect, it } from 'vitest';
import { judgeOf } from '../judge.js';
import { READY_RULES } from '../ready.js';
import { DAYS } from '../rule.js';
import { readRules } from './read-rules.js';
import { ruleProblems } from './rule-problems.js';

const said = (text: string) =>
  readRules(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('a file of rules', () => {
  it('is read, with the tenant that it is of', () => {
    const { tenant, rules, problems } = readRules(
      'tenant: acme\nrules:\n  - name: busy\n    metric: calls\n    window: 1h\n    above: 100\n',
    );
    expect({ tenant, rules, problems }).toEqual({
      tenant: 'acme',
      rules: [{ name: 'busy', metric: 'calls', window: '1h', above: 100 }],
      problems: [],
    });
  });

  it('says of each thing that is wrong where it is, all at once', () => {
    const text = `rules:
  - name: Busy
    metric: calls
    window: 1 hour
    above: 100
  - name: slow
    metric: first_respons_time_p50
    window: 4h
    rising: {}
  - name: two
    metric: calls
    window: 1h
    above: 5
    below: 2
    colour: red
  - name: split
    metric: calls
    by: [moon]
    window: 1h
    above: 5
`;
    expect(said(text)).toEqual([
      expect.stringMatching(/^2:5 name wants what it is called: letters, digits/),
      expect.stringMatching(/^4:5 window wants the span that is judged; as in 30m, 4h/),
      expect.stringMatching(
        /^7:5 slow: metric "first_respons_time_p50" does not exist: first_response_time_p50 was probably/,
      ),
      '14:5 two: below is a condition beside above: each rule has one, so make two rules of it',
      expect.stringMatching(/^15:5 two: colour is unknown; known are name, title, /),
      expect.stringMatching(/^18:10 split: by\.0 "moon" is no dimension of calls: it has office/),
    ]);
  });

  it('says all that is wrong in one rule, with what was meant and what may be there', () => {
    const text = `tenant: demo
rules:
  - name: waits
    metric: close_rat
    window: 50m
    abov: 0.4
    severity: critcal
    by: office
    every: 5m
    min_n: few
    tz: Europe/Berln
    during: { days: [mon, fru], fro: "08:00" }
    escalate: { after: soon }
    rising: { windows: 1 }
`;
    expect(said(text)).toEqual([
      '4:5 waits: metric "close_rat" does not exist: close_rate was probably meant',
      '5:5 waits: window is 50m: it wants whole quarter hours',
      '6:5 waits: abov is unknown; above was probably meant',
      '7:5 waits: severity wants one of info, warning, critical; critical was probably meant',
      expect.stringMatching(/^8:5 waits: by wants a list: \[office\]/),
      expect.stringMatching(/^9:5 waits: every wants one of 15m, 1h, 1d/),
      expect.stringMatching(/^10:5 waits: min_n wants a whole number/),
      '11:5 waits: tz "Europe/Berln" is no zone: Europe/Berlin was probably meant',
      '12:27 waits: during.days.1 wants one of mon, tue, wed, thu, fri, sat, sun; fri was probably meant',
      '12:33 waits: during.fro is unknown; from was probably meant',
      '13:5 waits: escalate.notify is missing and wants receivers',
      expect.stringMatching(/^13:17 waits: escalate.after wants how long without acknowledgement; as in 30m/),
      expect.stringMatching(/^14:15 waits: rising.windows wants a whole number/),
    ]);
  });

  it.each([
    ['close_rate', '40%', 'wants a share as a number: 0.4 is 40 %; 40% is 0.4'],
    ['close_rate', 40, 'is 40, and close_rate is a share, from 0 to 1: 40 % is written 0.4'],
    ['first_response_time_p50', '15m', 'wants milliseconds as a number: 900000 is 15 min; 15m is 900000'],
    [
      'revenue_won',
      'EUR 1500',
      'wants an amount as a number, its currency is in the filter: 1500; EUR 1500 is 1500',
    ],
    ['calls', 'many', 'wants a number: 100'],
    ['calls', 40, undefined],
    ['close_rate', 1, undefined],
  ])('says of %s how a level is written, not as %s', (metric, above, wrong) => {
    const rule = { name: 'x', metric, window: '1d', above, filter: { currency: ['EUR'] } };
    const found = ruleProblems(metric === 'revenue_won' ? rule : { ...rule, filter: undefined });
    expect(found.map(({ message }) => message).filter((message) => message.includes('above'))).toEqual(
      wrong === undefined ? [] : [`x: above ${wrong}`],
    );
  });

  it('refuses what is no list of rules, broken YAML, and a bomb of aliases', () => {
    expect(said('')).toEqual([expect.stringContaining('1:1 a file of rules is')]);
    expect(said('rules: [')).toEqual([expect.stringMatching(/^1:\d+ /)]);
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((letter, i) => `${letter}: &${letter} [${`*${'abcdefg'[i]},`.repeat(9)}]`)
      .join('\n')}\nrules: *h`;
    expect(said(bomb).length).toBeGreaterThan(0);
  });

  it('is of one currency where its metric reads money, and of none that follows each customer', () => {
    const wrong = (metric: string, filter = {}) =>
      ruleProblems({ name: 'x', metric, window: '30d', below: 0.9, filter }).map(({ message }) => message);
    expect(wrong('close_rate_by_value')).toEqual([expect.stringContaining('currencies are never added')]);
    expect(wrong('close_rate_by_value', { currency: ['EUR'] })).toEqual([]);
    expect(wrong('net_revenue_retention', { currency: ['EUR'] })).toEqual([
      expect.stringContaining('follows each customer from before the period'),
    ]);
    expect(wrong('logo_churn_rate')).toEqual([]);
    expect(wrong('cost_per_lead', { currency: ['EUR'] })).toEqual([
      expect.stringContaining('divides money by leads, which have no currency'),
    ]);
  });

  it('converts no amounts', () => {
    const rule = {
      name: 'x',
      metric: 'revenue_won',
      window: '7d',
      below: 100,
      filter: { currency: ['EUR'] },
    };
    expect(ruleProblems({ ...rule, currency: 'EUR' })).toEqual([
      {
        path: ['currency'],
        message: expect.stringContaining(
          'x: currency is no field of a rule: rules judge amounts as they are',
        ),
      },
    ]);
  });

  it('wants one condition', () => {
    const rule = { name: 'x', metric: 'calls', window: '1h' };
    const wrong = (given: object) => ruleProblems(given).map(({ message }) => message);
    expect(wrong(rule)).toEqual([
      expect.stringContaining('x: a rule has no condition: it wants one of above'),
    ]);
    expect(wrong({ ...rule, above: 1, below: 2 })).toEqual([
      expect.stringContaining('x: below is a condition beside above'),
    ]);
  });
});

describe('a rule that asks for too much', () => {
  const bare = { name: 'x', metric: 'calls', by: ['rep'], window: '1h' };
  const rule = { ...bare, above: 1 };
  it.each([
    [{ for: '9999w' }, 'for is 9999w: at most 10 days where it is judged every 15 min'],
    [{ clear_after: '11d' }, 'clear_after is 11d'],
    [{ window: '9999w' }, 'window is 9999w'],
    [{ metric: 'first_response_within', parameters: { target: 1e300 } }, 'target'],
    [{ by: ['rep', 'rep'] }, 'twice'],
    [{ inhibited_by: ['x'] }, 'itself'],
    [{ during: { from: '08:00', to: '08:00' } }, 'never'],
    [{ during: { from: '24:00', to: '00:00' } }, 'during is from 24:00 to 00:00, which is never'],
    [{ during: { from: '08:00', to: '08:10' } }, 'in which no 15 min end: it would never be judged'],
    [{ every: '1h', during: { from: '08:10', to: '08:50' } }, 'in which no 1 h end'],
    [{ quiet: {} }, 'quiet never ends, and nobody would be told'],
    [{ quiet: { days: [...DAYS], from: '00:00' } }, 'quiet never ends'],
    [{ quiet: { days: [...DAYS], except: ['2026-12-24'] } }, 'quiet never ends'],
  ])('is refused: %o', (more, why) => {
    expect(ruleProblems({ ...rule, ...more }).map(({ message }) => message)).toEqual([
      expect.stringContaining(why),
    ]);
  });

  it('is refused with the windows before it', () => {
    const wrong = ruleProblems({ ...bare, rising: { windows: 52 }, window: '8w' });
    expect(wrong).toMatchObject([{ message: expect.stringContaining('with the windows before it') }]);
  });

  it.each([
    { during: { from: '08:00', to: '08:15' } },
    { during: { from: '22:00', to: '06:00' }, quiet: { from: '06:00', to: '22:00' } },
    { every: '1d', during: { from: '08:00', to: '08:10' } },
    { quiet: { days: ['sat', 'sun'] } },
  ])('may have hours such as these: %o', (more) => {
    expect(ruleProblems({ ...rule, ...more })).toEqual([]);
  });

  it('may hold for as long as makes sense', () => {
    expect(ruleProblems({ ...rule, for: '10d', clear_after: '2d' })).toEqual([]);
    expect(ruleProblems({ ...rule, for: '90d', every: '1d' })).toEqual([]);
    // Two years, and the two windows before them.
    expect(ruleProblems({ ...bare, rising: { windows: 2 }, window: '104w' })).toEqual([]);
  });

  it('says the first of many values of its filter', () => {
    const outcome = ['connected', 'voicemail', 'no_answer', 'busy', 'failed', 'a', 'b'];
    expect(judgeOf({ ...rule, filter: { outcome } }).words).toContain('or busy or failed or 2 more)');
  });
});

describe('a number that is none', () => {
  it.each(['.nan', '.inf', '-.inf', '1e999'])('as %s is refused', (number) => {
    for (const condition of [
      `above: ${number}`,
      `change: { by: ${number} }`,
      `off_pace: { target: ${number}, period: week }`,
    ]) {
      const { problems } = readRules(`rules:\n  - { name: x, metric: calls, window: 1h, ${condition} }\n`);
      expect(problems).toHaveLength(1);
    }
  });
});

describe('the ready rules', () => {
  it.each(READY_RULES)('$name can be judged', (rule) => {
    expect(ruleProblems(rule)).toEqual([]);
    expect(judgeOf(rule).words).toMatch(/^[A-Z].*\.$/);
  });
});

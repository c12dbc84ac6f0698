import { describe, expect, it } from 'vitest';
import { judgeOf, whyNot } from '../judge.js';
import { READY_RULES } from '../ready.js';
import type { Rule } from '../rule.js';
import { readRules } from './read-rules.js';

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
      expect.stringMatching(/^2:11 name must match pattern .*letters, digits/),
      expect.stringMatching(/^4:13 window must match pattern .*30m, 4h/),
      expect.stringMatching(/^7:13 slow: there is no metric "first_respons_time_p50"/),
      expect.stringMatching(/^15:13 colour is not known here/),
      expect.stringMatching(/^18:9 split: calls has no dimension "moon": it has office/),
    ]);
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

  it('wants one condition', () => {
    const rule = { name: 'x', metric: 'calls', window: '1h' };
    expect(whyNot(rule)).toContain('no condition');
    expect(whyNot({ ...rule, above: 1, below: 2 })).toContain('several conditions (above, below)');
  });
});

describe('a rule that asks for too much', () => {
  const rule = { name: 'x', metric: 'calls', by: ['rep'], window: '1h', above: 1 };
  it.each([
    [{ for: '9999w' }, 'for is 9999w: at most 10 days where it is judged every 15 min'],
    [{ clear_after: '11d' }, 'clear_after is 11d'],
    [{ window: '9999w' }, 'window is 9999w'],
    [{ above: undefined, rising: { windows: 52 }, window: '8w' }, 'with the windows before it'],
    [{ metric: 'first_response_within', parameters: { target: 1e300 } }, 'target'],
    [{ by: ['rep', 'rep'] }, 'twice'],
    [{ inhibited_by: ['x'] }, 'itself'],
    [{ during: { from: '08:00', to: '08:00' } }, 'none'],
  ])('is refused: %o', (more, why) => {
    expect(whyNot({ ...rule, ...more } as Rule)).toContain(why);
  });

  it('may hold for as long as makes sense', () => {
    expect(whyNot({ ...rule, for: '10d', clear_after: '2d' })).toBeNull();
    expect(whyNot({ ...rule, for: '90d', every: '1d' })).toBeNull();
  });

  it('says the first of many values of its filter', () => {
    const outcome = ['connected', 'voicemail', 'no_answer', 'busy', 'failed', 'a', 'b'];
    expect(judgeOf({ ...rule, filter: { outcome } }).words).toContain('or busy or failed or 2 more)');
  });
});

describe('the ready rules', () => {
  it.each(READY_RULES)('$name can be judged', (rule) => {
    expect(whyNot(rule)).toBeNull();
    expect(judgeOf(rule).words).toMatch(/^[A-Z].*\.$/);
  });
});

import type { Impact, ImpactGroup } from '@tallyboard/api/impact';
import { describe, expect, it } from 'vitest';
import { impactText } from './impact.js';

const side = (value: number | null, n: number) => ({ from: '', to: '', value, n });
const changed: ImpactGroup = {
  filter: { office: ['west'] },
  before: side(0.6, 80),
  after: side(0.8, 70),
  difference: { value: 0.2, low: 0.0524, high: 0.3339 },
};
const FOUND: Impact = {
  ...{
    tenant: 'acme',
    metric: 'connect_rate',
    title: 'Connect rate',
    unit: 'ratio',
    better: 'up',
    tz: 'UTC',
  },
  ...{ at: '2026-03-02', days: 14, so_far: false, changed, against: null, difference_in_differences: null },
  ...{ verdict: 'rose', is_better: true, method: 'Newcombe 1998', why_no_interval: null },
  freshness: { complete_to: '2026-03-30T00:00:00Z', lag_ms: 90, live: true },
};

describe('an impact', () => {
  it('says first what can be told, then before and after', () => {
    expect(impactText(FOUND).split('\n')).toEqual([
      'Connect rate of acme, 14 days before and from 2026-03-02 on (UTC)',
      '',
      'It rose, beyond what chance explains, and that is better. What else changed then is not known.',
      '',
      '              before   n    after   n  difference          95 % interval',
      '───────────  ───────  ──  ───────  ──  ──────────  ─────────────────────',
      'office west  60.00 %  80  80.00 %  70   +20.00 pt  +5.24 pt to +33.39 pt',
      '',
      'Interval: Newcombe 1998.',
      'Live: every event up to now is counted.',
    ]);
  });

  it('says that the data cannot tell, and with whom it is compared', () => {
    const against = { ...changed, filter: {}, difference: { value: 0, low: -0.2, high: 0.2 } };
    const text = impactText({
      ...FOUND,
      ...{ against, difference_in_differences: { value: 0.2, low: -0.05, high: 0.44 } },
      ...{ verdict: 'cannot_tell', is_better: null, so_far: true },
    });
    expect(text).toContain('as many as are over');
    expect(text).toContain('Cannot tell: chance explains the difference, compared with the others');
    expect(text).toMatch(/against everybody .* 0\.00 pt {2}-20\.00 pt to \+20\.00 pt/);
    expect(text).toMatch(/difference in differences +\+20\.00 pt {3}-5\.00 pt to \+44\.00 pt/);
  });

  it('says why there is no interval', () => {
    const text = impactText({
      ...{ ...FOUND, unit: 'money', verdict: 'no_interval', is_better: null, method: null },
      ...{ why_no_interval: 'of fewer than 7 days on each side chance is not told' },
      changed: { ...changed, before: side(null, 0), difference: { value: -1_234.5, low: null, high: null } },
    });
    expect(text).toContain('No interval: of fewer than 7 days on each side chance is not told.');
    expect(text).toMatch(/-1,234\.50$/m);
  });
});

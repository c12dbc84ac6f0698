import type { Explanation, Row } from '@tallyboard/api/query';
import { describe, expect, it } from 'vitest';
import { explanationText } from './explanation.js';

const row = (won: number): Row => ({ dimensions: {}, value: won / 2, n: 2, numerator: won, denominator: 2 });
const found: Explanation = {
  answer: {
    tenant: 'acme',
    metric: 'close_rate',
    title: 'Close rate',
    unit: 'ratio',
    better: 'up',
    from: '2026-03-01T00:00:00Z',
    to: '2026-04-01T00:00:00Z',
    tz: 'UTC',
    interval: 'none',
    by: [],
    rows: [row(1)],
    freshness: { complete_to: '2026-04-01T00:00:00Z', lag_ms: 90, live: true },
  },
  definition: 'Won ÷ (won + lost).',
  recomputed: [row(1)],
  agrees: true,
  behind: { deal: 2 },
  entities: [
    {
      entity: 'deal',
      id: 'D-1',
      dimensions: {},
      value: 1,
      n: 1,
      numerator: 1,
      denominator: 1,
      counts: [
        {
          at: '2026-03-18T09:00:00.000Z',
          dimensions: { rep: 'ann' },
          measures: { won: 1, won_amount: '12.5', cycle_hist: { 64: 1 } },
        },
      ],
      events: [
        {
          type: 'deal.closed',
          source: 'crm',
          event_id: 'e-1',
          occurred_at: '2026-03-18T09:00:00.000Z',
          recorded_at: '2026-03-18T09:00:01.000Z',
          data: { deal_id: 'D-1', outcome: 'won', note: 'one\ntwo' },
        },
      ],
    },
  ],
};
const lines = (explanation: Explanation, withEvents = false) =>
  explanationText(explanation, { withEvents }).split('\n');

describe('an explanation', () => {
  it('is the number, what it counts, and what stands behind it', () => {
    expect(lines(found)).toEqual([
      'Close rate of acme, 2026-03-01T00:00:00Z to 2026-04-01T00:00:00Z (UTC)',
      'Won ÷ (won + lost).',
      '',
      'close_rate  n  numerator  denominator',
      '──────────  ─  ─────────  ───────────',
      '   50.00 %  2          1            2',
      '',
      'The events behind it give the same number.',
      'Live: every event up to now is counted.',
      '',
      'Behind it: 2 deals; the first 1:',
      '',
      'id   close_rate  counts at                 for  as                      events',
      '───  ──────────  ────────────────────────  ───  ──────────────────────  ──────',
      'D-1    100.00 %  2026-03-18T09:00:00.000Z  ann  won 1, won_amount 12.5       1',
      '',
      '--events lists what was said of each, --limit more of them.',
    ]);
  });

  it('lists the events of each, a line an event, where that was asked', () => {
    expect(lines(found, true).slice(-5)).toEqual([
      'deal D-1: 100.00 %',
      '  counts at 2026-03-18T09:00:00.000Z for ann as won 1, won_amount 12.5',
      '  occurred at               event        source  id   says',
      expect.stringContaining('─'),
      '  2026-03-18T09:00:00.000Z  deal.closed  crm     e-1  deal_id D-1, outcome won, note one two',
    ]);
  });

  it('shows both numbers where the events give another, and what to do', () => {
    const text = lines({ ...found, agrees: false, recomputed: [row(2)] }).join('\n');
    expect(text).toMatch(/stored +50\.00 %/);
    expect(text).toMatch(/from the events +100\.00 %/);
    expect(text).toContain('"tally verify" says what is wrong');
  });

  it('says that nothing stands behind a number of nothing', () => {
    expect(lines({ ...found, behind: { deal: 0 }, entities: [] }).at(-1)).toBe('Nothing stands behind it.');
  });
});

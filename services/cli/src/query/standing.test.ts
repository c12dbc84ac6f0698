import type { RepStanding, Standing } from '@tallyboard/api/standing';
import { describe, expect, it } from 'vitest';
import { standingText } from './standing.js';

const rep = (
  name: string,
  value: number | null,
  n: number,
  facts: Partial<RepStanding> = {},
): RepStanding => ({
  rep: name,
  value,
  n,
  in_force: 1,
  estimate: null,
  low: null,
  high: null,
  pooled: null,
  verdict: 'typical',
  worst_in_a_row: 0,
  since: null,
  ...facts,
});
const LOW = rep('bob', 0.2, 100, {
  ...{ estimate: 0.21, low: 0.11, high: 0.31, pooled: 0.04 },
  ...{ verdict: 'struggles', worst_in_a_row: 6, since: '2026-02-16T00:00:00Z' },
});
const found = (reps: RepStanding[]): Standing => ({
  tenant: 'acme',
  definition: 'Each rep.',
  from: '2026-03-02T00:00:00Z',
  to: '2026-03-30T00:00:00Z',
  tz: 'UTC',
  looked_back: { interval: 'week', from: '2025-12-08T00:00:00Z' },
  groups: [
    {
      ...{ metric: 'connect_rate', title: 'Connect rate', unit: 'ratio', better: 'up', indicator: 'process' },
      ...{ dimensions: { office: 'west' }, labels: { office: 'West' } },
      ...{ median: 0.6, best_quarter: 0.7, worst_quarter: 0.5 },
      reps,
    },
  ],
  freshness: { complete_to: '2026-03-30T00:00:00Z', lag_ms: 90, live: true },
});

describe('the standing of reps', () => {
  it('says first who struggles, on what and since when, then all', () => {
    const few = rep('few', 0, 4, { verdict: 'too_few', in_force: 0.5 });
    expect(standingText(found([LOW, few])).split('\n')).toEqual([
      'Standing of reps of acme, 2026-03-02T00:00:00Z to 2026-03-30T00:00:00Z (UTC)',
      '',
      'bob (West) struggles with connect_rate: 20.00 %, the typical rep 60.00 %; since 2026-02-16, 6 weeks in a row',
      '',
      'Connect rate (connect_rate, process), West: median 60.00 %, best quarter from 70.00 %',
      'rep                       connect_rate    n  estimate       95 % interval  of others  low since',
      '────────────────────────  ────────────  ───  ────────  ──────────────────  ─────────  ──────────',
      'bob                          ▼ 20.00 %  100   21.00 %  11.00 % to 31.00 %        4 %  2026-02-16',
      'few (50 % of the period)      ? 0.00 %    4',
      '',
      expect.stringContaining('? too few to tell'),
      'Each rep.',
      'Live: every event up to now is counted.',
    ]);
  });

  it('says that nobody does', () => {
    expect(standingText(found([rep('ann', 0.6, 100)]))).toContain('Nobody struggles');
  });
});

import type { DealsAtRisk } from '@tallyboard/api/deals';
import { expect, it } from 'vitest';
import { atRiskText } from './deals-at-risk.js';

const DAY = 86_400_000;
const FOUND = {
  tenant: 'acme',
  definition: 'Open deals at risk.',
  open: 1_204,
  at_risk: 3,
  reasons: { quiet: 1, overdue: 1, slow: 1 },
  worth: [{ currency: 'EUR', amount: '1250.5', deals: 1 }],
  deals: [
    {
      deal_id: 'D-1',
      rep: 'ann',
      labels: { rep: 'Ann Berg' },
      stage: 'offer',
      amount: '1250.5',
      currency: 'EUR',
      reasons: [
        { reason: 'quiet', ms: 20.5 * DAY },
        { reason: 'slow', ms: 30 * DAY, usual_ms: 12 * DAY },
      ],
    },
    {
      deal_id: 'D-2',
      rep: 'bob',
      stage: '',
      amount: null,
      currency: '',
      reasons: [{ reason: 'overdue', ms: 2 * DAY }],
    },
  ],
  freshness: { complete_to: '2026-03-02T09:00:00Z', lag_ms: 200, live: true },
} as unknown as DealsAtRisk;

it('deals at risk are a row each, with why in words', () => {
  const text = atRiskText(FOUND);
  expect(text).toContain(
    '3 of 1,204 open deals of acme at risk: 1 quiet, 1 overdue, 1 slow; worth 1,250.50 EUR',
  );
  expect(text).toMatch(
    /D-1 +Ann Berg +offer +1,250.50 EUR +quiet for 20.5 d; 30 d in its stage, usually at most 12 d/,
  );
  expect(text).toMatch(/D-2 +bob +– +2 d overdue/);
  expect(text).toContain('1 more: --limit lists them.');
});

it('are counted alone where the key sees no more, and it is said which does', () => {
  const text = atRiskText({ ...FOUND, deals: null });
  expect(text).toContain('3 of 1,204 open deals');
  expect(text).toContain('a key with the scope events');
  expect(text).not.toContain('--limit');
});

import type { Retention } from '@tallyboard/api/query';
import { expect, it } from 'vitest';
import { retentionText } from './retention.js';

const end = (customers: number, mrr: string, logo_retention: number, revenue_retention: number) => ({
  customers,
  mrr,
  logo_retention,
  revenue_retention,
});
const FOUND = {
  tenant: 'acme',
  definition: 'Customers by month.',
  tz: 'UTC',
  cohorts: [
    {
      month: '2026-01',
      currency: 'EUR',
      customers: 4,
      mrr: '1200',
      months: [end(4, '1300', 1, 13 / 12), end(3, '900', 0.75, 0.75)],
    },
    { month: '2026-02', currency: 'EUR', customers: 2, mrr: '50.5', months: [end(2, '50.5', 1, 1)] },
  ],
  freshness: { complete_to: '2026-03-02T09:00:00Z', lag_ms: 200, live: true },
} as unknown as Retention;

it('cohorts are a triangle of what is kept, of customers or of revenue', () => {
  expect(retentionText(FOUND, 'logos')).toContain(
    `month    customers        0       1
───────  ─────────  ───────  ──────
2026-01          4  100.0 %  75.0 %
2026-02          2  100.0 %`,
  );
  expect(retentionText(FOUND, 'revenue')).toContain(
    `month         MRR        0       1
───────  ────────  ───────  ──────
2026-01  1,200.00  108.3 %  75.0 %
2026-02     50.50  100.0 %`,
  );
  expect(retentionText({ ...FOUND, cohorts: [] }, 'logos')).toContain('Nobody began to pay');
});

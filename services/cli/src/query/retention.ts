import type { Retention } from '@tallyboard/api/query';
import { formatValue } from '@tallyboard/metrics/value-text';
import { table } from '../terminal/table.js';
import { freshnessText } from './result.js';

export type KeptOf = 'logos' | 'revenue';

/** Cohorts as a triangle for people: a row a month, a column for each month since. */
export function retentionText(found: Retention, of: KeptOf): string {
  const { tenant, tz, definition, cohorts } = found;
  const most = Math.max(0, ...cohorts.map(({ months }) => months.length));
  const hasSeveral = new Set(cohorts.map(({ currency }) => currency)).size > 1;
  const columns = [
    { title: 'month' },
    ...(hasSeveral ? [{ title: 'currency' }] : []),
    { title: of === 'logos' ? 'customers' : 'MRR', align: 'right' as const },
    ...Array.from({ length: most }, (_, since) => ({ title: String(since), align: 'right' as const })),
  ];
  const rows = cohorts.map(({ month, currency, customers, mrr, months }) => [
    month,
    ...(hasSeveral ? [currency] : []),
    of === 'logos' ? customers.toLocaleString('en-US') : formatValue(mrr, 'money', currency),
    ...months.map((each) => percent(of === 'logos' ? each.logo_retention : each.revenue_retention)),
  ]);
  const kept = of === 'logos' ? 'Customers kept' : 'Revenue kept';
  return [
    `${kept}, by months since they began to pay, of ${tenant} (${tz})`,
    '',
    rows.length > 0 ? table(columns, rows) : 'Nobody began to pay in these months.',
    '',
    definition,
    freshnessText(found),
  ].join('\n');
}

const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);

import type { Forecast, ForecastStage, ForecastTotal } from '@tallyboard/api/deals';
import { formatValue } from '@tallyboard/metrics/value-text';
import { table } from '../terminal/table.js';
import { freshnessText } from './result.js';

const right = { align: 'right' as const };

/** A forecast for people: what it comes to, and below that of what. */
export function forecastText(found: Forecast): string {
  const { tenant, definition, totals, stages, conversion, year } = found;
  const named = (rows: readonly (ForecastStage | ForecastTotal)[]) =>
    Object.keys(rows[0]?.dimensions ?? {}).filter((name) => name !== 'currency');
  const told = (row: ForecastStage | ForecastTotal, names: readonly string[]) => [
    ...names.map((name) => row.labels?.[name] ?? row.dimensions[name]!),
    count(row.deals),
    money(row.value, row.dimensions.currency ?? conversion?.currency),
  ];
  const weighted = ({ weighted, dimensions }: ForecastStage | ForecastTotal) =>
    weighted === null ? '–' : money(weighted, dimensions.currency ?? conversion?.currency);
  const columns = (names: readonly string[], more: readonly string[]) => [
    ...names.map((title) => ({ title })),
    ...['deals', 'open', ...more].map((title) => ({ title, ...right })),
  ];
  const [ofTotals, ofStages] = [named(totals), named(stages)];
  return [
    `Pipeline of ${tenant}, weighed by the close rates from ${year.from} until before ${year.to}:`,
    '',
    ...(totals.length > 0
      ? [
          table(
            columns(ofTotals, ['weighted', 'without a rate']),
            totals.map((row) => [...told(row, ofTotals), weighted(row), count(row.unweighed)]),
          ),
          '',
          table(
            columns(ofStages, ['close rate', 'weighted']),
            stages.map((row) => [...told(row, ofStages), rateText(row), weighted(row)]),
          ),
          '',
        ]
      : ['Nothing is open that has an amount.', '']),
    definition,
    freshnessText(found),
  ].join('\n');
}

const count = (number: number): string => number.toLocaleString('en-US');
const money = (amount: string, currency: string | undefined): string =>
  `${formatValue(amount, 'money')} ${currency ?? ''}`.trim();

const rateText = ({ close_rate, won, closed }: ForecastStage): string =>
  close_rate === null
    ? 'none closed'
    : `${formatValue(close_rate, 'ratio')} (${count(won)} of ${count(closed)})`;

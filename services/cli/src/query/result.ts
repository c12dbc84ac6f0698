import type { Answer, Row } from '@tallyboard/api/query';
import { formatValue } from '@tallyboard/metrics/value-text';
import { type Column, csvLine, table } from '../terminal/table.js';

/** As a table for people, under a line that says what it is. */
export function resultTable(result: Answer): string {
  const timed = result.interval !== 'none';
  const ranged = result.rows.some((row) => typeof row.low === 'number' && typeof row.high === 'number');
  const columns: Column[] = [
    ...(timed ? [{ title: 'start' }] : []),
    ...result.by.map((title) => ({ title })),
    { title: result.metric, align: 'right' as const },
    ...(ranged ? [{ title: '95 % interval', align: 'right' as const }] : []),
    { title: 'n', align: 'right' as const },
  ];
  const rows = result.rows.map((row) => [
    ...(timed ? [row.start ?? ''] : []),
    ...result.by.map((dimension) => row.labels?.[dimension] ?? (row.dimensions[dimension] || '(none)')),
    formatValue(row.value, result.unit, currencyOf(result, row)),
    ...(ranged ? [interval(row, result.unit)] : []),
    row.n.toLocaleString('en-US'),
  ]);
  const head = `${result.title} of ${result.tenant}, ${result.from} to ${result.to} (${result.tz})`;
  return `${head}\n\n${rows.length > 0 ? table(columns, rows) : 'Nothing in this period.'}\n\n${[...conversionText(result), ...quality(result), freshnessText(result)].join('\n')}`;
}

/** In which currency the amount of a row is; '' of what is no money. */
export const currencyOf = (
  { conversion }: Pick<Answer, 'conversion'>,
  { dimensions }: Pick<Row, 'dimensions'>,
): string => (conversion?.converted ? conversion.currency : (dimensions.currency ?? ''));

/** By which rates amounts were converted, or which were missing; a line each. */
export function conversionText({ conversion }: Pick<Answer, 'conversion'>): string[] {
  if (!conversion) return [];
  const { currency, converted, rates, missing } = conversion;
  const span = (from: string, to: string) => (from === to ? from : `${from} to ${to}`);
  if (!converted)
    return [
      `Not converted into ${currency}, since there is no rate of ${missing
        .map(
          ({ pair, from, to }) =>
            `${pair.startsWith('/') ? `what has no currency (${from})` : `${pair} for ${span(from, to)}`}`,
        )
        .join(', ')}: amounts are as they are.`,
    ];
  if (rates.length === 0) return [`All of it was in ${currency}.`];
  const HOW = { told: '', inverse: ', inverse', cross: ', cross' };
  return rates.map(
    ({ currency: from, how, pairs, from: first, to, rates: many }) =>
      `${from} in ${currency} by ${pairs.join(' and ')}${HOW[how]}: ${many.toLocaleString('en-US')} ${many === 1 ? 'rate' : 'rates'} of ${span(first, to)}.`,
  );
}

/** As CSV with the exact values, beginning with the tenant where one was asked for. */
export function resultCsv(result: Answer, { withTenant = false } = {}): string {
  const timed = result.interval !== 'none';
  const labelled = result.by.filter((dimension) =>
    result.rows.some((row) => row.labels?.[dimension] !== undefined),
  );
  const converted = result.conversion?.converted ? result.conversion.currency : null;
  const columns = [
    ...(withTenant ? ['tenant'] : []),
    ...(timed ? ['start'] : []),
    ...result.by,
    ...(converted ? ['converted_into'] : []),
    ...labelled.map((dimension) => `${dimension}_name`),
    ...['value', 'n', 'numerator', 'denominator'],
  ];
  const rows = result.rows.map((row) => [
    ...(withTenant ? [result.tenant] : []),
    ...(timed ? [row.start ?? ''] : []),
    ...result.by.map((dimension) => row.dimensions[dimension] ?? ''),
    ...(converted ? [converted] : []),
    ...labelled.map((dimension) => row.labels?.[dimension] ?? ''),
    ...[row.value, row.n, row.numerator ?? null, row.denominator ?? null].map((value) => String(value ?? '')),
  ]);
  return [columns, ...rows].map((cells) => csvLine(cells)).join('\n');
}

function interval(row: Row, unit: Answer['unit']): string {
  return typeof row.low === 'number' && typeof row.high === 'number'
    ? `${formatValue(row.low, unit)} to ${formatValue(row.high, unit)}`
    : '';
}

function quality({ quality: found }: Answer): string[] {
  if (!found) return [];
  if (found.share === null) return ['There are no events behind it.'];
  const kinds = found.problems.map(
    ({ kind, field, events }) => `${kind} of ${field} ${events.toLocaleString('en-US')}`,
  );
  return [
    `${formatValue(found.share, 'ratio')} of the events behind it have a known problem (${found.events.toLocaleString('en-US')} of ${found.of.toLocaleString('en-US')})${kinds.length > 0 ? `: ${kinds.join(', ')}` : ''}.`,
  ];
}

export function freshnessText({
  freshness: { complete_to, lag_ms, live },
}: Pick<Answer, 'freshness'>): string {
  if (live) return 'Live: every event up to now is counted.';
  if (complete_to === null) return 'Freshness unknown: the pipeline has not reported yet.';
  return `Behind: events up to ${complete_to} are counted${lag_ms === null ? '' : ` (${formatValue(lag_ms, 'ms')} ago)`}.`;
}

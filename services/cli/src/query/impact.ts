import type { Impact, ImpactGroup } from '@tallyboard/api/impact';
import { formatValue } from '@tallyboard/metrics/value-text';
import { type Column, table } from '../terminal/table.js';
import { freshnessText } from './result.js';

/** For people: what is told first, then before and after, and how it was computed. */
export function impactText(found: Impact): string {
  const { title, tenant, tz, at, days, so_far, changed, against } = found;
  const right = (text: string): Column => ({ title: text, align: 'right' });
  const columns = [{ title: '' }, ...['before', 'n', 'after', 'n', 'difference', '95 % interval'].map(right)];
  const rowOf = (what: string, { before, after, difference }: ImpactGroup): string[] => [
    what,
    formatValue(before.value, found.unit),
    before.n.toLocaleString('en-US'),
    formatValue(after.value, found.unit),
    after.n.toLocaleString('en-US'),
    ...differenceIn(difference, found),
  ];
  const apart = found.difference_in_differences;
  const rows = [
    rowOf(nameOf(changed), changed),
    ...(against ? [rowOf(`against ${nameOf(against)}`, against)] : []),
    ...(apart ? [['difference in differences', '', '', '', '', ...differenceIn(apart, found)]] : []),
  ];
  return [
    `${title} of ${tenant}, ${days} days before and from ${at} on (${tz})${so_far ? ', as many as are over' : ''}`,
    '',
    verdictOf(found),
    '',
    table(columns, rows),
    '',
    ...(found.method === null ? [] : [`Interval: ${found.method}.`]),
    freshnessText(found),
  ].join('\n');
}

function verdictOf({ verdict, is_better, why_no_interval, against }: Impact): string {
  const than = against ? ', compared with the others' : '';
  switch (verdict) {
    case 'no_interval':
      return `No interval: ${why_no_interval}.`;
    case 'cannot_tell':
      return `Cannot tell: chance explains the difference${than}, as its interval has 0.`;
    default:
      return `It ${verdict}${than}, beyond what chance explains${is_better === null ? '' : is_better ? ', and that is better' : ', and that is worse'}. What else changed then is not known.`;
  }
}

function differenceIn(
  { value, low, high }: { value: number | null; low: number | null; high: number | null },
  found: Impact,
): [string, string] {
  return [
    signed(value, found),
    low === null || high === null ? '' : `${signed(low, found)} to ${signed(high, found)}`,
  ];
}

/** Shares differ in percentage points. */
function signed(value: number | null, { unit }: Impact): string {
  if (value === null) return '–';
  const sign = value > 0 ? '+' : value < 0 ? '-' : '';
  const size = Math.abs(value);
  if (unit === 'ratio') return `${sign}${(100 * size).toFixed(2)} pt`;
  if (unit === 'points') return `${sign}${size.toFixed(1)}`;
  return `${sign}${formatValue(unit === 'money' ? size.toFixed(2) : size, unit)}`;
}

const nameOf = ({ filter }: ImpactGroup): string =>
  Object.entries(filter)
    .map(([dimension, values]) => `${dimension} ${values.join('|')}`)
    .join(', ') || 'everybody';

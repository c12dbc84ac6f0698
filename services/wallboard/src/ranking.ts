import { type Formatted, formatValue } from './format.js';
import type { Result, ResultRow } from './wire.js';

/** A ranked list, one group per currency (just one group, named '', for everything that is not money). */
export interface Ranking {
  groups: RankGroup[];
  /** How many are ranked in all, shown or not. */
  total: number;
}

export interface RankGroup {
  currency: string;
  entries: RankEntry[];
}

export interface RankEntry {
  key: string;
  name: string;
  value: Formatted;
  /** Length of the bar, 0..1 of the best in the group. */
  share: number;
  n: number;
}

/** Ranks the rows by value, best first; rows without a value are left out. */
export function ranking(result: Result | undefined): Ranking | null {
  if (!result) return null;
  const valued = result.rows.filter((row) => row.value !== null && Number.isFinite(Number(row.value)));
  const groups = new Map<string, ResultRow[]>();
  for (const row of valued) {
    const currency = row.dimensions.currency ?? '';
    groups.set(currency, [...(groups.get(currency) ?? []), row]);
  }
  return {
    total: valued.length,
    groups: [...groups]
      .map(([currency, rows]) => ({ currency, entries: entriesOf(rows, result, currency) }))
      .sort((a, b) => weight(b) - weight(a) || a.currency.localeCompare(b.currency)),
  };
}

const weight = (group: RankGroup) => group.entries.reduce((sum, entry) => sum + entry.n, 0);

function entriesOf(rows: ResultRow[], result: Result, currency: string): RankEntry[] {
  const lowFirst = result.better === 'down' && result.unit !== 'count';
  const ranked = [...rows].sort((a, b) => {
    const order = Number(b.value) - Number(a.value);
    return (lowFirst ? -order : order) || nameOf(a, result).localeCompare(nameOf(b, result));
  });
  const longest = Math.max(...ranked.map((row) => Math.abs(Number(row.value))));
  return ranked.map((row) => ({
    key: result.by.map((dimension) => row.dimensions[dimension] ?? '').join('/'),
    name: nameOf(row, result),
    value: formatValue(row.value, result.unit, currency),
    share: longest > 0 ? Math.abs(Number(row.value)) / longest : 0,
    n: row.n,
  }));
}

/** The label where the server knows one, else the id; an empty dimension is nobody's. */
function nameOf(row: ResultRow, result: Result): string {
  const names = result.by
    .filter((dimension) => dimension !== 'currency')
    .map((dimension) => row.labels?.[dimension] || row.dimensions[dimension] || 'unassigned');
  return names.join(' · ');
}

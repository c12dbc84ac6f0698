import { type Formatted, formatValue } from './format.js';
import { currencyOf, type Result, type ResultRow } from './wire.js';

/** A ranked list, best first. */
export interface Ranking {
  entries: RankEntry[];
  /** What is ranked, in the plural: `reps`. */
  of: string;
  /** Nothing is told beside: a line each is enough. */
  isBrief: boolean;
}

export interface RankEntry {
  key: string;
  place: number;
  name: string;
  value: Formatted;
  /** Length of the bar, 0..1 of the longest with the same currency. */
  share: number;
  /** What another metric says of the same one: `A$466.3K`, `12 deals won`; '' when there is nothing. */
  note: string;
}

/** A second metric of the same ones, told beside each. `words` follow its value. */
export interface Notes {
  result: Result;
  words: string;
}

/** Amounts in several currencies have no order. */
export function isRankable(result: Result): boolean {
  return new Set(valued(result).map(({ dimensions }) => dimensions.currency ?? '')).size <= 1;
}

/** Ranks the rows by value, each currency apart; rows without a value are left out. */
export function ranking(result: Result, notes: Notes | null): Ranking {
  const byCurrency = new Map<string, ResultRow[]>();
  for (const row of valued(result)) {
    const currency = row.dimensions.currency ?? '';
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), row]);
  }
  const weight = (rows: ResultRow[]) => rows.reduce((sum, { n }) => sum + n, 0);
  const groups = [...byCurrency.values()].sort((a, b) => weight(b) - weight(a));
  const noteOf = notes ? notesByKey(notes) : new Map<string, string>();
  return {
    entries: groups.flatMap((rows) => entriesOf(rows, result, noteOf)),
    of: `${whom(result).join(' and ')}s`,
    isBrief: notes === null,
  };
}

function entriesOf(rows: ResultRow[], result: Result, noteOf: Map<string, string>): RankEntry[] {
  const lowFirst = result.better === 'down' && result.unit !== 'count';
  const longest = Math.max(...rows.map((row) => Math.abs(Number(row.value))));
  const ranked = rows.sort((a, b) => {
    const order = Number(b.value) - Number(a.value);
    return (lowFirst ? -order : order) || nameOf(a, result).localeCompare(nameOf(b, result));
  });
  return ranked.map((row, index) => ({
    key: result.by.map((dimension) => row.dimensions[dimension] ?? '').join('/'),
    place: index + 1,
    name: nameOf(row, result),
    value: formatValue(row.value, result.unit, currencyOf(result, row)),
    share: longest > 0 ? Math.abs(Number(row.value)) / longest : 0,
    note: noteOf.get(keyOf(row, result)) ?? '',
  }));
}

/** By whom, whatever the currency; with several currencies one amount each, the one of most deals first. */
function notesByKey({ result, words }: Notes): Map<string, string> {
  const found = new Map<string, string>();
  for (const row of valued(result).sort((a, b) => b.n - a.n)) {
    if (row.n === 0) continue;
    const { text } = formatValue(row.value, result.unit, currencyOf(result, row));
    const before = found.get(keyOf(row, result));
    found.set(keyOf(row, result), before ? `${before} + ${text}` : `${text}${words && ` ${words}`}`);
  }
  return found;
}

function valued({ rows }: Result): ResultRow[] {
  return rows.filter((row) => row.value !== null && Number.isFinite(Number(row.value)));
}

const whom = ({ by }: Result) => by.filter((dimension) => dimension !== 'currency');

const keyOf = (row: ResultRow, result: Result) =>
  whom(result)
    .map((dimension) => row.dimensions[dimension] ?? '')
    .join('/');

/** The label where the server knows one, else the id; an empty dimension is nobody's. */
function nameOf(row: ResultRow, result: Result): string {
  return whom(result)
    .map(
      (dimension) => row.labels?.[dimension] || wordsOf(dimension, row.dimensions[dimension]) || 'unassigned',
    )
    .join(' · ');
}

/** Kinds of activities are words: `email_sent`. */
const wordsOf = (dimension: string, value = ''): string =>
  dimension === 'kind' ? value.replaceAll('_', ' ') : value;

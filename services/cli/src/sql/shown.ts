import type { Found } from '@tallyboard/clickhouse/client';
import { csvLine, table } from '../terminal/table.js';

/** How results are shown. */
export type Form = 'table' | 'json' | 'csv';

/** A table for people, under it how many rows there are. */
export function foundTable({ columns, rows, isCut }: Found): string {
  const lines = table(
    columns.map(({ name, type }) => ({ title: name, align: isNumber(type) ? 'right' : 'left' })),
    rows.map((row) => row.map((value) => (value === null ? '–' : textOf(value)))),
  );
  const many = rows.length === 1 ? '1 row' : `${rows.length.toLocaleString('en-US')} rows`;
  return `${lines}\n\n${isCut ? `The first ${many}; there are more, --max-rows shows them.` : `${many}.`}`;
}

/** Values as they are, NULL as nothing. */
export const foundCsv = ({ columns, rows }: Found): string =>
  [
    columns.map(({ name }) => name),
    ...rows.map((row) => row.map((value) => (value === null ? '' : textOf(value)))),
  ]
    .map((cells) => csvLine(cells))
    .join('\n');

/** Rows as objects; numbers that JSON cannot hold exactly stay text. */
export const foundJson = ({ columns, rows, isCut }: Found) => ({
  columns,
  rows: rows.map((row) =>
    Object.fromEntries(columns.map(({ name, type }, i) => [name, jsonOf(row[i], type)])),
  ),
  is_cut: isCut,
});

const isNumber = (type: string): boolean => /^(?:Nullable\()?(?:U?Int|Float|Decimal|BFloat)/.test(type);

function jsonOf(value: unknown, type: string): unknown {
  const isWhole = /^(?:Nullable\()?U?Int/.test(type);
  return isWhole && typeof value === 'string' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

const textOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

export interface Column {
  title: string;
  align?: 'left' | 'right';
}

/**
 * A plain-text table: two spaces between columns, a rule under the titles, no trailing spaces. A name that somebody gave
 * may have lines; each cell is one, so that none looks like a row.
 */
export function table(columns: readonly Column[], given: readonly (readonly string[])[]): string {
  const rows = given.map((row) =>
    row.map((cell) => cell.replace(/\s*[\r\n\v\f\u0085\u2028\u2029]\s*/g, ' ')),
  );
  const widths = columns.map((column, i) =>
    Math.max(width(column.title), ...rows.map((row) => width(row[i] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map((column, i) => pad(cells[i] ?? '', widths[i] ?? 0, column.align ?? 'left'))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map((column) => column.title)),
    widths.map((each) => '─'.repeat(each)).join('  '),
    ...rows.map(line),
  ].join('\n');
}

/** One CSV record (RFC 4180), without the line end. */
export function csvLine(cells: readonly string[], delimiter = ','): string {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  return cells
    .map((cell) => (cell.includes(delimiter) || /["\r\n]/.test(cell) ? quoted(cell) : cell))
    .join(delimiter);
}

const width = (text: string): number => [...text].length;

function pad(text: string, to: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, to - width(text)));
  return align === 'right' ? space + text : text + space;
}

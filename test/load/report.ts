import type { Usage } from './usage.js';

/** A line of progress on stderr, so that a long run does not look like a hang. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Rows of cells as aligned text; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = head.map((_, column) => rows.every((row) => /^[\d,.–-]*$/.test(row[column] ?? '')));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        isNumber[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

export const tenth = (value: number): string => value.toFixed(1);

/** The p-quantile of ascending numbers (nearest rank). */
export function quantile(ascending: readonly number[], p: number): number {
  return ascending[Math.max(0, Math.ceil(p * ascending.length) - 1)] ?? Number.NaN;
}

export function memoryTable(processes: readonly Usage[]): string {
  const rows = processes
    .filter(({ name }) => name !== 'bench')
    .sort((a, b) => b.memoryMb - a.memoryMb)
    .map(({ name, memoryMb }) => [name, whole(memoryMb)]);
  return table(['process', 'MB'], rows);
}

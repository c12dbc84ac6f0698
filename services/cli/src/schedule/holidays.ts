import { Failure } from '@tallyboard/runtime/failure';
import { wholeDaysIn } from './icalendar.js';

/** What a file of holidays says: dates, `2026-12-25`, each once and in order, and of what gives none why, in words. */
export interface Holidays {
  dates: string[];
  passedOver: string[];
}

/** Of an iCalendar file its whole days, of any other text the dates with which lines begin. */
export function holidaysIn(text: string, file: string, thisYear: number): Holidays {
  const found = /^\uFEFF?BEGIN:VCALENDAR/i.test(text)
    ? wholeDaysIn(text.replace(/^\uFEFF/, ''), thisYear)
    : { dates: datesIn(text, file), passedOver: [] };
  return { ...found, dates: [...new Set(found.dates)].sort() };
}

/** `2026-12-25` or `25.12.2026` at the beginning of a line; what else is on it is of no account, and the first line may be titles. */
function datesIn(text: string, file: string): string[] {
  const dates: string[] = [];
  for (const [n, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const cell = line
      .split(/[,;\t]/)[0]!
      .trim()
      .replace(/^"(.*)"$/, '$1');
    if (cell === '') continue;
    const date = isoIn(cell);
    if (date !== null) dates.push(date);
    else if (n > 0)
      throw new Failure(
        `${file}, line ${n + 1}: ${JSON.stringify(cell)} is no date of the form 2026-12-25 or 25.12.2026, with which each line begins.`,
      );
  }
  return dates;
}

function isoIn(text: string): string | null {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  const iso = day === undefined ? text : `${year}-${month!.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null;
  const ms = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== iso ? null : iso;
}

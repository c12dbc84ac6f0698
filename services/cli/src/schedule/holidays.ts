import { Failure } from '@tallyboard/runtime/failure';

/** What a file of holidays says: dates, `2026-12-25`, in order, and how many of its entries are none. */
export interface Holidays {
  dates: string[];
  passedOver: number;
}

/** Of an iCalendar file its whole days, of any other text the dates with which lines begin. */
export function holidaysIn(text: string, file: string): Holidays {
  const found = /^\uFEFF?BEGIN:VCALENDAR/i.test(text) ? inCalendar(text) : inLines(text, file);
  return { ...found, dates: [...new Set(found.dates)].sort() };
}

const DAY_MS = 86_400_000;
/** So many times a yearly holiday is taken where no end is said: hours that are set now do not hold longer. */
const YEARS = 10;
/** Longer ones are no holidays. */
const MOST_DAYS = 366;

/**
 * Whole days of an iCalendar file (RFC 5545): events of VALUE=DATE, each day from DTSTART until before DTEND, and again each
 * year where RRULE says so. Events with a time of day, and cancelled ones, are passed over.
 */
function inCalendar(text: string): Holidays {
  // A line that begins with a space goes on with the one before it.
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const dates: string[] = [];
  let passedOver = 0;
  let event: Map<string, string> | null = null;
  for (const line of lines) {
    if (/^BEGIN:VEVENT$/i.test(line)) event = new Map();
    else if (/^END:VEVENT$/i.test(line) && event) {
      const days = daysOf(event);
      dates.push(...days);
      if (days.length === 0) passedOver += 1;
      event = null;
    } else if (event) {
      const [, name, value] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/i.exec(line) ?? [];
      if (name !== undefined) event.set(name.toUpperCase(), value!.trim());
    }
  }
  return { dates, passedOver };
}

function daysOf(event: ReadonlyMap<string, string>): string[] {
  const start = dayIn(event.get('DTSTART'));
  if (start === null || event.get('STATUS')?.toUpperCase() === 'CANCELLED') return [];
  const end = dayIn(event.get('DTEND')) ?? start + DAY_MS;
  const length = Math.min(Math.max(1, (end - start) / DAY_MS), MOST_DAYS);
  return startsOf(start, event).flatMap((first) =>
    Array.from({ length }, (_, n) => isoDate(first + n * DAY_MS)),
  );
}

/** When it begins: once, or every year. */
function startsOf(start: number, event: ReadonlyMap<string, string>): number[] {
  const rule = event.get('RRULE');
  if (rule === undefined) return [start];
  const said = new Map(rule.split(';').map((part) => part.toUpperCase().split('=') as [string, string]));
  const known = ['FREQ', 'UNTIL', 'COUNT', 'INTERVAL', 'WKST', 'BYMONTH', 'BYMONTHDAY'];
  const strange = [...said.keys()].find((name) => !known.includes(name));
  if (said.get('FREQ') !== 'YEARLY' || strange !== undefined || Number(said.get('INTERVAL') ?? 1) !== 1)
    throw new Failure(
      `${event.get('SUMMARY') ?? 'An event'} comes again by the rule ${rule}, which is not read: let the calendar be exported with each day by itself.`,
    );
  const until = dayIn(said.get('UNTIL')?.slice(0, 8)) ?? Number.POSITIVE_INFINITY;
  const count = Number(said.get('COUNT') ?? YEARS);
  const first = new Date(start);
  return Array.from({ length: Math.min(count, YEARS) }, (_, n) =>
    Date.UTC(first.getUTCFullYear() + n, first.getUTCMonth(), first.getUTCDate()),
  ).filter((each) => each <= until && new Date(each).getUTCDate() === first.getUTCDate());
}

/** `20261225` as the ms of its midnight in UTC; null: a time of day, or no date. */
function dayIn(text: string | undefined): number | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? '') ?? [];
  return year === undefined ? null : Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** `2026-12-25` or `25.12.2026` at the beginning of a line; what else is on it is of no account, and the first line may be titles. */
function inLines(text: string, file: string): Holidays {
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
  return { dates, passedOver: 0 };
}

function isoIn(text: string): string | null {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  const iso = day === undefined ? text : `${year}-${month!.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null;
  const ms = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(ms) || isoDate(ms) !== iso ? null : iso;
}

const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

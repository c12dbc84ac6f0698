/** What a cell's number stands for, by how the workbook shows it. */
export type Shown = 'number' | 'day' | 'moment' | 'clock' | { digits: number };

/** Formats that have a number and no text (ECMA-376 part 1, 18.8.30); 27 and on are those of East Asian dates. */
const BUILT_IN: Record<number, Shown> = {
  14: 'day',
  15: 'day',
  16: 'day',
  17: 'day',
  18: 'clock',
  19: 'clock',
  20: 'clock',
  21: 'clock',
  22: 'moment',
  45: 'clock',
  46: 'clock',
  47: 'clock',
};
for (const id of [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]) BUILT_IN[id] = 'day';
for (const id of [32, 33, 34, 35]) BUILT_IN[id] = 'clock';

/** `code`: what the workbook writes for a format of its own. */
export function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) return BUILT_IN[id] ?? 'number';
  const zeros = /^0{2,}$/.exec(code);
  if (zeros) return { digits: code.length };
  const [positive = ''] = code.split(';');
  const letters = positive
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase();
  if (letters.includes('general') || /[0#?]/.test(letters.replaceAll(/s\.0+/g, 's'))) return 'number';
  const isDay = /[yd]|m{3,}/.test(letters);
  const isClock = /[hs]/.test(letters);
  if (isDay) return isClock ? 'moment' : 'day';
  return isClock ? 'clock' : 'number';
}

const DAY_S = 86_400;
/** The number of 1 January 1970 where days count from 1900. */
const OF_1970 = 25_569;
const FROM_1904 = 1_462;
/** The 29 February 1900, which was none and has a number. */
const NO_SUCH_DAY = 60;
/** The end of the year 9999. */
const LAST_DAY = 2_958_466;

/**
 * A number of a cell as text: a day and a time of the clock that the sheet shows as ISO without a zone, a time alone as
 * `h:mm:ss`, any other with the 15 digits that a spreadsheet keeps. A whole number of more digits has lost some, and is
 * written as a spreadsheet shows it, `1.23456789012346E+17`, which is no id.
 */
export function numberText(value: string, shown: Shown, isFrom1904: boolean): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  const serial = number + (isFrom1904 && shown !== 'clock' ? FROM_1904 : 0);
  if ((shown === 'day' || shown === 'moment') && serial >= 1 && serial < LAST_DAY)
    return isoOf(serial, shown);
  if (shown === 'clock' && number >= 0) return clockOf(number);
  if (Math.abs(number) >= 1e15) return number.toPrecision(15).replace(/\.?0*e\+/, 'E+');
  const kept = Number(number.toPrecision(15));
  const text = /e/i.test(String(kept)) ? kept.toFixed(20).replace(/\.?0+$/, '') : String(kept);
  return typeof shown === 'object' && /^\d+$/.test(text) ? text.padStart(shown.digits, '0') : text;
}

function isoOf(serial: number, shown: 'day' | 'moment'): string {
  const days = serial < NO_SUCH_DAY ? serial + 1 : serial;
  const text = new Date(Math.round((days - OF_1970) * DAY_S) * 1_000).toISOString();
  return shown === 'day' && Number.isInteger(serial) ? text.slice(0, 10) : text.slice(0, 19);
}

function clockOf(days: number): string {
  const seconds = Math.round(days * DAY_S);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

import type { Unit } from './wire.js';

/** A piece of a number as it is set on the wall: figures are huge, units (`%`, `m`, `$`, `K`) are smaller. */
export interface Piece {
  text: string;
  kind: 'figure' | 'unit';
}

/** A value ready to be set. `text` reads as one string: `2 m 10 s`, `42.1 %`, `$1.24M`; no value is `–`. */
export interface Formatted {
  text: string;
  pieces: Piece[];
}

export const NO_VALUE: Formatted = { text: '–', pieces: [{ text: '–', kind: 'unit' }] };

/**
 * Sets a metric's value in its unit. Null, undefined and anything that is not a finite number give `–`,
 * never zero. `currency` is an ISO 4217 code and only matters for money.
 */
export function formatValue(
  value: number | string | null | undefined,
  unit: Unit,
  currency?: string,
): Formatted {
  if (value === null || value === undefined || value === '') return NO_VALUE;
  const number = Number(value);
  if (!Number.isFinite(number)) return NO_VALUE;
  switch (unit) {
    case 'ratio':
      return join([figure(decimals(1).format(number * 100)), space('%')]);
    case 'ms':
      return duration(number);
    case 'money':
      return money(number, currency);
    case 'score':
      return join([figure(decimals(2).format(number))]);
    case 'points':
      return join([figure(points.format(number))]);
    case 'count':
      return count(number);
  }
}

const points = new Intl.NumberFormat('en', { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 });

/** Whole counts, in full up to 999,999 because people watch the last digit move. */
export function count(value: number): Formatted {
  if (Math.abs(value) < 1_000_000) return join([figure(whole.format(value))]);
  return fromParts(compact.formatToParts(value));
}

/** Two units at most: `850 ms`, `42 s`, `2 m 05 s`, `3 h 20 m`, `2 d 4 h`. */
export function duration(ms: number): Formatted {
  if (ms < 0) return NO_VALUE;
  if (ms > 0 && ms < 1000) return join([figure(whole.format(ms)), space('ms')]);
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return join([figure(`${seconds}`), space('s')]);
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'm', seconds % 60, 's', 2);
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'm', 2);
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h', 1);
}

function pair(major: number, majorUnit: string, minor: number, minorUnit: string, pad: number): Formatted {
  return join([
    figure(whole.format(major)),
    space(majorUnit),
    figure('\u00a0'),
    figure(`${minor}`.padStart(pad, '0')),
    space(minorUnit),
  ]);
}

function money(value: number, currency: string | undefined): Formatted {
  const size = Math.abs(value);
  // Three significant digits, of small amounts all that the currency has: more of them in six currencies could not be read from across a room.
  const options: Intl.NumberFormatOptions =
    size >= 10_000
      ? { notation: 'compact', minimumSignificantDigits: 3, maximumSignificantDigits: 3 }
      : size < 100 && !Number.isInteger(value)
        ? {}
        : { maximumFractionDigits: 0 };
  // An amount without a known currency is shown as a bare number rather than under a guessed sign.
  if (currency && /^[A-Z]{3}$/.test(currency)) Object.assign(options, { style: 'currency', currency });
  return fromParts(new Intl.NumberFormat('en', options).formatToParts(value));
}

const formatters = new Map<number, Intl.NumberFormat>();

function decimals(digits: number): Intl.NumberFormat {
  let found = formatters.get(digits);
  if (!found) {
    found = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formatters.set(digits, found);
  }
  return found;
}

function fromParts(parts: Intl.NumberFormatPart[]): Formatted {
  const figures = new Set(['integer', 'group', 'decimal', 'fraction', 'minusSign', 'plusSign']);
  const pieces: Piece[] = [];
  for (const part of parts) {
    const kind = figures.has(part.type) ? 'figure' : 'unit';
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += part.value;
    else pieces.push({ text: part.value, kind });
  }
  return join(pieces);
}

const figure = (text: string): Piece => ({ text, kind: 'figure' });
const space = (unit: string): Piece => ({ text: `\u202f${unit}`, kind: 'unit' });

/** A real minus sign is as wide as a plus; the hyphen that Intl writes is not. */
function join(pieces: Piece[]): Formatted {
  const set = pieces.map((piece) => ({ ...piece, text: piece.text.replaceAll('-', '\u2212') }));
  return { text: set.map((piece) => piece.text.replaceAll(/[\u202f\u00a0]/g, ' ')).join(''), pieces: set };
}

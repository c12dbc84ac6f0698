import { AMOUNT, type DecimalForm, formatDecimal, isWritten, parseDecimal } from '../decimal-type.js';

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * A decimal with all of its places, of an amount four, from a number or a text, further places rounded half to even: what
 * was calculated has many. Undefined for what is none, or has more digits before the point than its form.
 */
export function decimalOf(value: unknown, form: DecimalForm = AMOUNT): string | undefined {
  if (form === AMOUNT && typeof value === 'string' && isWritten(value)) return value;
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value).trim();
  const plain = parseDecimal(text, form);
  if (plain !== null) return formatDecimal(plain, form);
  const unscaled = rounded(text, form.places);
  if (unscaled === null) return undefined;
  const written = formatDecimal(unscaled, form);
  return parseDecimal(written, form) === null ? undefined : written;
}

/** A number in units of its last place, rounded half to even. */
function rounded(text: string, places: number): bigint | null {
  const match = NUMBER.exec(text);
  if (!match) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  // Texts come from outside: so long a number is none.
  if (digits === '' || digits.length > 60) return null;
  /** Digits after the last place. */
  const beyond = fraction.length - Number(exponent) - places;
  const all = BigInt(digits);
  let magnitude: bigint;
  if (beyond <= 0) magnitude = all * 10n ** BigInt(-beyond);
  else {
    const step = 10n ** BigInt(beyond);
    const [quotient, rest] = [all / step, (all % step) * 2n];
    magnitude = rest > step || (rest === step && quotient % 2n === 1n) ? quotient + 1n : quotient;
  }
  return sign === '-' ? -magnitude : magnitude;
}

/** A whole number up to `largest`, from a number or its digits; undefined for what is none. */
export function wholeOf(value: unknown, largest: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value.trim()) ? Number(value) : value;
  // Avro has no negative zero.
  return Number.isInteger(number) && (number as number) >= 0 && (number as number) <= largest
    ? (number as number) + 0
    : undefined;
}

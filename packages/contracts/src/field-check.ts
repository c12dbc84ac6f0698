import { AMOUNT, type DecimalForm, formOf } from './decimal-type.js';
import { type AvroType, asField, kindOf } from './fields.js';
import { INSTANT, instantOf, msIn } from './forms/instants.js';
import { decimalOf, wholeOf } from './forms/numbers.js';
import {
  isDate,
  isFreeText,
  isPlainText,
  isZone,
  MAX_FREE_TEXT,
  MAX_TEXT,
  tidyFreeText,
  tidyText,
  timeOfDayOf,
} from './forms/texts.js';
import { show } from './show.js';

/** The value in the form of the contract, or why it is none of its field. */
export type Outcome = { value: unknown } | { reason: string; expected: string };

export interface FieldCheck {
  check(value: unknown): Outcome;
  /** What a right value is, in words. */
  expected: string;
  /** Whether it takes all that is usual, and as it is: printable ASCII of some length; what six bytes of a decimal hold. */
  takesUsual?: true;
}

/** Where a value comes from: the log holds what was accepted before a bound was set, and is read as it is. */
export type Origin = 'outside' | 'log';

/** The check of a field of this name and Avro type. What it lets through, the codec can write, and reads back the same. */
export function checkOf(name: string, avro: AvroType, origin: Origin): FieldCheck {
  const kind = kindOf(avro);
  switch (kind) {
    case 'timestamp-millis':
      return of(INSTANT, origin === 'log' ? msIn : instantOf);
    case 'decimal':
      return decimal(name, formOf(avro as { precision: number; scale: number }));
    case 'enum': {
      const symbols = (avro as { symbols: string[] }).symbols;
      return of(`one of ${symbols.join(', ')}`, (value) => symbolOf(value, symbols));
    }
    case 'int':
      return whole(LARGEST_INT);
    case 'long':
      return whole(name === 'source_version' || origin === 'log' ? LARGEST_LONG : LARGEST_ADDEND);
    case 'string':
      return text(name, origin);
    case 'array':
      return list(checkOf(name, (avro as { items: AvroType }).items, origin));
    case 'record':
      return record(avro as RecordType, origin);
    default:
      throw new Error(`nothing checks the Avro type ${kind} of the field ${name}`);
  }
}

/** Many systems write what has no value as an empty text. */
export const isNothing = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

const MAX_ENTRIES = 200;
const LARGEST_INT = 2 ** 31 - 1;
/** One below the largest safe integer: avsc writes no larger one. */
const LARGEST_LONG = Number.MAX_SAFE_INTEGER - 1;
/** Of what is added up: 126 years in ms. Sums of 64 bits hold two million of them. */
const LARGEST_ADDEND = 4_000_000_000_000;
/** These may be empty: an empty team means none. */
const MAY_BE_EMPTY = new Set(['team']);

const whole = (largest: number): FieldCheck =>
  of(`a whole number from 0 to ${largest}`, (value) => wholeOf(value, largest));

function decimal(name: string, form: DecimalForm): FieldCheck {
  if (name === 'rate')
    return of(`a rate above 0 of at most ${form.whole} digits before the point, as 1.0832`, (value) => {
      const rate = decimalOf(value, form);
      return rate !== undefined && /[1-9]/.test(rate) && !rate.startsWith('-') ? rate : undefined;
    });
  const own = form.whole === AMOUNT.whole && form.places === AMOUNT.places ? AMOUNT : form;
  return usual(
    of(`a decimal number of at most ${form.whole} digits before the point, as 1250.50`, (value) =>
      decimalOf(value, own),
    ),
  );
}

/** `No answer` is no_answer: case, and what stands between words, say nothing. */
function symbolOf(value: unknown, symbols: readonly string[]): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (symbols.includes(value)) return value;
  const word = value
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return symbols.includes(word) ? word : undefined;
}

function list(entry: FieldCheck): FieldCheck {
  const expected = `a list of 1 to ${MAX_ENTRIES}, each ${entry.expected}`;
  return {
    expected,
    check(value) {
      if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ENTRIES)
        return { reason: `${show(value)} does not fit`, expected };
      const entries: unknown[] = [];
      for (const [i, each] of value.entries()) {
        const outcome = entry.check(each);
        if ('reason' in outcome) return { ...outcome, reason: `entry ${i + 1}: ${outcome.reason}` };
        entries.push(outcome.value);
      }
      return { value: entries };
    },
  };
}

type RecordType = { fields: Parameters<typeof asField>[0][] };

/** Of what a record may hold, absent nullable fields are null; what it does not know is refused. */
function record({ fields: types }: RecordType, origin: Origin): FieldCheck {
  const fields = types
    .map(asField)
    .map((field) => ({ ...field, ...checkOf(field.name, field.avro, origin) }));
  const expected = `an object of ${fields.map(({ name, nullable }) => `${name}${nullable ? ' (or null)' : ''}`).join(', ')}`;
  const known: ReadonlySet<string> = new Set(fields.map(({ name }) => name));
  return {
    expected,
    check(value) {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return { reason: `${show(value)} does not fit`, expected };
      const data = value as Record<string, unknown>;
      const stranger = Object.keys(data).find((name) => !known.has(name));
      if (stranger !== undefined) return { reason: `unknown field ${show(stranger)}`, expected };
      const checked: Record<string, unknown> = {};
      for (const { name, nullable, check, expected: wanted } of fields) {
        const given = Object.hasOwn(data, name) ? data[name] : undefined;
        if (given === undefined || given === null || (nullable && isNothing(given))) {
          if (!nullable) return { reason: `${name} is missing`, expected: wanted };
          checked[name] = null;
          continue;
        }
        const outcome = check(given);
        if ('reason' in outcome) return { ...outcome, reason: `${name}: ${outcome.reason}` };
        checked[name] = outcome.value;
      }
      return { value: checked };
    },
  };
}

function text(name: string, origin: Origin): FieldCheck {
  if (name === 'currency')
    return of('an ISO 4217 code, for example EUR', (value) => {
      const code = typeof value === 'string' ? value.trim().toUpperCase() : '';
      return /^[A-Z]{3}$/.test(code) ? code : undefined;
    });
  if (name === 'rate_id')
    return of('two ISO 4217 codes, for example EUR/USD', (value) => {
      const [, base, quote] =
        (typeof value === 'string' && /^\s*([A-Za-z]{3})\s*\/\s*([A-Za-z]{3})\s*$/.exec(value)) || [];
      const isPair = base !== undefined && quote !== undefined && base.toUpperCase() !== quote.toUpperCase();
      return isPair ? `${base}/${quote}`.toUpperCase() : undefined;
    });
  if (name === 'zone')
    return of('an IANA time zone, for example Europe/Berlin', (value) => (isZone(value) ? value : undefined));
  if (name === 'opens' || name === 'closes') return of('a time of day from 00:00 to 24:00', timeOfDayOf);
  if (name === 'holidays' || name === 'effective_from' || name === 'expected_close')
    return of('a date, for example 2026-12-25', (value) => (isDate(value) ? value : undefined));
  if (isFreeText(name))
    return of(`text of 1 to ${MAX_FREE_TEXT} characters`, (value) => {
      const tidy = typeof value === 'string' ? tidyFreeText(value) : null;
      return tidy !== null && tidy.length > 0 && tidy.length <= MAX_FREE_TEXT ? tidy : undefined;
    });
  const least = MAY_BE_EMPTY.has(name) ? 0 : 1;
  const noSlash = name === 'tenant';
  return usual(
    of(
      `text of ${least} to ${MAX_TEXT} characters without control characters${noSlash ? ' or slashes' : ''}`,
      (value) => {
        if (typeof value !== 'string') return undefined;
        // What is in the log is what it says.
        const tidy = origin === 'log' ? (isPlainText(value) ? value : null) : tidyText(value);
        return tidy !== null &&
          tidy.length >= least &&
          tidy.length <= MAX_TEXT &&
          !(noSlash && tidy.includes('/'))
          ? tidy
          : undefined;
      },
    ),
  );
}

const usual = (check: FieldCheck): FieldCheck => ({ ...check, takesUsual: true });

function of(expected: string, convert: (value: unknown) => unknown): FieldCheck {
  return {
    expected,
    check: (value) => {
      const converted = convert(value);
      return converted === undefined
        ? { reason: `${show(value)} does not fit`, expected }
        : { value: converted };
    },
  };
}

import { formatDecimal, isWritten, parseDecimal } from './decimal-type.js';
import { type AvroType, asField, kindOf } from './fields.js';
import { show } from './show.js';

/** The value in the form of the contract, or why it is none of its field. */
export type Outcome = { value: unknown } | { reason: string; expected: string };

export interface FieldCheck {
  check(value: unknown): Outcome;
  /** What a right value is, in words. */
  expected: string;
}

/** Where a value comes from: the log holds what was accepted before a bound was set, and is read as it is. */
export type Origin = 'outside' | 'log';

/** The check of a field of this name and Avro type. What it lets through, the codec can write, and reads back the same. */
export function checkOf(name: string, avro: AvroType, origin: Origin): FieldCheck {
  const kind = kindOf(avro);
  switch (kind) {
    case 'timestamp-millis':
      return of('an instant between 1990 and 2100: epoch milliseconds or RFC 3339 with an offset', instant);
    case 'decimal':
      return of('a decimal number of at most 14 digits before and 4 after the point', decimal);
    case 'enum': {
      const symbols = (avro as { symbols: string[] }).symbols;
      return of(`one of ${symbols.join(', ')}`, (value) =>
        symbols.includes(value as string) ? value : undefined,
      );
    }
    case 'int':
      return whole(LARGEST_INT);
    case 'long':
      return whole(name === 'source_version' || origin === 'log' ? LARGEST_LONG : LARGEST_ADDEND);
    case 'string':
      return text(name);
    case 'array':
      return list(checkOf(name, (avro as { items: AvroType }).items, origin));
    case 'record':
      return record(avro as RecordType, origin);
    default:
      throw new Error(`nothing checks the Avro type ${kind} of the field ${name}`);
  }
}

const MAX_TEXT = 256;
const MAX_ENTRIES = 200;
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const LARGEST_INT = 2 ** 31 - 1;
/** One below the largest safe integer: avsc writes no larger one. */
const LARGEST_LONG = Number.MAX_SAFE_INTEGER - 1;
/**
 * Of what is added up: 126 years in ms, more than lies between any two instants, so that no duration is greater. Sums of
 * 64 bits hold two million of them.
 */
const LARGEST_ADDEND = 4_000_000_000_000;
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/;
/** These may be empty: an empty team means none. */
const MAY_BE_EMPTY = new Set(['team']);

function whole(largest: number): FieldCheck {
  return of(`a whole number from 0 to ${largest}`, (value) =>
    // Avro has no negative zero.
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= largest
      ? (value as number) + 0
      : undefined,
  );
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
        if (given === undefined || given === null) {
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

function text(name: string): FieldCheck {
  if (name === 'currency')
    return of('an ISO 4217 code, for example EUR', (value) =>
      typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? value : undefined,
    );
  if (name === 'zone')
    return of('an IANA time zone, for example Europe/Berlin', (value) => (isZone(value) ? value : undefined));
  const least = MAY_BE_EMPTY.has(name) ? 0 : 1;
  const noSlash = name === 'tenant';
  return of(
    `text of ${least} to ${MAX_TEXT} characters without control characters${noSlash ? ' or slashes' : ''}`,
    (value) =>
      typeof value === 'string' &&
      value.length >= least &&
      value.length <= MAX_TEXT &&
      isPlainText(value) &&
      !(noSlash && value.includes('/'))
        ? value
        : undefined,
  );
}

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

function instant(value: unknown): number | undefined {
  const ms =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && isRfc3339(value)
        ? Date.parse(value)
        : Number.NaN;
  return Number.isInteger(ms) && ms >= EARLIEST && ms < LATEST ? ms : undefined;
}

/** Date.parse alone would take 30 February for 2 March. */
function isRfc3339(value: string): boolean {
  if (!RFC3339.test(value)) return false;
  const date = value.slice(0, 10);
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

function decimal(value: unknown): string | undefined {
  if (typeof value === 'string' && isWritten(value)) return value;
  const unscaled =
    typeof value === 'number' || typeof value === 'string' ? parseDecimal(String(value)) : null;
  return unscaled === null ? undefined : formatDecimal(unscaled);
}

/** No control characters, no lone surrogates: what is stored is what was sent. */
function isPlainText(value: string): boolean {
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
    if (code >= 0xd800 && code < 0xe000) return value.isWellFormed() && !/\p{Cc}/u.test(value);
  }
  return true;
}

const zones = new Map<string, boolean>();
function isZone(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 64) return false;
  let known = zones.get(value);
  if (known === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: value });
      known = true;
    } catch {
      known = false;
    }
    if (zones.size < 10_000) zones.set(value, known);
  }
  return known;
}

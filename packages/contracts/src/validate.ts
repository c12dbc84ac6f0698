import { formatDecimal, parseDecimal } from './decimal-type.js';
import type { CrmEvent, EventType } from './events.generated.js';
import { EVENT_TYPES, latest } from './registry.js';

/** One way in which data break their contract. */
export interface Violation {
  field: string;
  reason: string;
  expected: string;
}

/** An event that fits its contract, or everything that is wrong with it. */
export type Checked = { ok: true; event: CrmEvent } | { ok: false; violations: Violation[] };

type Outcome = { value: unknown } | { reason: string; expected: string };
type Check = (value: unknown) => Outcome;
interface Field {
  name: string;
  check: Check;
  expected: string;
  nullable: boolean;
}

const MAX_TEXT = 256;
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/;
const SCALES = { csat: [1, 5], nps: [0, 10], ces: [1, 7] } as const;
/** These may be empty: an empty team means none. */
const MAY_BE_EMPTY = new Set(['team']);

const contracts = new Map<string, Field[]>(EVENT_TYPES.map((type) => [type, fieldsOf(type)]));

/**
 * Checks data against the contract of `type` and brings them to its form: absent nullable fields become null,
 * `source_version` defaults to `occurred_at`, instants become epoch ms (from epoch ms or RFC 3339 with an
 * offset), decimals strings with four places (from numbers or strings).
 */
export function check(type: string, data: Record<string, unknown>): Checked {
  const fields = contracts.get(type);
  if (!fields) {
    const allowed = EVENT_TYPES.join(', ');
    return {
      ok: false,
      violations: [
        { field: 'type', reason: `unknown event type ${show(type)}`, expected: `one of ${allowed}` },
      ],
    };
  }
  const violations: Violation[] = [];
  const event: Record<string, unknown> = { type };
  let seen = 'type' in data ? 1 : 0;
  for (const field of fields) {
    let value = data[field.name];
    if (value !== undefined) seen += 1;
    if (value === undefined && field.name === 'source_version') value = event.occurred_at;
    if (value === undefined || value === null) {
      if (field.nullable) event[field.name] = null;
      else violations.push({ field: field.name, reason: 'missing', expected: field.expected });
      continue;
    }
    const outcome = field.check(value);
    if ('reason' in outcome) violations.push({ field: field.name, ...outcome });
    else event[field.name] = outcome.value;
  }
  if (seen < Object.keys(data).length)
    for (const name of Object.keys(data))
      if (name !== 'type' && data[name] !== undefined && !fields.some((field) => field.name === name))
        violations.push({
          field: name,
          reason: 'unknown field',
          expected: `one of ${fields.map((field) => field.name).join(', ')}`,
        });
  if (violations.length === 0) violations.push(...acrossFields(event));
  return violations.length === 0
    ? { ok: true, event: event as unknown as CrmEvent }
    : { ok: false, violations };
}

/** What no single field can say. */
function acrossFields(event: Record<string, unknown>): Violation[] {
  const violations: Violation[] = [];
  if (event.type === 'survey.answered') {
    const [low, high] = SCALES[event.kind as keyof typeof SCALES];
    const score = event.score as number;
    if (score < low || score > high)
      violations.push({
        field: 'score',
        reason: `${score} is outside the scale of ${event.kind}`,
        expected: `${low} to ${high}`,
      });
  }
  if (
    'amount' in event &&
    event.amount !== null &&
    event.currency === null &&
    event.type !== 'deal.amended' &&
    event.type !== 'deal.closed'
  )
    violations.push({
      field: 'currency',
      reason: 'missing beside an amount',
      expected: 'an ISO 4217 code, for example EUR',
    });
  return violations;
}

function fieldsOf(type: EventType): Field[] {
  const { fields } = JSON.parse(latest(type).schema) as { fields: { name: string; type: unknown }[] };
  return fields.map(({ name, type: avro }) => {
    const nullable = Array.isArray(avro);
    const { check: one, expected } = checkOf(name, nullable ? avro[1] : avro);
    return { name, check: one, expected, nullable };
  });
}

type AvroType = string | { logicalType?: string; type?: string; symbols?: string[] };

function checkOf(name: string, avro: AvroType): { check: Check; expected: string } {
  const kind = typeof avro === 'string' ? avro : (avro.logicalType ?? avro.type);
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
    case 'long':
      return of('a whole number from 0 to 9007199254740991', (value) =>
        Number.isSafeInteger(value) && (value as number) >= 0 ? value : undefined,
      );
    default:
      return text(name);
  }
}

function text(name: string): { check: Check; expected: string } {
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
      isPlain(value) &&
      !(noSlash && value.includes('/'))
        ? value
        : undefined,
  );
}

function of(expected: string, convert: (value: unknown) => unknown): { check: Check; expected: string } {
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
  const date = value.slice(0, 10);
  return RFC3339.test(value) && new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

function decimal(value: unknown): string | undefined {
  const unscaled =
    typeof value === 'number' || typeof value === 'string' ? parseDecimal(String(value)) : null;
  return unscaled === null ? undefined : formatDecimal(unscaled);
}

/** No control characters, no lone surrogates: what is stored is what was sent. */
function isPlain(value: string): boolean {
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return false;
    if (code >= 0xd800) return value.isWellFormed() && !/\p{Cc}/u.test(value);
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

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

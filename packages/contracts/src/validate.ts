import { CLEARED, clearableOf, clearedForm, wrongClearing } from './clearing.js';
import { type CrmEvent, type EventType, PUBLISHED, type PublishedSchema } from './events.generated.js';
import { checkOf, type FieldCheck, isNothing, type Origin } from './field-check.js';
import { readFields } from './fields.js';
import { typesOf, versionsOf } from './registry.js';
import { shorten, show } from './show.js';
import { givenVersion } from './source-version.js';
import type { Violation } from './violation.js';

export type { Violation } from './violation.js';

/** An event that fits its contract, or everything that is wrong with it. */
export type Checked = { ok: true; event: CrmEvent } | { ok: false; violations: Violation[] };

interface Field extends FieldCheck {
  name: string;
  nullable: boolean;
}

const SCALES = { csat: [1, 5], nps: [0, 10], ces: [1, 7] } as const;
/** Of fields that no contract has, more than these are counted and not named. */
const MOST_UNKNOWN = 10;

interface Contract {
  fields: readonly Field[];
  names: ReadonlySet<string>;
  /** What an amendment can clear. */
  clearable: readonly string[];
  origin: Origin;
}

export type Check = (type: unknown, data: Record<string, unknown>) => Checked;

/**
 * Checks data against the contract of `type` and brings them to its form: absent nullable fields become null,
 * `source_version` defaults to `occurred_at`, null for a field that an amendment can clear joins its `cleared`, instants become epoch ms (from epoch ms or RFC 3339 with an
 * offset), decimals strings with four places (from numbers or strings, rounded half to even), texts are composed and
 * without space around them, words of a contract as it has them, an empty text where there may be none is null. Form is
 * forgiven, meaning never: what could mean two things is refused. Takes whatever JSON can say and never throws; the event
 * of what is accepted is the one that `decode` reads from what `encode` wrote.
 */
export const check: Check = createCheck(PUBLISHED, 'outside');

/** The check of these contracts, by the latest version of each, on what comes from there. */
export function createCheck(published: readonly PublishedSchema[], origin: Origin): Check {
  const types = typesOf(published);
  const contracts = new Map<unknown, Contract>(
    types.map((type) => [type, contractOf(versionsOf(type, published).at(-1)!, origin)]),
  );
  return (type, data) => {
    const contract = contracts.get(type);
    return contract ? checkBy(contract, type, data) : { ok: false, violations: [unknownType(type, types)] };
  };
}

function checkBy(contract: Contract, type: unknown, data: Record<string, unknown>): Checked {
  const { fields, names, clearable, origin } = contract;
  const violations: Violation[] = [];
  const event: Record<string, unknown> = { type };
  const nulls: string[] = [];
  let seen = Object.hasOwn(data, 'type') ? 1 : 0;
  for (const field of fields) {
    const value = data[field.name];
    if (value !== undefined) seen += 1;
    if (field.name === 'source_version' && value === (origin === 'outside' ? undefined : event.occurred_at)) {
      event.source_version = event.occurred_at;
      continue;
    }
    if (value === undefined || value === null || (field.nullable && isNothing(value))) {
      if (field.nullable) event[field.name] = null;
      else violations.push({ field: field.name, reason: 'missing', expected: field.expected });
      if (value !== undefined && origin === 'outside' && clearable.includes(field.name))
        nulls.push(field.name);
      continue;
    }
    const outcome = field.check(value);
    if ('reason' in outcome) violations.push({ field: field.name, ...outcome });
    else if (field.name === 'source_version' && origin === 'outside')
      event.source_version = givenVersion(outcome.value as number, event.occurred_at as number);
    else event[field.name] = outcome.value;
  }
  if (clearable.length > 0) event[CLEARED] = clearedForm([...((event[CLEARED] ?? []) as string[]), ...nulls]);
  if (seen < Object.keys(data).length) violations.push(...unknownFields(data, names));
  if (violations.length === 0) violations.push(...acrossFields(event), ...wrongClearing(event, clearable));
  return violations.length === 0
    ? { ok: true, event: event as unknown as CrmEvent }
    : { ok: false, violations };
}

/** What no single field can say. */
/** Of these more is asked below than that an amount has a currency. */
export const CHECKED_ACROSS: ReadonlySet<EventType> = new Set(['survey.answered', 'campaign.touched']);

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
  if (event.type === 'campaign.touched' && (event.lead_id ?? event.deal_id ?? event.account_id) === null)
    violations.push({
      field: 'lead_id',
      reason: 'missing, as are deal_id and account_id',
      expected: 'whom the campaign touched: at least one of lead_id, deal_id and account_id',
    });
  return violations;
}

function unknownType(type: unknown, types: readonly string[]): Violation {
  return {
    field: 'type',
    reason: type === undefined || type === null ? 'missing' : `unknown event type ${show(type)}`,
    expected: `one of ${types.join(', ')}`,
  };
}

function unknownFields(data: Record<string, unknown>, names: ReadonlySet<string>): Violation[] {
  const unknown = Object.keys(data).filter(
    (name) => name !== 'type' && data[name] !== undefined && !names.has(name),
  );
  const expected = `one of ${[...names].join(', ')}`;
  const more = unknown.length - MOST_UNKNOWN;
  return unknown.slice(0, MOST_UNKNOWN).map((name, i) => ({
    field: shorten(name),
    reason: more > 0 && i === MOST_UNKNOWN - 1 ? `unknown field, as are ${more} more` : 'unknown field',
    expected,
  }));
}

function contractOf({ schema }: PublishedSchema, origin: Origin): Contract {
  const fields = readFields(schema);
  return {
    fields: fields.map(({ name, avro, nullable }) => ({ name, nullable, ...checkOf(name, avro, origin) })),
    names: new Set(fields.map(({ name }) => name)),
    clearable: clearableOf(fields),
    origin,
  };
}

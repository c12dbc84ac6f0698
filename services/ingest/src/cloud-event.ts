import { encode, keyOf } from '@tallyboard/contracts/codec';
import type { EventType } from '@tallyboard/contracts/events';
import { isErasureType } from '@tallyboard/contracts/registry';
import { check, type Violation } from '@tallyboard/contracts/validate';
import type { OutgoingMessage } from '@tallyboard/kafka/producer';
import type { Principal } from '@tallyboard/runtime/api-keys';

/** What was read of one CloudEvent: a message for the log, or why there is none. `id` is null when it has none. */
export type Reading =
  | { ok: true; id: string; type: EventType; message: OutgoingMessage }
  | { ok: false; id: string | null; violations: Violation[] };

/** Whose events they are, and which it may send: to erase is a scope of its own, which no other implies. */
export type Sender = Pick<Principal, 'tenant' | 'scopes'>;

/**
 * Turns a CloudEvent 1.0 in its JSON form into a message of `crm.events` for the tenant that the key of the sender has. Attributes become fields (id → event_id, time → occurred_at, sourceversion → source_version),
 * `data` holds the others; an attribute that is null is not there. Never throws: whatever is wrong with one event is an
 * answer about that event, and no fault of those beside it. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function readCloudEvent(value: unknown, sender: Sender): Reading {
  try {
    return readEnvelope(value, sender);
  } catch (error) {
    return refuse(null, [
      { field: '', reason: `cannot be read: ${(error as Error).message}`, expected: 'a CloudEvent' },
    ]);
  }
}

type Json = Record<string, unknown>;

function readEnvelope(value: unknown, { tenant, scopes }: Sender): Reading {
  if (!isObject(value))
    return refuse(null, [{ field: '', reason: 'not a JSON object', expected: 'a CloudEvent' }]);
  const { id, type, source, time, subject, data } = value;
  const wrong = wrongEnvelope(value, tenant);
  if (!isObject(data))
    wrong.push({ field: 'data', reason: 'not a JSON object', expected: "the event's fields" });
  if (wrong.length > 0 || !isObject(data)) return refuse(id, wrong);

  // Data has none of the attributes here. To add to a copy of it doubles the cost of an event.
  const fields: Json = { event_id: id, source, tenant, occurred_at: time, ...data };
  if (isThere(value.sourceversion)) fields.source_version = versionOf(value.sourceversion);
  const checked = check(type, fields);
  if (!checked.ok) {
    // Without a version it is the time, so a wrong time is wrong once.
    const own = checked.violations.filter(({ field }) => field !== 'source_version' || field in fields);
    return refuse(id, own.map(inTermsOf(value)));
  }

  const { event } = checked;
  const needed = isErasureType(event.type) ? 'erase' : 'ingest';
  if (!scopes.includes(needed))
    return refuse(id, [
      { field: 'type', reason: 'not for this API key', expected: `a key with the scope ${needed}` },
    ]);
  const headers: Record<string, string> = {
    ce_id: event.event_id,
    ce_type: event.type,
    ce_source: event.source,
    ce_time: typeof time === 'string' ? time : new Date(event.occurred_at).toISOString(),
  };
  if (typeof subject === 'string') headers.ce_subject = subject;
  return {
    ok: true,
    id: event.event_id,
    type: event.type,
    message: { key: keyOf(event), value: encode(event), headers },
  };
}

const MAX_SUBJECT = 256;
/** Which attribute of a CloudEvent gives a field. */
const ATTRIBUTES = new Map([
  ['type', 'type'],
  ['event_id', 'id'],
  ['source', 'source'],
  ['tenant', 'tenant'],
  ['occurred_at', 'time'],
]);

const isThere = (attribute: unknown): boolean => attribute !== undefined && attribute !== null;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function refuse(id: unknown, violations: Violation[]): Reading {
  return { ok: false, id: typeof id === 'string' && id.length <= 256 ? id : null, violations };
}

/** What is wrong apart from the contract of the event's type. */
function wrongEnvelope(event: Json, tenant: string): Violation[] {
  const wrong: Violation[] = [];
  const say = (field: string, reason: string, expected: string) => wrong.push({ field, reason, expected });
  const { data } = event;
  if (event.specversion !== '1.0')
    say('specversion', event.specversion === undefined ? 'missing' : 'another version', '"1.0"');
  if (isThere(event.tenant) && event.tenant !== tenant)
    say('tenant', 'not the tenant of this API key', `${tenant}, or nothing: the key tells the tenant`);
  if (isThere(event.data_base64)) say('data_base64', 'binary data', 'data as a JSON object');
  if (isThere(event.datacontenttype) && !isJson(event.datacontenttype))
    say('datacontenttype', 'not JSON', 'application/json');
  if (isThere(event.subject) && !isSubject(event.subject))
    say('subject', 'does not fit', `text of 1 to ${MAX_SUBJECT} characters without control characters`);
  if (!isObject(data)) return wrong;
  for (const [field, attribute] of ATTRIBUTES)
    if (data[field] !== undefined)
      say(`data.${field}`, 'not a field of data', `the attribute ${attribute} beside data`);
  if (
    isThere(event.sourceversion) &&
    data.source_version !== undefined &&
    versionOf(event.sourceversion) !== versionOf(data.source_version)
  )
    say('sourceversion', 'differs from data.source_version', 'one of the two, or the same in both');
  return wrong;
}

const isJson = (value: unknown): boolean =>
  typeof value === 'string' && /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(value);

const isSubject = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.length >= 1 &&
  value.length <= MAX_SUBJECT &&
  value.isWellFormed() &&
  !/\p{Cc}/u.test(value);

/** Integers of CloudEvents have 32 bits, so larger versions come as strings. */
function versionOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
}

/** Names a violation by what the sender wrote: attributes by their name, the rest as `data.<field>`. */
function inTermsOf(event: Json): (violation: Violation) => Violation {
  return ({ field, reason, expected }) => {
    if (field === 'source_version' && isThere(event.sourceversion))
      return { field: 'sourceversion', reason, expected };
    const attribute = ATTRIBUTES.get(field);
    if (attribute) return { field: attribute, reason, expected };
    const allowed = expected.startsWith('one of event_id')
      ? `one of ${expected
          .slice('one of '.length)
          .split(', ')
          .filter((name) => !ATTRIBUTES.has(name))
          .join(', ')}`
      : expected;
    return { field: `data.${field}`, reason, expected: allowed };
  };
}

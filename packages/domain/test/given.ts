import { crc32 } from 'node:zlib';
import { entityOf } from '@tallyboard/contracts/codec';
import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { fieldsOf } from '@tallyboard/contracts/fields';
import { idFieldOf } from '@tallyboard/contracts/registry';
import { examplesOf } from '@tallyboard/contracts/testing/examples';
import { createOracle } from '../src/oracle.js';

type Event<T extends EventType> = Extract<CrmEvent, { type: T }>;
type Payload<T extends EventType> = Omit<Event<T>, keyof typeof common | 'type'>;

/** An instant of 2 March 2026 UTC, epoch ms: `at('09:05')`, `at('09:05:00.250')`. */
export function at(time: string): number {
  return Date.parse(`2026-03-02T${time.length === 5 ? `${time}:00` : time}Z`);
}

/**
 * An event with a plausible payload, changed as told. `version` is its source_version and, unless told, names it:
 * events of one type and version are then exact duplicates if their payloads are equal.
 */
export function said<T extends EventType>(
  type: T,
  version: number,
  payload: Partial<Event<T>> = {},
): CrmEvent {
  const event_id = `${type}-${version}`;
  return { ...common, event_id, source_version: version, type, ...defaultsOf(type), ...payload } as CrmEvent;
}

/** A cell without what is empty or zero, its bucket as time of day (with the day if it is another one). */
export type Row = Record<string, unknown>;

/** The rows of one fact after these events, in the order of their buckets and dimensions. */
export function rows(fact: string, ...events: CrmEvent[]): Row[] {
  const oracle = createOracle();
  for (const event of events) oracle.add(event, crc32(JSON.stringify(event)));
  return [...oracle.cells()]
    .filter((cell) => cell.fact === fact)
    .map(({ tenant, bucket, dimensions, measures }) => ({
      at: timeOf(bucket),
      ...(tenant === common.tenant ? {} : { tenant }),
      ...withoutEmpty({ ...dimensions, ...measures }),
    }))
    .sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

function timeOf(bucket: number): string {
  const [day, time] = new Date(bucket * 1000).toISOString().slice(0, 16).split('T');
  return day === '2026-03-02' ? time! : `${day} ${time}`;
}

function withoutEmpty(row: Row): Row {
  const isEmpty = (value: unknown) =>
    value === '' ||
    value === 0 ||
    value === '0.0000' ||
    (typeof value === 'object' && Object.keys(value!).length === 0);
  return Object.fromEntries(Object.entries(row).filter(([, value]) => !isEmpty(value)));
}

const common = { event_id: '', source: 'crm', tenant: 'acme', occurred_at: 0, source_version: 0 };

/** What an event says unless told: its entity is called `E1`, what may be null is, all else is as in its first example. */
function defaultsOf(type: EventType): object {
  const id = idFieldOf(entityOf(type));
  const [example] = examplesOf(type);
  const values = fieldsOf(type)
    .filter(({ name }) => !(name in common))
    .map(({ name, nullable }) => [name, name === id ? 'E1' : nullable ? null : example![name]]);
  return { ...Object.fromEntries(values), ...ownDefaults[type] };
}

/** Instants on one morning, and what is counted when nothing else is said. */
const ownDefaults: { [T in EventType]?: Partial<Payload<T>> } = {
  'rep.updated': {
    rep_id: 'ann',
    effective_from: at('00:00'),
    name: 'Ann',
    office_id: 'munich',
    team: 'west',
  },
  'call.logged': {
    started_at: at('09:05'),
    direction: 'outbound',
    outcome: 'connected',
    duration_ms: 60_000,
    channel: 'phone',
  },
  'call.amended': { started_at: at('09:05') },
  'call.removed': { started_at: at('09:05') },
  'deal.opened': { opened_at: at('09:05') },
  'deal.closed': { closed_at: at('10:20'), outcome: 'won' },
  'deal.reopened': { reopened_at: at('11:00') },
  'lead.created': { created_at: at('09:05') },
  'lead.contacted': { contacted_at: at('09:20') },
  'lead.qualified': { qualified_at: at('10:00') },
  'lead.converted': { converted_at: at('10:20') },
  'lead.disqualified': { disqualified_at: at('10:40') },
  'campaign.spent': { spent_at: at('09:05') },
  'campaign.touched': { touched_at: at('09:05') },
  'ticket.opened': { opened_at: at('09:05'), channel: 'email', opened_by: 'customer' },
  'ticket.responded': { responded_at: at('09:20'), author: 'agent', visibility: 'public' },
  'ticket.resolved': { resolved_at: at('10:20') },
  'ticket.reopened': { reopened_at: at('11:00') },
  'survey.sent': { sent_at: at('09:05'), kind: 'csat', respondent: 'customer' },
  'survey.answered': { answered_at: at('10:20'), kind: 'csat', respondent: 'customer', score: 5 },
  'account.created': { created_at: at('09:05') },
  'account.became_customer': { customer_since: at('10:20') },
  'account.churned': { churned_at: at('11:00') },
  'subscription.changed': { effective_at: at('09:05'), mrr: '100.0000', currency: 'EUR' },
  'subscription.ended': { ended_at: at('11:00') },
};

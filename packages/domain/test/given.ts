import { crc32 } from 'node:zlib';
import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
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
  return { ...common, event_id, source_version: version, type, ...defaults[type], ...payload } as CrmEvent;
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
const nobody = { rep_id: null, account_id: null };
const undescribed = {
  pipeline: null,
  stage: null,
  product: null,
  lead_source: null,
  amount: null,
  currency: null,
};

const defaults: { [T in EventType]: Payload<T> } = {
  'office.updated': { office_id: 'munich', name: 'Munich', zone: 'Europe/Berlin' },
  'rep.updated': {
    rep_id: 'ann',
    effective_from: at('00:00'),
    name: 'Ann',
    office_id: 'munich',
    team: 'west',
  },
  'call.logged': {
    ...nobody,
    call_id: 'C1',
    started_at: at('09:05'),
    direction: 'outbound',
    outcome: 'connected',
    duration_ms: 60_000,
    channel: 'phone',
  },
  'call.amended': {
    ...nobody,
    call_id: 'C1',
    started_at: at('09:05'),
    direction: null,
    outcome: null,
    duration_ms: null,
    channel: null,
  },
  'call.removed': { call_id: 'C1', started_at: at('09:05') },
  'deal.opened': { ...nobody, ...undescribed, deal_id: 'D1', opened_at: at('09:05') },
  'deal.amended': { ...nobody, ...undescribed, deal_id: 'D1', opened_at: null, closed_at: null },
  'deal.stage_changed': { deal_id: 'D1', changed_at: at('09:30'), stage: 'offer' },
  'deal.closed': {
    deal_id: 'D1',
    closed_at: at('10:20'),
    outcome: 'won',
    amount: null,
    currency: null,
    reason: null,
  },
  'deal.reopened': { deal_id: 'D1', reopened_at: at('11:00'), stage: null },
  'deal.removed': { deal_id: 'D1', removed_at: at('12:00') },
  'ticket.opened': {
    ...nobody,
    ticket_id: 'T1',
    opened_at: at('09:05'),
    channel: 'email',
    priority: null,
    opened_by: 'customer',
  },
  'ticket.amended': { ...nobody, ticket_id: 'T1', opened_at: null, channel: null, priority: null },
  'ticket.responded': {
    ticket_id: 'T1',
    responded_at: at('09:20'),
    rep_id: null,
    author: 'agent',
    visibility: 'public',
  },
  'ticket.resolved': { ticket_id: 'T1', resolved_at: at('10:20') },
  'ticket.reopened': { ticket_id: 'T1', reopened_at: at('11:00') },
  'ticket.removed': { ticket_id: 'T1', removed_at: at('12:00') },
  'survey.sent': { ...nobody, survey_id: 'S1', sent_at: at('09:05'), kind: 'csat', respondent: 'customer' },
  'survey.answered': {
    ...nobody,
    survey_id: 'S1',
    answered_at: at('10:20'),
    kind: 'csat',
    respondent: 'customer',
    score: 5,
  },
  'account.created': {
    account_id: 'A1',
    created_at: at('09:05'),
    name: null,
    segment: null,
    region: null,
    rep_id: null,
  },
  'account.amended': {
    account_id: 'A1',
    created_at: null,
    name: null,
    segment: null,
    region: null,
    rep_id: null,
    retracts: null,
  },
  'account.became_customer': { account_id: 'A1', customer_since: at('10:20'), replaces: null },
  'account.churned': { account_id: 'A1', churned_at: at('11:00'), reason: null, replaces: null },
};

import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import type { Company } from './company.js';

type Envelope = 'type' | 'event_id' | 'source' | 'tenant' | 'occurred_at' | 'source_version';
/** What an event says besides who said it and when. */
export type Payload<T extends EventType> = Omit<Extract<CrmEvent, { type: T }>, Envelope>;

/** Puts the envelope around a payload. `name` tells the event apart from others of its type and entity. */
export function tell<T extends EventType>(
  company: Company,
  type: T,
  source: string,
  name: string,
  occurredAtMs: number,
  payload: Payload<T>,
): CrmEvent {
  return {
    type,
    event_id: `${company.tag}-${name}`,
    source,
    tenant: company.tenant,
    occurred_at: occurredAtMs,
    source_version: occurredAtMs,
    ...payload,
  } as unknown as CrmEvent;
}

/** `1054.2` → `"1054.2000"`. */
export function money(amount: number): string {
  return `${amount.toFixed(2)}00`;
}

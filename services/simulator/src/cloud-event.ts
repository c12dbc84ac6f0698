import type { CrmEvent } from '@tallyboard/contracts/events';

/** The event as a line of NDJSON: a CloudEvent 1.0 without its tenant, which comes from the API key. */
export function cloudEventLine(event: CrmEvent): string {
  const { type, event_id, source, tenant: _, occurred_at, ...fields } = event;
  const data: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== null) data[name] = value;
  const time = new Date(occurred_at).toISOString();
  return JSON.stringify({ specversion: '1.0', id: event_id, source, type, time, data });
}

import type { CrmEvent } from '@tallyboard/contracts/events';

/**
 * The event as a line of NDJSON: a CloudEvent 1.0 without its tenant, which comes from the API key, without what says
 * nothing, and without a version that is the time.
 */
export function cloudEventLine(event: CrmEvent): string {
  const { type, event_id, source, tenant: _, occurred_at, source_version, ...fields } = event;
  const data: Record<string, unknown> = source_version === occurred_at ? {} : { source_version };
  for (const [name, value] of Object.entries(fields)) if (value !== null) data[name] = value;
  const time = new Date(occurred_at).toISOString();
  return JSON.stringify({ specversion: '1.0', id: event_id, source, type, time, data });
}

import { type Static, Type } from 'typebox';
import { named, nullable, record, text, words } from './json-schema.js';
import { Tenant } from './query.js';

const eventReference = { source: text, event_id: text };
const anything = Type.Unknown();

/** An event, and what it corrects or is corrected by. */
export const TimelineEvent = named(
  'TimelineEvent',
  Type.Object({
    entity: Type.String({ description: 'What it is of: deal, call, …' }),
    id: text,
    is_related: Type.Boolean({
      description: 'Whether it is of something that belongs to what was asked for.',
    }),
    type: text,
    ...eventReference,
    occurred_at: Type.String({ format: 'date-time' }),
    recorded_at: Type.String({ format: 'date-time' }),
    data: record(anything),
    changes: Type.Array(
      Type.Object({ field: text, was: anything, now: anything, said_by: Type.Object(eventReference) }),
      { description: 'What an amendment changes of what was said before, and by which event that was said.' },
    ),
    corrects: Type.Union([
      Type.Object({ how: words(['replaces', 'retracts'] as const), ...eventReference }),
      Type.Null(),
    ]),
    corrected_by: Type.Array(
      Type.Object({ how: words(['amended', 'replaced', 'retracted'] as const), ...eventReference }),
    ),
  }),
);
export type TimelineEvent = Static<typeof TimelineEvent>;

export const Timeline = named(
  'Timeline',
  Type.Object({
    tenant: Tenant,
    entity: text,
    id: text,
    merged: Type.Array(text, { description: 'Ids that were merged into it, whose events are here, too.' }),
    events: Type.Array(TimelineEvent, { description: 'In the order in which they happened.' }),
    next: nullable('string', { description: '`after` of the next page; null: this is the last one.' }),
  }),
);
export type Timeline = Static<typeof Timeline>;

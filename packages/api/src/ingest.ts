import { type Static, Type } from 'typebox';
import { named } from './json-schema.js';

const text = Type.String();
const count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description === undefined ? {} : { description }) });

/** Attributes of a CloudEvent 1.0; what `data` holds is in the contract of its type. */
export const Attributes = named(
  'Attributes',
  Type.Object(
    {
      specversion: Type.Unsafe<'1.0'>({ const: '1.0' }),
      id: Type.String({
        maxLength: 256,
        description: 'With source the identity of the event: what says something else has another id',
      }),
      source: Type.String({ maxLength: 256, description: 'The system that says so' }),
      type: text,
      time: Type.String({ format: 'date-time', description: 'When it happened' }),
      subject: Type.Optional(Type.String({ maxLength: 256 })),
      sourceversion: Type.Optional(
        Type.Unsafe<number | string>({
          anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^\\d{1,16}$' }],
          description: 'Grows with each change of the entity; by default the time in epoch ms',
        }),
      ),
      datacontenttype: Type.Optional(Type.Unsafe<'application/json'>({ const: 'application/json' })),
      data: Type.Unsafe<Record<string, unknown>>({ type: 'object' }),
    },
    { description: 'Attributes of a CloudEvent 1.0.' },
  ),
);
export type Attributes = Static<typeof Attributes>;

export const Violation = named('Violation', Type.Object({ field: text, reason: text, expected: text }));
export type Violation = Static<typeof Violation>;

/** What became of one event. */
export const Result = named(
  'Result',
  Type.Object({
    index: Type.Optional(Type.Integer({ description: 'Of a batch, from 0' })),
    line: Type.Optional(Type.Integer({ description: 'Of a stream, from 1; accepted lines are not listed' })),
    id: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    status: Type.Unsafe<'accepted' | 'rejected'>({ enum: ['accepted', 'rejected'] }),
    violations: Type.Optional(Type.Array(Violation)),
  }),
);
export type Result = Static<typeof Result>;

/** What became of the events of one request; those accepted are in the log. */
export const Outcome = named(
  'Outcome',
  Type.Object({ accepted: count(), rejected: count(), results: Type.Array(Result) }),
);
export type Outcome = Static<typeof Outcome>;

/** Why a request was not taken whole, and what was taken nevertheless. */
export const ErrorBody = named(
  'Error',
  Type.Object({
    error: Type.Object({
      code: text,
      message: text,
      field: Type.Optional(text),
      allowed: Type.Optional(Type.Array(text)),
    }),
    accepted: Type.Optional(count()),
    rejected: Type.Optional(count()),
    results: Type.Optional(Type.Array(Result)),
    settled_lines: Type.Optional(count('Of a stream that broke off: send again from the next line')),
  }),
);
export type ErrorBody = Static<typeof ErrorBody>;

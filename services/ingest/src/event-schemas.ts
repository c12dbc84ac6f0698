import type { Json } from '@tallyboard/api/json-schema';
import { EVENT_TYPES, latest } from '@tallyboard/contracts/registry';

/** Fields that come as attributes beside `data`. */
const ENVELOPE = new Set(['event_id', 'source', 'tenant', 'occurred_at']);

/** The JSON Schema of each event type's CloudEvent, by type: from the contracts, which are what is checked. */
export function eventSchemas(): Record<string, Json> {
  return Object.fromEntries(EVENT_TYPES.map((type) => [type, eventSchema(type)]));
}

interface AvroField {
  name: string;
  type: AvroType | AvroType[];
  doc?: string;
}
type AvroType = string | { type: string; logicalType?: string; symbols?: string[] };

function eventSchema(type: (typeof EVENT_TYPES)[number]): Json {
  const { doc, fields } = JSON.parse(latest(type).schema) as { doc?: string; fields: AvroField[] };
  const own = fields.filter(({ name }) => !ENVELOPE.has(name));
  const required = own.filter(({ name, type }) => name !== 'source_version' && !isNullable(type));
  const data = {
    type: 'object',
    properties: Object.fromEntries(own.map((field) => [field.name, fieldSchema(field)])),
    required: required.map(({ name }) => name),
    additionalProperties: false,
  };
  return {
    title: type,
    ...(doc ? { description: doc } : {}),
    allOf: [{ $ref: '#/components/schemas/Attributes' }],
    properties: { type: { const: type }, data },
    required: ['type', 'data'],
  };
}

const isNullable = (type: AvroField['type']): boolean => Array.isArray(type) && type.includes('null');

function fieldSchema({ type, doc }: AvroField): Json {
  const kinds = Array.isArray(type) ? type.filter((each) => each !== 'null') : [type];
  const forms = kinds.map(formOf);
  const form = forms.length === 1 ? forms[0] : { anyOf: forms };
  const nullable = isNullable(type) ? { anyOf: [form, { type: 'null' }] } : form;
  return { ...nullable, ...(doc ? { description: doc } : {}) };
}

/** What the check takes for an Avro type, which is more than one form for instants and amounts. */
function formOf(type: AvroType): Json {
  const { type: base, logicalType, symbols } = typeof type === 'string' ? { type } : type;
  if (symbols) return { type: 'string', enum: symbols };
  if (logicalType === 'timestamp-millis')
    return {
      anyOf: [
        { type: 'string', format: 'date-time' },
        { type: 'integer', description: 'Epoch milliseconds' },
      ],
    };
  if (logicalType === 'decimal')
    return { anyOf: [{ type: 'string', pattern: '^-?\\d+(\\.\\d{1,4})?$' }, { type: 'number' }] };
  if (base === 'int' || base === 'long') return { type: 'integer' };
  if (base === 'boolean') return { type: 'boolean' };
  return { type: 'string', maxLength: 256 };
}

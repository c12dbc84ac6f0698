import type { Json } from '@tallyboard/api/json-schema';
import { CLEARED, clearableOf } from '@tallyboard/contracts/clearing';
import type { EventType } from '@tallyboard/contracts/events';
import { type AvroType, asField, type Field, fieldsOf, kindOf } from '@tallyboard/contracts/fields';
import { EVENT_TYPES, latest } from '@tallyboard/contracts/registry';
import { isFreeText, MAX_FREE_TEXT, MAX_TEXT } from '@tallyboard/contracts/texts';

/** Fields that come as attributes beside `data`. */
const ATTRIBUTES = new Set(['event_id', 'source', 'tenant', 'occurred_at']);

/** The JSON Schema of each event type's CloudEvent, by type: from the contracts, which are what is checked. */
export function eventSchemas(): Record<string, Json> {
  return Object.fromEntries(EVENT_TYPES.map((type) => [type, eventSchema(type)]));
}

function eventSchema(type: EventType): Json {
  const { doc } = JSON.parse(latest(type).schema) as { doc?: string };
  const own = fieldsOf(type).filter(({ name }) => !ATTRIBUTES.has(name));
  const clearable = clearableOf(own);
  return {
    title: type,
    ...(doc ? { description: doc } : {}),
    allOf: [{ $ref: '#/components/schemas/Attributes' }],
    properties: { type: { const: type }, data: objectOf(own, clearable) },
    required: ['type', 'data'],
  };
}

function objectOf(fields: readonly Field[], clearable: readonly string[] = []): Json {
  const required = fields.filter(({ name, nullable }) => name !== 'source_version' && !nullable);
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map((field) => [
        field.name,
        field.name === CLEARED ? clearedSchema(field, clearable) : fieldSchema(field),
      ]),
    ),
    required: required.map(({ name }) => name),
    additionalProperties: false,
  };
}

function fieldSchema({ name, avro, nullable, doc }: Field): Json {
  const form = isFreeText(name) ? { type: 'string', maxLength: MAX_FREE_TEXT } : formOf(avro);
  return { ...(nullable ? { anyOf: [form, { type: 'null' }] } : form), ...(doc ? { description: doc } : {}) };
}

/** Each of these names once; `null` for one of them says the same. */
const clearedSchema = ({ doc }: Field, clearable: readonly string[]): Json => ({
  anyOf: [{ type: 'array', items: { type: 'string', enum: clearable } }, { type: 'null' }],
  description: `${doc} In JSON null for such a field says so too; a field that is left out says nothing.`,
});

/** What the check takes for an Avro type, which is more than one form for instants and amounts. */
function formOf(avro: AvroType): Json {
  const { symbols, items, fields, precision, scale } =
    typeof avro === 'string' ? ({} as Exclude<AvroType, string>) : avro;
  switch (kindOf(avro)) {
    case 'enum':
      return { type: 'string', enum: symbols };
    case 'timestamp-millis':
      return {
        anyOf: [
          { type: 'string', format: 'date-time' },
          { type: 'integer', description: 'Epoch milliseconds' },
          { type: 'string', pattern: '^-?\\d{11,15}$', description: 'The same in digits' },
        ],
      };
    case 'decimal':
      return {
        anyOf: [{ type: 'string', pattern: '^[+-]?\\d*(\\.\\d*)?([eE][+-]?\\d{1,2})?$' }, { type: 'number' }],
        description: `At most ${precision! - scale!} digits before the point; of more than ${scale} after it rounded half to even`,
      };
    case 'int':
    case 'long':
      return { anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^\\d+$' }] };
    case 'boolean':
      return { type: 'boolean' };
    case 'array':
      return { type: 'array', items: formOf(items!) };
    case 'record':
      return objectOf(fields!.map(asField));
    default:
      return { type: 'string', maxLength: MAX_TEXT };
  }
}

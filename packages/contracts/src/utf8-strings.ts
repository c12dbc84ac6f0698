import { isUtf8 } from 'node:buffer';
import avro from 'avsc';

/** Whether a record has a string with U+FFFD: either somebody wrote it, or it stands for bytes that are no text. */
export function hasReplacements(record: object): boolean {
  return Object.values(record).some((value) => typeof value === 'string' && value.includes('\ufffd'));
}

/**
 * Tells of an Avro record of `schema` which of its strings are not UTF-8, by field name. avsc reads those without a
 * word, with U+FFFD in the place of what it cannot read, so that two ids become one. Bytes and strings are the same on
 * the wire: this reads the strings as bytes, and costs a second reading.
 */
export function createUtf8Check(schema: string): (body: Buffer) => string[] {
  const { fields, ...record } = JSON.parse(schema) as { fields: Field[] };
  const type = avro.Type.forSchema({
    ...record,
    fields: fields.map((field) => ({ ...field, type: asBytes(field.type), default: undefined })),
  } as avro.Schema);
  const texts = fields.filter(({ type }) => isText(type)).map(({ name }) => name);
  return (body) => {
    const read = type.fromBuffer(body) as Record<string, Buffer | null>;
    return texts.filter((name) => read[name] && !isUtf8(read[name]));
  };
}

interface Field {
  name: string;
  type: unknown;
}

const isText = (type: unknown): boolean => (Array.isArray(type) ? type.some(isText) : type === 'string');

const asBytes = (type: unknown): unknown =>
  Array.isArray(type) ? type.map(asBytes) : type === 'string' ? 'bytes' : type;

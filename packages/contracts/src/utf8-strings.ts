import { isUtf8 } from 'node:buffer';
import avro from 'avsc';

/** Whether a record has a string with U+FFFD: either somebody wrote it, or it stands for bytes that are no text. */
export function hasReplacements(record: object): boolean {
  return Object.values(record).some(
    (value) =>
      (typeof value === 'string' && value.includes('\ufffd')) ||
      (typeof value === 'object' && value !== null && hasReplacements(value)),
  );
}

/**
 * Tells of an Avro record of `schema` which of its strings are not UTF-8, by field name. avsc reads those without a
 * word, with U+FFFD in the place of what it cannot read, so that two ids become one. Bytes and strings are the same on
 * the wire: this reads the strings as bytes, and costs a second reading.
 */
export function createUtf8Check(schema: string): (body: Buffer) => string[] {
  const type = avro.Type.forSchema(asBytes(JSON.parse(schema)) as avro.Schema);
  return (body) => {
    const read = type.fromBuffer(body) as Record<string, unknown>;
    return Object.keys(read).filter((name) => !isAllUtf8(read[name]));
  };
}

function isAllUtf8(value: unknown): boolean {
  if (Buffer.isBuffer(value)) return isUtf8(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isAllUtf8);
}

/** The type with bytes in the place of strings, and strings in that of decimals, which are bytes but no text. */
function asBytes(type: unknown): unknown {
  if (type === 'string') return 'bytes';
  if (Array.isArray(type)) return type.map(asBytes);
  if (typeof type !== 'object' || type === null) return type;
  const { logicalType, default: _none, ...rest } = type as Record<string, unknown>;
  if (logicalType === 'decimal') return 'string';
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === 'type' || key === 'items'
        ? asBytes(value)
        : key === 'fields'
          ? (value as unknown[]).map(asBytes)
          : value,
    ]),
  );
}

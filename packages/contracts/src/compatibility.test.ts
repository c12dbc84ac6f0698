import avro from 'avsc';
import { describe, expect, it } from 'vitest';
import { DecimalType } from './decimal-type.js';
import { PUBLISHED } from './registry.js';

const typeOf = (schema: string) =>
  avro.Type.forSchema(JSON.parse(schema), { logicalTypes: { decimal: DecimalType } });

/** Whether a reader of one version understands what a writer of the other wrote. */
function reads(reader: string, writer: string): boolean {
  try {
    typeOf(reader).createResolver(typeOf(writer));
    return true;
  } catch {
    return false;
  }
}

describe('published contracts', () => {
  it('read each other in both directions, every version with every other', () => {
    const broken: string[] = [];
    for (const a of PUBLISHED)
      for (const b of PUBLISHED)
        if (a.type === b.type && !reads(a.schema, b.schema))
          broken.push(`${a.type}: version ${a.version} cannot read version ${b.version}`);
    expect(broken).toEqual([]);
  });

  it('pin one id each, and none twice', () => {
    expect(new Set(PUBLISHED.map(({ id }) => id)).size).toBe(PUBLISHED.length);
  });

  it('document every field', () => {
    const undocumented = PUBLISHED.flatMap(({ type, schema }) =>
      (JSON.parse(schema) as { fields: { name: string; doc?: string }[] }).fields
        .filter(({ doc }) => !doc)
        .map(({ name }) => `${type}.${name}`),
    );
    expect(undocumented).toEqual([]);
  });

  it.each([
    [
      'a new field without a default',
      (fields: object[]) => [...fields, { name: 'extra', type: 'string' }],
      false,
    ],
    [
      'a new field with a default',
      (fields: object[]) => [...fields, { name: 'extra', type: ['null', 'string'], default: null }],
      true,
    ],
    [
      'a field of another type',
      (fields: object[]) =>
        fields.map((field) =>
          (field as { name: string }).name === 'event_id' ? { ...field, type: 'long' } : field,
        ),
      false,
    ],
  ])('would be told apart from an incompatible change: %s', (_what, change, compatible) => {
    const { schema } = PUBLISHED[0]!;
    const next = JSON.parse(schema) as { fields: object[] };
    next.fields = change(next.fields);
    expect(reads(JSON.stringify(next), schema) && reads(schema, JSON.stringify(next))).toBe(compatible);
  });
});

import { type Static, type TSchema, Type } from 'typebox';

const NAME = Symbol('name');

export type Json = { [key: string]: unknown };

/** One of some words. */
export const words = <const T extends readonly string[]>(all: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: all });

interface Kinds {
  string: string;
  number: number;
  boolean: boolean;
}

export const nullable = <T extends keyof Kinds>(type: T, more: Json = {}) =>
  Type.Unsafe<Kinds[T] | null>({ type: [type, 'null'], ...more });

/** Any names, each with the same shape behind it. */
export const record = <T extends TSchema>(of: T) =>
  Type.Unsafe<Record<string, Static<T>>>({ type: 'object', additionalProperties: of });

/** Gives a shape the name under which the OpenAPI document has it. */
export const named = <T extends TSchema>(name: string, schema: T): T =>
  Object.defineProperty(schema, NAME, { value: name });

/** The named shapes, and all that they are made of, as components of an OpenAPI document. */
export function components(...schemas: TSchema[]): Json {
  const found: Json = {};
  for (const schema of schemas) {
    const name = nameOf(schema);
    if (name === undefined) throw new Error('a shape without a name is no component');
    found[name] = parts(schema);
  }
  return found;
}

/** A shape as JSON Schema, in which named shapes are references into the document. */
export function referring(schema: unknown): Json {
  const name = nameOf(schema);
  return name === undefined ? parts(schema) : { $ref: `#/components/schemas/${name}` };
}

const nameOf = (schema: unknown): string | undefined => (schema as { [NAME]?: string })[NAME];

/** Without what is not said in JSON, the kinds of TypeBox among it. */
function parts(schema: unknown): Json {
  const written = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(written);
    if (typeof value !== 'object' || value === null) return value;
    return referring(value);
  };
  return Object.fromEntries(
    Object.entries(schema as object)
      .filter(([key]) => !key.startsWith('~'))
      .map(([key, value]) => [key, written(value)]),
  );
}

export type { Static };

export const text = Type.String();
export const texts = record(text);
export const amount = (description?: string) =>
  Type.Unsafe<number | string | null>({
    type: ['number', 'string', 'null'],
    ...(description === undefined ? {} : { description }),
  });
export const instant = Type.String({ format: 'date-time' });

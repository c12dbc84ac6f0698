import { nearest } from '@tallyboard/runtime/nearest';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import type { Path } from './yaml-lines.js';

/** What is wrong in a value: at which path, and a sentence whose subject is that field. */
export interface ShapeProblem {
  path: Path;
  message: string;
}

/** Told what is wrong at a path; its field is the subject of the sentence. */
export type Say = (path: Path, message: string) => void;

/**
 * Everything in which a value is not as its schema wants it. The schema's own errors end after a few and do not say what
 * a field is for, so objects and lists are walked here, and only what is neither is put to the schema.
 */
export function shapeProblems(schema: TSchema, value: unknown): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  walk(schema as Described, value, [], problems);
  return problems;
}

interface Described {
  type?: string;
  description?: string;
  enum?: readonly unknown[];
  properties?: Record<string, Described>;
  required?: readonly string[];
  /** Of a record: what each of its values is. */
  patternProperties?: Record<string, Described>;
  items?: Described;
}

function walk(schema: Described, value: unknown, path: Path, problems: ShapeProblem[]): void {
  if (schema.properties && isObject(value)) {
    for (const key of schema.required ?? [])
      if (!(key in value)) problems.push({ path: [...path, key], message: missing(schema.properties[key]!) });
    for (const [key, inner] of Object.entries(value)) {
      const known = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
      if (known) walk(known, inner, [...path, key], problems);
      else problems.push({ path: [...path, key], message: unknown(key, Object.keys(schema.properties)) });
    }
  } else if (schema.patternProperties && isObject(value)) {
    const [each] = Object.values(schema.patternProperties);
    for (const [key, inner] of Object.entries(value)) walk(each!, inner, [...path, key], problems);
  } else if (schema.items && Array.isArray(value) && value.some((item) => !Check(schema.items!, item))) {
    for (const [i, item] of value.entries()) walk(schema.items, item, [...path, i], problems);
  } else if (!Check(schema, value)) {
    problems.push({ path, message: `wants ${wanted(schema, value)}` });
  }
}

const missing = ({ description }: Described): string =>
  `is missing${description === undefined ? '' : ` and wants ${description}`}`;

function unknown(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return `is unknown; ${meant ? `${meant} was probably meant` : `known are ${known.join(', ')}`}`;
}

/** What belongs there; and how to write it, where a word stands for a list of one word. */
function wanted(schema: Described, value: unknown): string {
  const { items, type, description } = schema;
  if (schema.enum) {
    const meant = typeof value === 'string' && nearest(value, schema.enum.map(String));
    return `one of ${schema.enum.join(', ')}${meant ? `; ${meant} was probably meant` : ''}`;
  }
  if (items && typeof value === 'string') {
    const list = `a list: [${value}]`;
    return description === undefined ? list : `${list} (${description})`;
  }
  if (type === 'number' || type === 'integer') {
    const kind = type === 'integer' ? 'a whole number' : 'a number';
    return `${kind}${description === undefined ? '' : ` (${description})`}`;
  }
  return description ?? (type ? `${type === 'object' ? 'an' : 'a'} ${type}` : 'something else');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

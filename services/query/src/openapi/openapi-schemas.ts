import { INTERVALS } from '@tallyboard/calendar/intervals';

export type Json = { [key: string]: unknown };

export const text = { type: 'string' };
export const tenant = { type: 'string', description: 'Whose: the tenant of the API key.' };
export const integer = { type: 'integer' };
const orNull = (type: string) => ({ type: [type, 'null'] });
const instant = { type: 'string', format: 'date-time' };
const words = { type: 'object', additionalProperties: text };
const decimal = { type: ['number', 'string', 'null'] };

export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
export const array = (items: Json): Json => ({ type: 'array', items });
export const json = (schema: Json): Json => ({ 'application/json': { schema } });

export function object(properties: Json, optional: string[] = []): Json {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
  };
}

/** The shapes of answers, as components of the OpenAPI document. */
export const schemas: Json = {
  Metric: object({
    name: text,
    title: text,
    unit: { type: 'string', enum: ['count', 'ratio', 'ms', 'money', 'score', 'points'] },
    better: { type: 'string', enum: ['up', 'down', 'none'] },
    kind: text,
    fact: text,
    dimensions: array(text),
    parameters: array(object({ name: text, type: text, default: { type: 'number' }, doc: text })),
    definition: text,
    source: text,
  }),
  Answer: object({
    tenant,
    metric: text,
    title: text,
    unit: text,
    better: text,
    from: instant,
    to: instant,
    tz: text,
    interval: { type: 'string', enum: INTERVALS },
    by: array(text),
    rows: array(ref('Row')),
    freshness: ref('Freshness'),
  }),
  Row: object(
    {
      start: instant,
      dimensions: words,
      labels: words,
      value: { ...decimal, description: 'A sum of money is a decimal string; null: nothing to divide by.' },
      n: { type: 'number', description: 'How many stand behind the value.' },
      numerator: decimal,
      denominator: decimal,
      low: { type: 'number', description: 'Lower end of the 95 % Wilson interval of a share of counts.' },
      high: { type: 'number', description: 'Upper end of it.' },
    },
    ['start', 'labels', 'low', 'high'],
  ),
  Freshness: object({
    complete_to: {
      ...orNull('string'),
      format: 'date-time',
      description: 'Every event up to here is counted.',
    },
    lag_ms: orNull('number'),
    live: { type: 'boolean' },
  }),
  Board: object({
    tenant,
    id: text,
    title: text,
    tz: text,
    tiles: array(object({ id: text, title: text, q: text, style: text })),
  }),
  Office: object({ id: text, name: text, zone: text }),
  Rep: object({ id: text, name: text, office: text, team: text, zone: text }),
  Health: object({
    ok: { type: 'boolean' },
    checks: {
      type: 'object',
      additionalProperties: object({ ok: { type: 'boolean' }, detail: text }, ['detail']),
    },
  }),
  Error: object({
    error: object({ code: text, message: text, field: text, allowed: array(text) }, ['field', 'allowed']),
  }),
};

import { z } from 'zod';

/** A scalar as YAML gives it; kept as text, since that is what a file holds. */
export const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const column = z.string().min(1);

const fromColumn = {
  /** Title of the column. */
  column,
  /** What stands for an empty cell. */
  default: scalar.optional(),
  /** Cell values that mean "nothing here". */
  empty: z.array(scalar).optional(),
  /** Other spellings: from what the file says to what is meant; anything else stays as it is. */
  values: z.record(z.string(), scalar).optional(),
};
const constant = z.strictObject({ constant: scalar });

export const text = z.union([constant, z.strictObject(fromColumn)]);
/** `slug` makes an id of a name: `Mei-Mei Johns` becomes `mei-mei-johns`. */
export const id = z.strictObject({ ...fromColumn, as: z.enum(['text', 'slug']).default('text') });
export const instant = z.union([
  constant,
  z.strictObject({ ...fromColumn, format: z.string().optional(), zone: z.string().optional() }),
]);
/** In units, or as `h:mm:ss`; of `4:10` alone nobody knows what it counts, so such a column says `unit: mm:ss` or `hh:mm`. */
export const duration = z.strictObject({
  ...fromColumn,
  unit: z.enum(['ms', 'seconds', 'minutes', 'hours', 'mm:ss', 'hh:mm']).default('seconds'),
});
/** Unlike `values` elsewhere, every value has to be listed: a stage nobody thought of is not silently an open deal. */
export const outcome = z.strictObject({
  column,
  values: z.record(z.string(), z.enum(['won', 'lost', 'open'])),
});

const meaning = z.strictObject({ column, values: z.array(scalar).optional() });
/**
 * The lines that are meant, where a file has others, too: those with one of these values in a column, or with any value at
 * all. Of several conditions all have to hold.
 */
export const only = z.union([meaning.transform((one) => [one]), z.array(meaning).min(1)]);

/** How numbers are written. */
export const numbers = z
  .strictObject({
    decimal: z.enum(['.', ',']).default('.'),
    /** Default: the one of point and comma that `decimal` is not. */
    group: z.enum([',', '.', ' ', "'", '']).optional(),
  })
  .refine(({ decimal, group }) => decimal !== group, 'decimal and group: the same mark for both')
  .transform(({ decimal, group }) => ({
    decimal,
    group: group ?? (decimal === ',' ? '.' : ','),
    /** The mapping does not say it: what could be either is refused. */
    isAssumed: false,
  }))
  .default({ decimal: '.', group: ',', isAssumed: true });

/** How dates are written, unless a field says otherwise; and the zone whose clock they show. */
export const dates = z
  .strictObject({
    format: z.string().default('iso'),
    zone: z.string().default('UTC'),
    /** Language of the names of months. */
    locale: z.string().default('en'),
  })
  .default({ format: 'iso', zone: 'UTC', locale: 'en' });

export type TextRule = z.infer<typeof text>;
export type IdRule = z.infer<typeof id>;
export type InstantRule = z.infer<typeof instant>;
export type DurationRule = z.infer<typeof duration>;
export type OutcomeRule = z.infer<typeof outcome>;
export type OnlyRule = z.infer<typeof only>;
export type Numbers = z.infer<typeof numbers>;
export type Dates = z.infer<typeof dates>;

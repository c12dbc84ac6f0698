import { Failure } from '@tallyboard/runtime/failure';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { dateReader } from './dates.js';

/** A scalar as YAML gives it; kept as text, since that is what a file holds. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
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

const text = z.union([constant, z.strictObject(fromColumn)]);
/** `slug` makes an id of a name: `Mei-Mei Johns` becomes `mei-mei-johns`. */
const id = z.strictObject({ ...fromColumn, as: z.enum(['text', 'slug']).default('text') });
const instant = z.union([
  constant,
  z.strictObject({ ...fromColumn, format: z.string().optional(), zone: z.string().optional() }),
]);
/** Unlike `values` elsewhere, every value has to be listed: a stage nobody thought of is not silently an open deal. */
const outcome = z.strictObject({ column, values: z.record(z.string(), z.enum(['won', 'lost', 'open'])) });

const mapping = z.strictObject({
  /** The events' `source`: the system the file comes from. */
  source: z.string().min(1).max(256),
  /** When the export was made. A later export of the same source corrects an earlier one. */
  as_of: scalar.optional(),
  delimiter: z.string().length(1).default(','),
  encoding: z.enum(['utf-8', 'windows-1252', 'iso-8859-1', 'utf-16le']).default('utf-8'),
  /** How numbers are written. */
  numbers: z
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
    .default({ decimal: '.', group: ',', isAssumed: true }),
  /** How dates are written, unless a field says otherwise; and the zone whose clock they show. */
  dates: z
    .strictObject({
      format: z.string().default('iso'),
      zone: z.string().default('UTC'),
      /** Language of the names of months. */
      locale: z.string().default('en'),
    })
    .default({ format: 'iso', zone: 'UTC', locale: 'en' }),
  deals: z.strictObject({
    id,
    opened_at: instant,
    closed_at: instant,
    outcome,
    rep: id.optional(),
    account: id.optional(),
    pipeline: text.optional(),
    stage: text.optional(),
    product: text.optional(),
    lead_source: text.optional(),
    amount: text.optional(),
    currency: text.optional(),
    reason: text.optional(),
  }),
  reps: z
    .strictObject({
      /** Beside the deals file, unless --reps says otherwise. */
      file: z.string().optional(),
      id,
      name: text,
      team: text.optional(),
      effective_from: instant,
      office: z.strictObject({ id, name: text, zone: text }),
    })
    .optional(),
  accounts: z
    .strictObject({
      id,
      name: text.optional(),
      segment: text.optional(),
      region: text.optional(),
      rep: id.optional(),
      created_at: instant,
    })
    .optional(),
});

/** What a mapping file says, checked. Its keys are documented in infra/mappings/README.md. */
export type Mapping = z.infer<typeof mapping>;
export type TextRule = z.infer<typeof text>;
export type IdRule = z.infer<typeof id>;
export type InstantRule = z.infer<typeof instant>;

/** Reads a mapping; throws one Failure that names everything wrong in it. `name` is how the file is called there. */
export function readMapping(yaml: string, name: string): Mapping {
  const document = parseDocument(yaml, { prettyErrors: true });
  const broken = document.errors[0];
  if (broken) throw new Failure(`${name} is not YAML: ${broken.message.split('\n')[0]?.replace(/:$/, '')}.`);
  const parsed = mapping.safeParse(document.toJS());
  if (!parsed.success)
    throw new Failure(
      `${name} is not a mapping: ${parsed.error.issues.map(describe).join('; ')} (infra/mappings/README.md shows what belongs in one).`,
    );
  const problems = formatsOf(parsed.data);
  if (problems.length > 0) throw new Failure(`${name} is not a mapping: ${problems.join('; ')}.`);
  return parsed.data;
}

interface Issue {
  path: PropertyKey[];
  message: string;
  code: string;
  errors?: Issue[][];
  keys?: string[];
}

/** One wrong thing: where, and what is wanted. Of the forms a field may have, the one that fits best is explained. */
function describe(issue: z.core.$ZodIssue): string {
  return say(issue as unknown as Issue, []);
}

function say(issue: Issue, above: PropertyKey[]): string {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors) {
    const nearest = [...issue.errors].sort((a, b) => distance(a) - distance(b))[0];
    if (nearest?.[0]) return nearest.map((each) => say(each, path)).join('; ');
  }
  const where = path.map(String).join('.') || 'the document';
  if (issue.code === 'unrecognized_keys') return `${where} has unknown ${issue.keys?.join(', ')}`;
  return `${where}: ${issue.message.replace(/^Invalid input: /, '')}`;
}

/** A rule that lacks `column` and `constant` altogether is furthest from either. */
const distance = (issues: Issue[]): number =>
  issues.reduce(
    (sum, issue) => sum + (issue.code === 'unrecognized_keys' ? (issue.keys?.length ?? 1) * 2 : 3),
    0,
  );

function formatsOf(read: Mapping): string[] {
  const rules: [string, InstantRule | undefined][] = [
    ['deals.opened_at', read.deals.opened_at],
    ['deals.closed_at', read.deals.closed_at],
    ['reps.effective_from', read.reps?.effective_from],
    ['accounts.created_at', read.accounts?.created_at],
  ];
  const problems: string[] = [];
  const attempt = (where: string, run: () => void) => {
    try {
      run();
    } catch (error) {
      problems.push(`${where}: ${(error as Error).message}`);
    }
  };
  attempt('dates', () => void zoned(read.dates.format, read.dates.zone));
  attempt('dates', () => known(read.dates.locale));
  const iso = (where: string, value: string | undefined, zone: string) => {
    const result = value === undefined ? undefined : dateReader('iso', zone)(value);
    if (result && 'reason' in result) problems.push(`${where}: ${result.reason}`);
  };
  if (problems.length > 0) return problems;
  iso('as_of', read.as_of, read.dates.zone);
  for (const [where, rule] of rules) {
    if (!rule) continue;
    if ('constant' in rule) iso(where, rule.constant, read.dates.zone);
    else {
      attempt(where, () => void zoned(rule.format ?? read.dates.format, rule.zone ?? read.dates.zone));
      iso(`${where}.default`, rule.default, read.dates.zone);
    }
  }
  return problems;
}

function known(locale: string): void {
  try {
    if (Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0) return;
  } catch {
    // No form of a locale.
  }
  throw new Error(`${JSON.stringify(locale)} is not a language, for example en, de or fr-CA`);
}

function zoned(format: string, zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new Error(`${JSON.stringify(zone)} is not a time zone, for example Europe/Berlin or UTC`);
  }
  dateReader(format, zone);
}

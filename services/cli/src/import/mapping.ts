import { Failure } from '@tallyboard/runtime/failure';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { dateReader } from './dates.js';
import { ENTITIES } from './entities.js';
import { isInstant } from './entity.js';
import { dates, type InstantRule, numbers, scalar } from './rules.js';
import { chosenTitles } from './titles.js';

const mapping = z.strictObject({
  /** The events' `source`: the system the file comes from. */
  source: z.string().min(1).max(256),
  /** When the export was made. A later export of the same source corrects an earlier one. */
  as_of: scalar.optional(),
  /** Default: the one that the first line of the file has most of. */
  delimiter: z.string().length(1).optional(),
  encoding: z.enum(['utf-8', 'windows-1252', 'iso-8859-1', 'utf-16le']).default('utf-8'),
  numbers,
  dates,
  /** What whoever imports with it should know. */
  note: z.string().optional(),
  /** Titles that only such an export has; a file without them is none. */
  known_by: z.array(z.string()).optional(),
  ...Object.fromEntries(ENTITIES.map(({ name, rules }) => [name, rules.optional()])),
});

/** What a mapping file says, checked. Its keys are documented in infra/mappings/README.md. */
export type Mapping = z.infer<typeof mapping> & {
  /** The rules of an entity, by its name. */
  [entity: string]: unknown;
};

/**
 * Reads a mapping for a file with these titles; throws one Failure that names everything wrong in it. `name` is how the
 * mapping is called there.
 */
export function readMapping(yaml: string, name: string, titles: readonly string[] = []): Mapping {
  const document = parseDocument(yaml, { prettyErrors: true });
  const broken = document.errors[0];
  if (broken) throw new Failure(`${name} is not YAML: ${broken.message.split('\n')[0]?.replace(/:$/, '')}.`);
  const parsed = mapping.safeParse(chosenTitles(document.toJS(), titles));
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
  for (const [where, rule] of instantsIn(read)) {
    if ('constant' in rule) iso(where, rule.constant, read.dates.zone);
    else {
      attempt(where, () => void zoned(rule.format ?? read.dates.format, rule.zone ?? read.dates.zone));
      iso(`${where}.default`, rule.default, read.dates.zone);
    }
  }
  return problems;
}

/** Every rule for an instant, with its place in the mapping. */
function instantsIn(read: Mapping): [string, InstantRule][] {
  return ENTITIES.flatMap((entity) => {
    const section = (read[entity.name] ?? {}) as Record<string, InstantRule>;
    return Object.entries(section).flatMap(([field, rule]): [string, InstantRule][] =>
      isInstant(entity, field) ? [[`${entity.name}.${field}`, rule]] : [],
    );
  });
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

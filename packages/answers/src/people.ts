import { type Clock, clockOf } from './clocks.js';
import type { Database } from './database.js';

/** The dimensions that say who did something and where they belonged then. */
export const PEOPLE = ['office', 'team', 'rep'] as const;
type Person = Readonly<Record<(typeof PEOPLE)[number], string>>;

/** Where a rep belonged, from when until when; epoch seconds, which may have fractions. */
export interface Membership extends Person {
  since: number;
  /** Null: still. */
  until: number | null;
}

interface Asked {
  by: readonly string[];
  filter: Readonly<Record<string, readonly string[]>>;
  clocks: readonly Clock[];
}

/** Who ever belonged where. */
export function membershipsOf(
  database: Database,
  tenant: string,
  signal?: AbortSignal,
): Promise<Membership[]> {
  return database.rows<Membership>(MEMBERSHIPS, { tenant }, signal);
}

const MEMBERSHIPS = `SELECT rep_id AS rep, office_id AS office, team, toUnixTimestamp64Milli(effective_from) / 1000 AS since,
  leadInFrame(toNullable(since)) OVER (PARTITION BY rep_id ORDER BY effective_from ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS until
FROM rep_history WHERE tenant = {tenant:String}`;

/**
 * Who should have a row, each once: everyone in force in the period as `by` tells them apart, and of offices alone also
 * those where nobody is. A filter by office, team or rep leaves out others.
 */
export function inForce(
  memberships: readonly Membership[],
  offices: Iterable<string>,
  { by, filter, clocks }: Asked,
): Record<string, string>[] {
  const shown = PEOPLE.filter((dimension) => by.includes(dimension));
  const isAsked = (person: Partial<Person>) =>
    PEOPLE.every((name) => person[name] === undefined || (filter[name]?.includes(person[name]) ?? true));
  const found: Partial<Person>[] = memberships.filter((membership) => {
    const clock = clockOf(clocks, membership.office);
    const { since, until } = membership;
    return (
      clock !== null &&
      since < clock.bounds.at(-1)! &&
      (until === null || until > clock.bounds[0]!) &&
      isAsked(membership)
    );
  });
  const areOfficesAlone = by.includes('office') && shown.length === 1 && !filter.team && !filter.rep;
  if (areOfficesAlone) found.push(...[...offices].map((office) => ({ office })).filter(isAsked));
  const unique = new Map<string, Record<string, string>>();
  for (const person of found) {
    const dimensions = Object.fromEntries(shown.map((name) => [name, person[name]!]));
    if (Object.values(dimensions).some((value) => value !== ''))
      unique.set(JSON.stringify(dimensions), dimensions);
  }
  return [...unique.values()];
}

import type { Problem, ProblemKind, Quality } from '@tallyboard/api/query';
import type { Entity } from '@tallyboard/contracts/events';
import type { Database } from '../database.js';
import { LOOKS_WRONG } from './looks-wrong.js';
import { ALL, ANY, type QualityRow, qualitySql } from './quality-sql.js';

/** Epoch seconds on quarter hours: [from, to). */
export interface Within {
  from: number;
  to: number;
}

/** Everything that was ever told. */
export const EVER: Within = { from: 0, to: 2 ** 32 - 1 };

/** What looks wrong in the events of a tenant, by source, entity, kind and field. */
export async function problemsOf(
  database: Database,
  tenant: string,
  within: Within,
  signal?: AbortSignal,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  // One after the other: each may read much.
  for (const { entity } of LOOKS_WRONG) {
    const rows = await countsOf(database, tenant, entity, within, signal);
    const all = new Map(rows.filter(({ problem }) => problem === ALL).map((row) => [row.source, row.events]));
    for (const { source, problem, events, examples } of rows) {
      if (problem === ALL || problem === ANY) continue;
      const of = all.get(source)!;
      problems.push({ source, entity, ...namesOf(problem), events, of, share: events / of, examples });
    }
  }
  return problems;
}

/** How many of the events of these entities have a known problem. */
export async function qualityOf(
  database: Database,
  tenant: string,
  entities: readonly Entity[],
  within: Within,
  signal?: AbortSignal,
): Promise<Quality> {
  const counted = new Map<string, number>();
  for (const entity of entities)
    for (const { problem, events } of await countsOf(database, tenant, entity, within, signal))
      counted.set(problem, (counted.get(problem) ?? 0) + events);
  const { [ALL]: of = 0, [ANY]: events = 0, ...problems } = Object.fromEntries(counted);
  return {
    share: of === 0 ? null : events / of,
    events,
    of,
    problems: Object.entries(problems).map(([problem, concerned]) => ({
      ...namesOf(problem),
      events: concerned,
    })),
  };
}

async function countsOf(
  database: Database,
  tenant: string,
  entity: Entity,
  { from, to }: Within,
  signal: AbortSignal | undefined,
): Promise<QualityRow[]> {
  const looksWrong = LOOKS_WRONG.find((each) => each.entity === entity);
  if (!looksWrong) return [];
  return database.rows<QualityRow>(
    qualitySql(looksWrong),
    { tenant, from: Math.max(EVER.from, from), to: Math.min(EVER.to, to), currencies: CURRENCIES },
    signal,
  );
}

function namesOf(problem: string): { kind: ProblemKind; field: string } {
  const [kind, field] = problem.split(':') as [ProblemKind, string];
  return { kind, field };
}

/** ISO 4217, also those of the past. */
const CURRENCIES = Intl.supportedValuesOf('currency');

import type { Answer, Problem } from '@tallyboard/api/query';
import type { Entity } from '../entity.js';
import type { Reason } from '../intake.js';
import type { ImportReport } from '../run.js';
import { type Asking, type Known, numbersOf } from './numbers.js';
import { type CoveredPeriod, coveredBy } from './period.js';
import { wrongIn } from './wrong.js';

/** Files of one kind that were imported by one mapping. */
export interface Imported {
  report: ImportReport;
  entity: Pick<Entity, 'name' | 'metrics'>;
  /** The mapping's source, and the zone of its dates. */
  source: string;
  zone: string;
}

/** What came of an import, of files of one kind or several. */
export interface Summary {
  /** Events in the log, by type, the most frequent first. */
  events: { type: string; events: number }[];
  /** The time that its files cover, without those of reps and accounts beside them; null: nothing counts at a time. */
  period: CoveredPeriod | null;
  /** Why lines were rejected, the most frequent first. */
  reasons: (Reason & { file: string })[];
  /** All that the tenant has in that period, from wherever it came. */
  numbers: Known<Answer[]>;
  /** What of the mappings' sources looks wrong in that period. */
  wrong: Known<Problem[]>;
}

/** What the files say of themselves: nobody is asked. */
export function intakeOf(all: readonly Imported[]): Pick<Summary, 'events' | 'period' | 'reasons'> {
  const files = all.flatMap(({ report }) => report.files);
  const events = new Map<string, number>();
  for (const file of files)
    for (const [type, n] of Object.entries(file.events)) events.set(type, (events.get(type) ?? 0) + n);
  const zones = new Set(all.map(({ zone }) => zone));
  return {
    events: [...events].map(([type, n]) => ({ type, events: n })).sort((a, b) => b.events - a.events),
    period: coveredBy(
      all.flatMap(({ report, entity }) => report.files.filter(({ kind }) => kind === entity.name)),
      zones.size === 1 ? [...zones][0]! : 'UTC',
    ),
    reasons: files
      .flatMap(({ file, reasons }) => reasons.map((each) => ({ ...each, file })))
      .sort((a, b) => b.lines - a.lines),
  };
}

/** What the query service says of an import whose last event was sent at `sentAt` (of the clock). */
export async function answersTo(
  asking: Asking,
  all: readonly Pick<Imported, 'entity' | 'source'>[],
  period: CoveredPeriod | null,
  sentAt: number,
): Promise<Pick<Summary, 'numbers' | 'wrong'>> {
  if (period === null) return { numbers: { told: [] }, wrong: { told: [] } };
  const metrics = [...new Set(all.flatMap(({ entity }) => entity.metrics))];
  const numbers = await numbersOf(asking, metrics, period, sentAt);
  // Whoever does not answer the one question does not answer the other.
  if ('unknown' in numbers) return { numbers, wrong: numbers };
  return { numbers, wrong: await wrongIn(asking, sourcesOf(all), period) };
}

export const sourcesOf = (all: readonly Pick<Imported, 'source'>[]): string[] => [
  ...new Set(all.map(({ source }) => source)),
];

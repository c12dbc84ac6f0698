import type { CrmEvent } from '@tallyboard/contracts/events';
import type { Measures, Working } from './posting.js';
import { inOrder, type Keep, Statement } from './statement.js';
import { type WeekOfWork, type Worked, workedBy } from './working-hours.js';

type ScheduleEvent = Extract<CrmEvent, { type: 'schedule.updated' }>;

export class ScheduleStatement extends Statement<ScheduleEvent['type']> {
  readonly effectiveFrom: number;
  readonly week: WeekOfWork;

  constructor(event: ScheduleEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    this.effectiveFrom = event.effective_from;
    this.week = { zone: keep(event.zone), hours: event.hours, holidays: event.holidays };
  }
}

/** Of everybody who has none of their own. */
const DEFAULT = 'default';

/** The measures of a posting that are working time, given any statement of each schedule. */
export function workedBySchedules(schedules: ReadonlyMap<string, ScheduleStatement>) {
  const versions = new Map(
    [...schedules].map(([schedule, first]) => [
      schedule,
      // Sorting keeps the order of those with one time, so the last of them holds.
      inOrder(first)
        .sort((left, right) => left.effectiveFrom - right.effectiveFrom)
        .map(({ effectiveFrom, week }) => ({ effectiveFrom, worked: lazily(() => workedBy(week)) })),
    ]),
  );
  return (working: Working, office: string): Measures => {
    const inForce = (schedule: string) =>
      versions.get(schedule)?.findLast(({ effectiveFrom }) => effectiveFrom <= working.since);
    const version = inForce(working.schedule) ?? inForce(office) ?? inForce(DEFAULT);
    const worked = version?.worked() ?? null;
    if (!worked) return {};
    return working.measures(working.spans.reduce((sum, [from, to]) => sum + worked(from, to), 0));
  };
}

function lazily(make: () => Worked | null): () => Worked | null {
  let made: Worked | null | undefined;
  return () => {
    if (made === undefined) made = make();
    return made;
  };
}

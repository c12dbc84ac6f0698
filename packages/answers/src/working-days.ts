import { daysBetween, type LocalDay } from '@tallyboard/calendar/days';
import { clockOf } from './clocks.js';
import type { AskedPeriod } from './question/asked-period.js';
import type { Filter } from './question/filters.js';
import { OFFICE_DAYS } from './question/period.js';
import type { ReferenceData } from './reference.js';
import { type Schedules, scheduleOf, type Version } from './schedule-versions.js';

const DAY_MS = 86_400_000;

export interface WorkingDaysAsked {
  period: Pick<AskedPeriod, 'tz' | 'clocks'>;
  filter: Filter;
  /** Epoch seconds. */
  now: number;
  schedules: Schedules;
  names: ReferenceData;
}

/**
 * On how many days of an interval of the answer, up to now, is worked, for a row of these dimensions: by the schedule of its
 * office, or of that which its rep is of now, else by that of everybody, else from Monday to Friday.
 */
export function workingDaysBy(
  asked: WorkingDaysAsked,
): (dimensions: Readonly<Record<string, string>>, i: number) => number {
  const known = new Map<string, number>();
  return (dimensions, i) => {
    const office = officeOf(dimensions, asked) ?? '';
    const key = `${i}/${office}`;
    const days = known.get(key) ?? workingDays(office, i, asked);
    known.set(key, days);
    return days;
  };
}

function officeOf(
  { office, rep }: Readonly<Record<string, string>>,
  { filter, names }: WorkingDaysAsked,
): string | undefined {
  if (office !== undefined) return office;
  return filter.office?.length === 1 ? filter.office[0] : names.reps.get(rep ?? '')?.office;
}

function workingDays(office: string, i: number, { period, now, schedules, names }: WorkingDaysAsked): number {
  const clock = clockOf(period.clocks, office) ?? period.clocks[0]!;
  const own = clock.intervals.indexOf(i);
  if (own < 0) return 0;
  const scheduled = scheduleOf(schedules, office);
  const tz = period.tz === OFFICE_DAYS ? (names.offices.get(office)?.zone ?? 'UTC') : period.tz;
  return daysBetween(clock.bounds[own]!, clock.bounds[own + 1]!, tz).filter(
    ({ date, begins }) =>
      begins <= now && (scheduled ? isWorked(scheduled.versions, date) : date.dayOfWeek <= 5),
  ).length;
}

/** Whether anything of a day is worked by the version that is in force at its noon, a first one from the beginning. */
function isWorked(versions: readonly Version[], date: LocalDay['date']): boolean {
  const day = Date.UTC(date.year, date.month - 1, date.day) / DAY_MS;
  const { week, daysOff } = (versions.findLast(({ sinceDay }) => sinceDay <= day) ?? versions[0]!).worked;
  const midnight = (date.dayOfWeek - 1) * DAY_MS;
  return (
    !daysOff.some(({ begins }) => begins === day * DAY_MS) &&
    week.some(({ begins, lasts }) => begins < midnight + DAY_MS && begins + lasts > midnight)
  );
}

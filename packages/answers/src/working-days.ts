import { daysBetween, type LocalDay } from '@tallyboard/calendar/days';
import type { WorkingTime } from '@tallyboard/calendar/working-time';
import { SINCE_DAY } from '@tallyboard/metrics/sql/working-days';
import { clockOf } from './clocks.js';
import type { Database } from './database.js';
import type { AskedPeriod } from './question/asked-period.js';
import type { Filter } from './question/filters.js';
import { OFFICE_DAYS } from './question/period.js';
import type { ReferenceData } from './reference.js';

/** By schedule its versions, in the order in which they came into force. */
export type Schedules = ReadonlyMap<string, Scheduled>;

type Scheduled = readonly Version[];

interface Version extends Pick<WorkingTime, 'week'> {
  /** The first local day that it holds for, in days since 1970. */
  since: number;
  /** Local midnights, ms. */
  daysOff: ReadonlySet<number>;
}

interface ScheduleRow extends Pick<WorkingTime, 'week'> {
  id: string;
  since: number;
  days_off: WorkingTime['daysOff'];
}

const DAY_MS = 86_400_000;

/** Of everybody who has none of their own. */
const DEFAULT = 'default';

/** The schedules of a tenant that have hours. */
export async function schedulesOf(
  database: Database,
  tenant: string,
  signal?: AbortSignal,
): Promise<Schedules> {
  const rows = await database.rows<ScheduleRow>(
    `SELECT schedule_id AS id, ${SINCE_DAY} AS since, week, days_off
FROM schedule_history WHERE tenant = {tenant:String} ORDER BY since, effective_from`,
    { tenant },
    signal,
  );
  const schedules = new Map<string, Version[]>();
  for (const { id, since, week, days_off } of rows) {
    const daysOff = new Set(days_off.map(({ begins }) => begins));
    schedules.set(id, [...(schedules.get(id) ?? []), { since: Number(since), week, daysOff }]);
  }
  for (const [id, versions] of schedules)
    if (versions.every(({ week }) => week.length === 0)) schedules.delete(id);
  return schedules;
}

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
  const scheduled = schedules.get(office) ?? schedules.get(DEFAULT) ?? null;
  const tz = period.tz === OFFICE_DAYS ? (names.offices.get(office)?.zone ?? 'UTC') : period.tz;
  return daysBetween(clock.bounds[own]!, clock.bounds[own + 1]!, tz).filter(
    ({ date, begins }) => begins <= now && (scheduled ? isWorked(scheduled, date) : date.dayOfWeek <= 5),
  ).length;
}

/** Whether anything of a day is worked by the version that is in force at its noon, a first one from the beginning. */
function isWorked(versions: Scheduled, date: LocalDay['date']): boolean {
  const day = Date.UTC(date.year, date.month - 1, date.day) / DAY_MS;
  const { week, daysOff } = versions.findLast(({ since }) => since <= day) ?? versions[0]!;
  const midnight = (date.dayOfWeek - 1) * DAY_MS;
  return (
    !daysOff.has(day * DAY_MS) &&
    week.some(({ begins, lasts }) => begins < midnight + DAY_MS && begins + lasts > midnight)
  );
}

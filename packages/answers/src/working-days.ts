import { daysBetween } from '@tallyboard/calendar/days';
import type { WorkingTime } from '@tallyboard/calendar/working-time';
import { clockOf } from './clocks.js';
import type { Database } from './database.js';
import { type Version, workedBetween } from './goals/working-share.js';
import type { AskedPeriod } from './question/asked-period.js';
import type { Filter } from './question/filters.js';
import { OFFICE_DAYS } from './question/period.js';
import type { ReferenceData } from './reference.js';

/** By schedule its versions, in the order in which they came into force. */
export type Schedules = ReadonlyMap<string, Scheduled>;

interface Scheduled {
  /** Of the last of them. */
  zone: string;
  versions: readonly Version[];
}

interface ScheduleRow extends Pick<WorkingTime, 'changes' | 'week'> {
  id: string;
  zone: string;
  since: number;
  days_off: WorkingTime['daysOff'];
}

/** Of everybody who has none of their own. */
const DEFAULT = 'default';

/** The schedules of a tenant that have hours. */
export async function schedulesOf(
  database: Database,
  tenant: string,
  signal?: AbortSignal,
): Promise<Schedules> {
  const rows = await database.rows<ScheduleRow>(
    `SELECT schedule_id AS id, zone, toUnixTimestamp64Milli(effective_from) AS since, changes, week, days_off
FROM schedule_history WHERE tenant = {tenant:String} ORDER BY effective_from`,
    { tenant },
    signal,
  );
  const schedules = new Map<string, { zone: string; versions: Version[] }>();
  for (const { id, zone, since, changes, week, days_off } of rows) {
    const versions = schedules.get(id)?.versions ?? [];
    versions.push({ since: Number(since), worked: { changes, week, daysOff: days_off } });
    schedules.set(id, { zone, versions });
  }
  for (const [id, { versions }] of schedules)
    if (versions.every(({ worked }) => worked.week.length === 0)) schedules.delete(id);
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
  const scheduled = schedules.get(office) ?? schedules.get(DEFAULT);
  const asked = period.tz === OFFICE_DAYS ? (names.offices.get(office)?.zone ?? 'UTC') : period.tz;
  const days = daysBetween(clock.bounds[own]!, clock.bounds[own + 1]!, scheduled?.zone ?? asked);
  return days.filter(
    ({ date, begins, ends }) =>
      begins <= now &&
      (scheduled ? workedBetween(scheduled.versions, begins * 1_000, ends * 1_000) > 0 : date.dayOfWeek <= 5),
  ).length;
}

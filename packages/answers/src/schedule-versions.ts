import type { WorkingTime } from '@tallyboard/calendar/working-time';
import { SINCE_DAY } from '@tallyboard/metrics/sql/working-days';
import type { Database } from './database.js';

/** A version of a schedule, which holds until the next one does. */
export interface Version {
  /** Epoch ms. */
  since: number;
  /** The first local day that it holds for, in days since 1970. */
  sinceDay: number;
  worked: WorkingTime;
}

/** What is worked from when on. */
export type Worked = Pick<Version, 'since' | 'worked'>;

/** By schedule its versions, in the order in which they came into force, also those without hours. */
export type Schedules = ReadonlyMap<string, readonly Version[]>;

interface VersionRow extends Pick<WorkingTime, 'changes' | 'week'> {
  id: string;
  since: number;
  since_day: number;
  days_off: WorkingTime['daysOff'];
}

/** Of everybody who has none of their own. */
const DEFAULT = 'default';

export async function schedulesOf(
  database: Database,
  tenant: string,
  signal?: AbortSignal,
): Promise<Schedules> {
  const rows = await database.rows<VersionRow>(
    `SELECT schedule_id AS id, toUnixTimestamp64Milli(effective_from) AS since, ${SINCE_DAY} AS since_day, changes, week, days_off
FROM schedule_history WHERE tenant = {tenant:String} ORDER BY effective_from`,
    { tenant },
    signal,
  );
  const schedules = new Map<string, Version[]>();
  for (const { id, since, since_day, changes, week, days_off } of rows) {
    const version = {
      since: Number(since),
      sinceDay: Number(since_day),
      worked: { changes, week, daysOff: days_off },
    };
    const versions = schedules.get(id);
    if (versions) versions.push(version);
    else schedules.set(id, [version]);
  }
  return schedules;
}

/** By which schedule an office goes: its own, else that of everybody; null where neither has ever had hours. */
export function scheduleOf(
  schedules: Schedules,
  office: string | null,
): { id: string; versions: readonly Version[] } | null {
  for (const id of [office, DEFAULT]) {
    const versions = id === null ? undefined : schedules.get(id);
    if (versions?.some(({ worked }) => worked.week.length > 0)) return { id: id!, versions };
  }
  return null;
}

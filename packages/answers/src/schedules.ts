import type * as Api from '@tallyboard/api/query';
import type { Database } from './database.js';

interface VersionRow {
  id: string;
  /** Epoch ms. */
  since: number;
  zone: string;
  hours: [weekday: string, opens: string, closes: string][];
  holidays: string[];
}

/** The schedules of a tenant as they were said: by name, each with its versions in the order in which they came into force. */
export async function schedulesSaid(database: Database, tenant: string): Promise<Api.Schedule[]> {
  const rows = await database.rows<VersionRow>(
    `SELECT schedule_id AS id, toUnixTimestamp64Milli(effective_from) AS since, said.1 AS zone,
    arrayMap(part -> [part.1, part.2, part.3], said.2) AS hours, arraySort(said.3) AS holidays
FROM
(
    SELECT schedule_id, effective_from, argMax((CAST(zone, 'String'), arrayMap(part -> (CAST(part.1, 'String'), CAST(part.2, 'String'), CAST(part.3, 'String')), hours), holidays), rank) AS said
    FROM schedule_events WHERE tenant = {tenant:String} GROUP BY schedule_id, effective_from
)
ORDER BY id, since`,
    { tenant },
  );
  const schedules = new Map<string, Api.Schedule>();
  for (const { id, since, zone, hours, holidays } of rows) {
    const schedule = schedules.get(id) ?? { id, versions: [] };
    schedules.set(id, schedule);
    schedule.versions.push({
      effective_from: new Date(Number(since)).toISOString(),
      zone,
      hours: hours.map(([weekday, opens, closes]) => ({
        weekday: weekday as Api.WorkingHours['weekday'],
        opens,
        closes,
      })),
      holidays,
    });
  }
  return [...schedules.values()];
}

import { workedUntilSql } from '@tallyboard/facts/working-time';

/**
 * SQL of whether more than so many seconds were worked between an instant (SQL of epoch seconds) and now, by the columns
 * `schedule` and `office` of a row: as for tickets, by the first schedule that was in force then of that which is named, that
 * of the office and everybody's.
 */
export function workedLongerSql(key: string, seconds: number, now: string): string {
  const [then, asked] = [key, now].map((at) => `toInt64(${at}) * 1000`);
  const versions = `(SELECT arraySort(version -> version.2, groupArray((CAST(schedule_id, 'String'), toUnixTimestamp64Milli(effective_from), week, days_off, arrayFilter(change -> change.1 <= ${asked}, changes)))) FROM schedule_history WHERE tenant = {tenant:String})`;
  const isInForce = (id: string) => `version.1 = ${id} AND version.2 <= ${then}`;
  const first = `arrayFirst(id -> arrayExists(version -> ${isInForce('id')}, ${versions}), [schedule, office, 'default'])`;
  const held = `arrayLast(version -> ${isInForce('first')}, ${versions})`;
  const worked = workedUntilSql(`[${then}, ${asked}]`, {
    week: 'held.3',
    daysOff: 'held.4',
    changes: 'held.5',
  });
  return `arrayExists(held -> arraySum((ms, sign) -> ms * sign, ${worked}, [-1, 1]) > ${seconds * 1_000}, arrayMap(first -> ${held}, [${first}]))`;
}

import { sqlString } from '@tallyboard/facts/sql-text';

const DAY_MS = 86_400_000;
/** Of everybody who has no schedule of their own. */
const DEFAULT = sqlString('default');

/**
 * The first local day that a version of a schedule holds for, in days since 1970: that whose noon, by its own clock, it is in
 * force at. Of rows of `schedule_history`.
 */
export const SINCE_DAY = `toInt64(toInt32(toDate32(substring(toString(effective_from, zone), 1, 10)))) + (substring(toString(effective_from, zone), 12) > '12:00:00.000')`;

/**
 * SQL of how many days from `from` until before `to`, and up to today, an office works: by its schedule, else by that of
 * everybody, as it is in force at noon, a first one from the beginning; from Monday to Friday where there is none.
 * `office`: SQL of its id.
 */
export function workingDaysSql(office: string, now: string): string {
  const days = `arrayMap(n -> toInt64(toRelativeDayNum({from:Date}) + n), range(toUInt32(greatest(0, least(dateDiff('day', {from:Date}, {to:Date}), dateDiff('day', {from:Date}, toDate(toDateTime(${now}, 'UTC'))) + 1)))))`;
  const own = `arrayFilter(version -> version.1 = ${office}, ${VERSIONS})`;
  const everybodys = `arrayFilter(version -> version.1 = ${DEFAULT}, ${VERSIONS})`;
  const versions = `if(arrayExists(version -> notEmpty(version.3), ${own}), ${own}, ${everybodys})`;
  const inForce = `if(arrayExists(version -> version.2 <= day, versions), arrayLast(version -> version.2 <= day, versions), versions[1])`;
  const weekday = '(day + 3) % 7';
  const isWorked = `arrayExists(part -> part.1 < (${weekday} + 1) * ${DAY_MS} AND part.1 + part.2 > ${weekday} * ${DAY_MS}, held.3) AND NOT has(held.4, day * ${DAY_MS})`;
  const counted = `arrayCount((day, held) -> ${isWorked}, days, arrayMap(day -> ${inForce}, days))`;
  const usual = `arrayCount(day -> ${weekday} < 5, days)`;
  return `arrayFirst(count -> true, arrayMap((days, versions) -> if(arrayExists(version -> notEmpty(version.3), versions), ${counted}, ${usual}), [${days}], [${versions}]))`;
}

/** (schedule, day from which on it holds, its week, holidays as local ms, when it came into force), in order of that. */
const VERSIONS = `(SELECT arraySort(version -> version.5, groupArray((CAST(schedule_id, 'String'), ${SINCE_DAY}, week, arrayMap(off -> off.1, days_off), toUnixTimestamp64Milli(effective_from)))) FROM schedule_history WHERE tenant = {tenant:String})`;

import { Temporal } from 'temporal-polyfill';

export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
  millisecond?: number;
}

/** What a clock of a zone shows as epoch ms; null when no calendar or clock has it. */
export type LocalClock = (local: LocalTime) => number | null;

const DAY_MS = 86_400_000;
/** Of thirty years and more; a file of more days fills the memory of days anew. */
const MOST_DAYS = 12_000;

/**
 * A local time that a clock change repeats is the first of the two, one that it skips is as much later. The offset of a day
 * whose clock does not change is looked up once: zones are dear.
 */
export function createLocalClock(zone: string): LocalClock {
  /** By local day since 1970: its offset in ms, null where the clock changes in it. */
  const offsets = new Map<number, number | null>();
  const offsetOn = (day: number): number | null => {
    const known = offsets.get(day);
    if (known !== undefined) return known;
    if (offsets.size >= MOST_DAYS) offsets.clear();
    const offset = zone === 'UTC' ? 0 : steadyOffset(day, zone);
    offsets.set(day, offset);
    return offset;
  };
  return (local) => {
    const { year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0 } = local;
    if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
    if (hour > 23 || minute > 59 || second > 59) return null;
    // Date.UTC takes the years 0 to 99 for others.
    if (year < 100) return slowly(local, zone);
    const ms = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
    const offset = offsetOn(Math.floor(ms / DAY_MS));
    return offset === null ? slowly(local, zone) : ms - offset;
  };
}

const slowly = (local: LocalTime, zone: string): number =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;

/** No zone changes twice within so few days: where the days around have one offset, so has the day. */
function steadyOffset(day: number, zone: string): number | null {
  const before = offsetAt((day - 1) * DAY_MS, zone);
  return before === offsetAt((day + 2) * DAY_MS, zone) ? before : null;
}

const offsetAt = (ms: number, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;

const daysIn = (year: number, month: number): number =>
  month === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

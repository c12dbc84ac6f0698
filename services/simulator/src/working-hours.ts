import type { Random } from '@tallyboard/runtime/random';
import {
  HOUR_MS,
  instantOf,
  type LocalDay,
  localDayOf,
  MINUTE_MS,
  minuteOfDay,
  weekday,
} from './local-day.js';
import type { Office } from './offices.js';

export const LUNCH_MINUTES = 60;
/** What is going on at lunch and outside the working hours, next to a full hour. */
const LUNCH_DIP = 0.3;
const ON_CALL = 0.03;
const ASLEEP = 0.005;

export function isWorkingDay(office: Office, day: LocalDay): boolean {
  return !office.weekend.includes(weekday(day));
}

/** How busy the office is at an instant: 1 in mid-morning, less at the edges and at lunch, little when closed. */
export function activityAt(office: Office, instantMs: number): number {
  const minute = minuteOfDay(office.zone, instantMs);
  const onCall = minute > 7 * 60 && minute < 22 * 60 ? ON_CALL : ASLEEP;
  if (!isWorkingDay(office, localDayOf(office.zone, instantMs))) return onCall;
  return Math.max(onCall, activityOfMinute(office, minute));
}

/** A moment of the working hours of that day, likelier when the office is busier. */
export function workingMoment(random: Random, office: Office, day: LocalDay): number {
  for (;;) {
    const minute = random.between(office.opens, office.closes);
    if (random.unit() < activityOfMinute(office, minute))
      return Math.round(instantOf(office.zone, day, minute));
  }
}

/** A moment at which customers write: from early to late, most while the office works, some at night. */
export function customerMoment(random: Random, office: Office, day: LocalDay): number {
  const minute = random.chance(0.8)
    ? random.between(office.opens - 60, office.closes + 90)
    : random.between(0, 24 * 60 - 1);
  return Math.round(instantOf(office.zone, day, minute));
}

/** A stretch of work without a break but lunch; epoch ms, `toMs` excluded. */
export interface Shift {
  fromMs: number;
  toMs: number;
  /** How many times as fast that is done which waits for the shift to begin. */
  catchUp: number;
}

/** The hours of an office on a local day; none on a day of rest. */
export function shiftsOf({ zone, opens, closes, weekend }: Office, day: LocalDay): Shift[] {
  if (weekend.includes(weekday(day))) return [];
  return [{ fromMs: instantOf(zone, day, opens), toMs: instantOf(zone, day, closes), catchUp: 1 }];
}

/** The instant at which `workMs` of working time (lunch counts) have passed since `fromMs`, in shifts as told. */
export function afterWorking(office: Office, fromMs: number, workMs: number, shifts = shiftsOf): number {
  let left = workMs;
  for (let day = localDayOf(office.zone, fromMs); ; day += 1)
    for (const shift of shifts(office, day)) {
      const start = Math.max(fromMs, shift.fromMs);
      if (shift.toMs <= start) continue;
      if (fromMs < shift.fromMs) left /= shift.catchUp;
      if (start + left < shift.toMs) return Math.round(start + left);
      left -= shift.toMs - start;
    }
}

/** Working time of one day. */
export function workingDayMs(office: Office): number {
  return (office.closes - office.opens) * MINUTE_MS;
}

function activityOfMinute(office: Office, minute: number): number {
  if (minute < office.opens || minute >= office.closes) return 0;
  if (minute >= office.lunch && minute < office.lunch + LUNCH_MINUTES) return LUNCH_DIP;
  const fromEdgeMs = Math.min(minute - office.opens, office.closes - minute) * MINUTE_MS;
  return Math.min(1, 0.45 + (0.55 * fromEdgeMs) / HOUR_MS);
}

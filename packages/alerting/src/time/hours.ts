import { localTime } from '@tallyboard/calendar/shifts';
import { DAYS, type Hours } from '../rule.js';

/** Whether the clocks of the zone show one of these hours; from is in it, to is not. */
export function isWithin(hours: Hours, epochSeconds: number, tz: string): boolean {
  const { date, weekday, minute } = localTime(epochSeconds, tz);
  if (hours.except?.includes(date)) return false;
  if (hours.days && !hours.days.includes(DAYS[weekday - 1]!)) return false;
  return isTimeWithin(hours, minute);
}

/** Whether a minute of a day that is named is one of these hours. */
export function isTimeWithin(hours: Pick<Hours, 'from' | 'to'>, minute: number): boolean {
  const from = minutesOf(hours.from ?? '00:00');
  const to = minutesOf(hours.to ?? '24:00');
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

import type { Temporal } from 'temporal-polyfill';

/** In the order of ISO 8601: Monday is day 1. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The first day of a week where nobody says another. */
export const MONDAY: Weekday = 'monday';

/** What is made of whole days. */
export type DateUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The first day of the week, month, quarter or year in which a date lies. */
export function startOf(date: Temporal.PlainDate, unit: DateUnit, weekStarts: Weekday): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return date;
    case 'week':
      return date.subtract({ days: (date.dayOfWeek + 6 - WEEKDAYS.indexOf(weekStarts)) % 7 });
    case 'month':
      return date.with({ day: 1 });
    case 'quarter':
      return date.with({ day: 1, month: date.month - ((date.month - 1) % 3) });
    case 'year':
      return date.with({ day: 1, month: 1 });
  }
}

/** The day after the last one of it. */
export const endOf = (date: Temporal.PlainDate, unit: DateUnit, weekStarts: Weekday): Temporal.PlainDate =>
  startOf(date, unit, weekStarts).add(LENGTH[unit]);

/** The first day of the one before. */
export const startOfLast = (
  date: Temporal.PlainDate,
  unit: DateUnit,
  weekStarts: Weekday,
): Temporal.PlainDate => startOf(date, unit, weekStarts).subtract(LENGTH[unit]);

const LENGTH = {
  day: { days: 1 },
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
};

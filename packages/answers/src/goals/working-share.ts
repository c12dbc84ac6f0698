import { boundsBetween } from '@tallyboard/calendar/intervals';
import { workedUntil } from '@tallyboard/calendar/working-time';
import type { Worked } from '../schedule-versions.js';

/** How much of a period is over; epoch ms. */
export interface Elapsed {
  /** 0 to 1. */
  share: number;
  workingDaysLeft: number | null;
  /** By whose working time; null: that of the calendar. */
  schedule: string | null;
}

/** How much of [from, to) is over, by working time where there is any in it, else by the calendar. */
export function elapsedOf(
  schedule: { id: string; versions: readonly Worked[] } | null,
  [from, to]: readonly [number, number],
  now: number,
  tz: string,
): Elapsed {
  const at = Math.min(Math.max(now, from), to);
  const whole = schedule ? workedBetween(schedule.versions, from, to) : 0;
  if (!schedule || whole === 0)
    return { share: (at - from) / (to - from), workingDaysLeft: null, schedule: null };
  let workingDaysLeft = 0;
  const days = boundsBetween(at / 1_000, to / 1_000, 'day', tz).map((bound) => bound * 1_000);
  for (const [i, end] of days.slice(1).entries())
    if (workedBetween(schedule.versions, days[i]!, end) > 0) workingDaysLeft += 1;
  return {
    share: workedBetween(schedule.versions, from, at) / whole,
    workingDaysLeft,
    schedule: schedule.id,
  };
}

/** What is worked between two instants, by the version that holds at each; of before the first, by that. */
export function workedBetween(versions: readonly Worked[], from: number, to: number): number {
  return versions.reduce((sum, { since, worked }, i) => {
    const begin = Math.max(from, i === 0 ? from : since);
    const end = Math.min(to, versions[i + 1]?.since ?? to);
    return end > begin ? sum + workedUntil(worked, end) - workedUntil(worked, begin) : sum;
  }, 0);
}

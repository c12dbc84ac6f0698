import { Random } from '@tallyboard/runtime/random';
import { type Ends, endsOf } from '../statistics/histogram.js';
import type { Cohort } from '../statistics/waits.js';

/** What makes first responses wobble though nothing is wrong. */
export interface SupportWobble {
  /** Spread of a day's factor, log-normal. */
  days?: number;
  /** On Mondays more comes and takes longer. */
  mondays?: boolean;
}

export interface SupportChange {
  /** Working seconds since the start from which it holds. */
  at: number;
  /** By how much responses take longer; null: nobody answers for three working hours. */
  factor: number | null;
}

export const SLOT_S = 900;
/** A working day has 36 quarters of an hour, from 9 to 18, and a week five of them. */
export const SLOTS_A_DAY = 36;
export const SLOTS_A_WEEK = 5 * SLOTS_A_DAY;
const DAY_S = SLOTS_A_DAY * SLOT_S;
const GAP_S = 3 * 3_600;
const MEDIAN_S = 15 * 60;
const SPREAD = 0.9;

/** Wall-clock seconds of so many working seconds since Monday, 9 o'clock. */
export function wallClock(workingS: number): number {
  const day = Math.floor(workingS / DAY_S);
  return (Math.floor(day / 5) * 7 + (day % 5)) * 86_400 + (workingS - day * DAY_S);
}

/** Tickets of a support team, by the quarter of an hour in which they were opened; work goes on in working hours. */
export function supportHistory(
  seed: number,
  team: { perHour: number; weeks: number },
  wobble: SupportWobble,
  change: SupportChange | null,
): Cohort[] {
  const random = new Random('support', seed);
  const slots: Cohort[] = [];
  let pace = 1;
  for (let slot = 0; slot < team.weeks * SLOTS_A_WEEK; slot += 1) {
    const isMonday = slot % SLOTS_A_WEEK < SLOTS_A_DAY;
    const isBusy = wobble.mondays === true && isMonday;
    if (slot % SLOTS_A_DAY === 0)
      pace = (wobble.days ? random.around(1, wobble.days) : 1) * (isBusy ? 1.4 : 1);
    const begun = random.poisson((team.perHour / 4) * (isBusy ? 1.5 : 1));
    const waits = Array.from({ length: begun }, () => {
      const opened = (slot + random.unit()) * SLOT_S;
      const isSlow = change?.factor && opened >= change.at;
      let answered = opened + random.around(MEDIAN_S * pace * (isSlow ? change.factor! : 1), SPREAD);
      const isGap = change?.factor === null && answered >= change.at && answered < change.at + GAP_S;
      if (isGap) answered += GAP_S;
      return (wallClock(answered) - wallClock(opened)) * 1_000;
    });
    slots.push({ begun, ended: binned(waits) });
  }
  return slots;
}

/** As the cells cut them: 64 bins to a power of two. */
function binned(durationsMs: readonly number[]): Ends {
  const histogram = new Map<number, number>();
  for (const exact of durationsMs) {
    const duration = Math.floor(exact);
    const width = Math.max(1, 2 ** Math.floor(Math.log2(Math.max(1, duration))) / 64);
    const bin = duration - (duration % width);
    histogram.set(bin, (histogram.get(bin) ?? 0) + 1);
  }
  return endsOf(histogram);
}

import { Random } from '@tallyboard/runtime/random';
import type { Share } from '../statistics/shares.js';

/** What makes a share wobble though nothing is wrong. */
export interface ShareWobble {
  /** Spread of a month's odds, log-normal. */
  months?: number;
  /** Height of a wave a year long in the odds. */
  season?: number;
  /** Three times as many cases in the last week of a quarter. */
  rush?: boolean;
}

export interface ShareChange {
  /** The day from which it holds. */
  day: number;
  share: number;
}

/** Cases of two years on working days, and how many hit, between two days, [from, to). */
export function shareHistory(
  seed: number,
  cases: { perWeek: number; share: number; days: number },
  wobble: ShareWobble,
  change: ShareChange | null,
): (from: number, to: number) => Share {
  const random = new Random('share', seed);
  const phase = random.between(0, 2 * Math.PI);
  const months = Array.from({ length: Math.ceil(cases.days / 30) }, () =>
    wobble.months ? random.around(1, wobble.months) : 1,
  );
  const hits = [0];
  const n = [0];
  for (let day = 0; day < cases.days; day += 1) {
    const isRush = wobble.rush === true && day % 91 >= 84;
    const today = day % 7 < 5 ? random.poisson((cases.perWeek / 5) * (isRush ? 3 : 1)) : 0;
    const share = change && day >= change.day ? change.share : cases.share;
    const swing = 1 + (wobble.season ?? 0) * Math.sin(phase + (2 * Math.PI * day) / 365);
    const odds = (share / (1 - share)) * months[Math.floor(day / 30)]! * swing;
    let hit = 0;
    for (let i = 0; i < today; i += 1) if (random.chance(odds / (1 + odds))) hit += 1;
    hits.push(hits[day]! + hit);
    n.push(n[day]! + today);
  }
  return (from, to) => ({ hits: hits[to]! - hits[from]!, n: n[to]! - n[from]! });
}

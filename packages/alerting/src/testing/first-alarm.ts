import { SLOW_RESPONSE, type Sustained } from '../statistics/ready.js';
import { type Look, type Scan, scan } from '../statistics/scan.js';
import type { Verdict } from '../statistics/verdict.js';
import {
  type Began,
  type Cohort,
  joined,
  scanWaits,
  scoreOf,
  spreadOfDays,
  sumOf,
} from '../statistics/waits.js';
import { SLOT_S, SLOTS_A_DAY, SLOTS_A_WEEK, wallClock } from './support-history.js';

const DAY_S = 86_400;

/** The first of the days from `from` to `to` on which a ready rule fires over sums of days; null: on none. */
export function firstDay<Sum>(
  rule: Scan & Sustained,
  between: (fromDay: number, toDay: number) => Sum,
  test: (current: Sum, before: readonly Sum[], margin: number) => Verdict,
  [from, to]: readonly [number, number],
): number | null {
  const sums = (fromS: number, toS: number) => between(fromS / DAY_S, toS / DAY_S);
  return firstHeld(rule, from, to, (day) => scan(rule, day * DAY_S, 0, sums, test));
}

/**
 * The first slot from `from` to before `to` after which slow first response fires; null: after none. The first weeks,
 * as many as the rule compares with, are past.
 */
export function firstSlot(slots: readonly Cohort[], [from, to]: readonly [number, number]): number | null {
  const { weeks, lengths, margin } = SLOW_RESPONSE;
  const usual = usualOf(slots, weeks);
  const spread = spreadOf(slots, weeks, usual);
  const cohorts: Began[] = [];
  const waiting = new Set<number>();
  const first = Math.max(weeks * SLOTS_A_WEEK, from - SLOTS_A_WEEK);
  let next = first;
  return firstHeld(SLOW_RESPONSE, from, to - 1, (slot) => {
    const at = wallClock(slot * SLOT_S) + SLOT_S;
    for (; next <= slot; next += 1) waiting.add(next);
    for (const each of waiting) {
      const began = wallClock(each * SLOT_S);
      const ageMs = (at - began - SLOT_S) * 1_000;
      const score = scoreOf({ now: slots[each]!, ageMs, usual: usual(each) }, 'rising', margin);
      cohorts[each - first] = { from: began, day: Math.floor(each / SLOTS_A_DAY), score };
      if (score.waiting === 0) waiting.delete(each);
    }
    return scanWaits('rising', cohorts, at, lengths, spread);
  });
}

function firstHeld(
  { chance, times }: Pick<Scan, 'chance'> & Sustained,
  from: number,
  to: number,
  look: (at: number) => Look | null,
): number | null {
  let held = 0;
  for (let at = from; at <= to; at += 1) {
    held = (look(at)?.verdict.chance ?? 1) < chance ? held + 1 : 0;
    if (held === times) return at;
  }
  return null;
}

/** For each slot the same one of the weeks before, added up; a week on from the last it differs by two of them. */
function usualOf(slots: readonly Cohort[], weeks: number): (slot: number) => Cohort {
  const known = new Map<number, Cohort>();
  const nobody: Cohort = { begun: 0, ended: [] };
  const before = (slot: number, week: number) => slots[slot - week * SLOTS_A_WEEK]!;
  return (slot) => {
    let usual = known.get(slot);
    if (usual) return usual;
    const last = known.get(slot - SLOTS_A_WEEK);
    if (last) usual = joined(joined(last, before(slot, weeks + 1), -1), before(slot, 1));
    else {
      usual = nobody;
      for (let week = 1; week <= weeks; week += 1) usual = joined(usual, before(slot, week));
    }
    known.set(slot, usual);
    return usual;
  };
}

function spreadOf(slots: readonly Cohort[], weeks: number, usual: (slot: number) => Cohort): number {
  const days = Array.from({ length: weeks * 5 }, (_, day) =>
    sumOf(
      Array.from({ length: SLOTS_A_DAY }, (_, i) => {
        const slot = day * SLOTS_A_DAY + i;
        const now = slots[slot]!;
        const others = joined(usual(weeks * SLOTS_A_WEEK + (slot % SLOTS_A_WEEK)), now, -1);
        return scoreOf({ now, ageMs: Number.POSITIVE_INFINITY, usual: others }, 'rising', 0);
      }),
    ),
  );
  return spreadOfDays(days);
}

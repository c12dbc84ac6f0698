import { boundsBetween } from '@tallyboard/calendar/intervals';
import { localTime } from '@tallyboard/calendar/shifts';
import { DAYS, type Rule } from '../rule.js';
import { secondsOf } from './durations.js';
import { isWithin } from './hours.js';

const DAY = 86_400;

export type Every = NonNullable<Rule['every']>;

/** How often a rule is judged: what it says, or as often as its window makes sense of. */
export const everyOf = ({ every, window, off_pace }: Pick<Rule, 'every' | 'window' | 'off_pace'>): Every =>
  every ?? (off_pace || secondsOf(window) > DAY ? '1d' : '15m');

export const STEP_SECONDS: Record<Every, number> = { '15m': 900, '1h': 3_600, '1d': DAY };

/** Before it is known which offices a rule is of, its clocks are UTC. */
const zoneOf = ({ tz }: Rule): string => (tz === undefined || tz === 'office' ? 'UTC' : tz);

/** The instants in (from, to] at which a rule is judged, epoch seconds: ends of quarter hours, local hours or days, in its hours. */
export function instantsOf(rule: Rule, from: number, to: number): number[] {
  const tz = zoneOf(rule);
  const every = everyOf(rule);
  const ends =
    every === '15m'
      ? quarterHours(from, to)
      : boundsBetween(from, to + 1, every === '1h' ? 'hour' : 'day', tz).slice(1, -1);
  const { during } = rule;
  if (!during) return ends;
  // What is judged is the time before the instant: at six in the evening the last quarter of an hour was still work.
  return ends.filter((at) => (every === '1d' ? isWorkday(at - 1, rule) : isWithin(during, at - 1, tz)));
}

/** Of a rule that judges days, the day counts and not its hours. */
function isWorkday(at: number, rule: Rule): boolean {
  const { during } = rule;
  const { date, weekday } = localTime(at, zoneOf(rule));
  return !during?.except?.includes(date) && (!during?.days || during.days.includes(DAYS[weekday - 1]!));
}

function quarterHours(from: number, to: number): number[] {
  const ends: number[] = [];
  for (let at = (Math.floor(from / 900) + 1) * 900; at <= to; at += 900) ends.push(at);
  return ends;
}

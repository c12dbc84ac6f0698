import type { Rule } from './rule.js';
import { inWords, secondsOf } from './time/durations.js';
import { everyOf, STEP_SECONDS } from './time/instants.js';

const YEAR = 366 * 86_400;
/** Cells further back are not read for a judgement, seconds. */
const FURTHEST = 6 * YEAR;
/** So many instants after one another must it hold or not hold at most: all of them are kept, of every group. */
const MOST_HELD = 1_000;
const GREATEST_PARAMETER = 1e12;

/** What a rule asks for that would cost everybody too much, as a sentence; null: nothing. */
export function whyTooMuch(rule: Rule): string | null {
  const step = STEP_SECONDS[everyOf(rule)];
  for (const field of ['for', 'clear_after'] as const)
    if (rule[field] !== undefined && secondsOf(rule[field]) > MOST_HELD * step)
      return `${field} is ${rule[field]}: at most ${inWords(MOST_HELD * step)} where it is judged every ${inWords(step)}`;
  const windows = 1 + Math.max(rule.rising?.windows ?? 13, rule.falling?.windows ?? 13);
  const isTrend = rule.rising !== undefined || rule.falling !== undefined;
  if (secondsOf(rule.window) * (isTrend ? windows : 1) > FURTHEST)
    return `window is ${rule.window}: ${isTrend ? 'with the windows before it ' : ''}at most ${inWords(FURTHEST)} are looked at`;
  for (const [name, value] of Object.entries(rule.parameters ?? {}))
    if (!(value >= 0 && value <= GREATEST_PARAMETER))
      return `parameters: ${name} is ${value}, and wants a number from 0 to ${GREATEST_PARAMETER}`;
  if (rule.by && new Set(rule.by).size < rule.by.length) return 'by names a dimension twice';
  if (rule.inhibited_by?.includes(rule.name))
    return 'inhibited_by names the rule itself, which would never tell';
  for (const hours of [rule.during, rule.quiet])
    if (hours?.from !== undefined && hours.from === hours.to)
      return `hours from ${hours.from} to ${hours.to} are none: leave both out for whole days`;
  return null;
}

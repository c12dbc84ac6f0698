import type { Rule } from '../rule.js';
import { inWords, secondsOf } from '../time/durations.js';
import { everyOf, STEP_SECONDS } from '../time/instants.js';
import type { Say } from './shape-problems.js';

const YEAR = 366 * 86_400;
/** Cells further back are not read for a judgement, seconds. */
const FURTHEST = 6 * YEAR;
/** So many instants after one another must it hold or not hold at most: all of them are kept, of every group. */
const MOST_HELD = 1_000;
/** Windows that a trend is compared with where the rule does not say how many. */
const MOST_BY_DEFAULT = 13;
const GREATEST_PARAMETER = 1e12;

/** Says what a rule asks for that would cost everybody too much, or come to nothing. */
export function checkLimits(rule: Partial<Rule>, say: Say): void {
  if (rule.window !== undefined) checkTimes({ ...rule, window: rule.window }, say);
  for (const [name, value] of Object.entries(rule.parameters ?? {}))
    if (!(value >= 0 && value <= GREATEST_PARAMETER))
      say(['parameters', name], `is ${value}, and wants a number from 0 to ${GREATEST_PARAMETER}`);
  if (rule.by && new Set(rule.by).size < rule.by.length) say(['by'], 'names a dimension twice');
  if (rule.name !== undefined && rule.inhibited_by?.includes(rule.name))
    say(['inhibited_by'], 'names the rule itself, which would never tell');
  for (const field of ['during', 'quiet'] as const) {
    const { from, to } = rule[field] ?? {};
    if (from !== undefined && from === to)
      say([field], `is from ${from} to ${to}, which is never: leave both out for whole days`);
  }
}

function checkTimes(rule: Partial<Rule> & Pick<Rule, 'window'>, say: Say): void {
  const { window, rising, falling } = rule;
  const step = STEP_SECONDS[everyOf(rule)];
  for (const field of ['for', 'clear_after'] as const) {
    const hold = rule[field];
    if (hold !== undefined && secondsOf(hold) > MOST_HELD * step)
      say(
        [field],
        `is ${hold}: at most ${inWords(MOST_HELD * step)} where it is judged every ${inWords(step)}`,
      );
  }
  const trend = rising ?? falling;
  const windows = trend ? 1 + (trend.windows ?? MOST_BY_DEFAULT) : 1;
  if (secondsOf(window) % 900 !== 0) say(['window'], `is ${window}: it wants whole quarter hours`);
  else if (secondsOf(window) * windows > FURTHEST)
    say(
      ['window'],
      `is ${window}: ${trend ? 'with the windows before it ' : ''}at most ${inWords(FURTHEST)} are looked at`,
    );
}

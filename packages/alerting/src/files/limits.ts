import { DAYS, type Hours, type Rule } from '../rule.js';
import { inWords, secondsOf } from '../time/durations.js';
import { isTimeWithin } from '../time/hours.js';
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
  checkHours(rule, say);
}

const EVERY_MINUTE = Array.from({ length: 1_440 }, (_, minute) => minute);

/** Hours that come to nothing: of such a rule nobody would ever hear. */
function checkHours(rule: Partial<Rule>, say: Say): void {
  const { during, quiet } = rule;
  for (const field of ['during', 'quiet'] as const) {
    const hours = rule[field];
    if (hours && isNever(hours))
      say([field], `is from ${hours.from} to ${hours.to}, which is never: leave both out for whole days`);
  }
  if (quiet && !isNever(quiet) && isAlways(quiet))
    say(['quiet'], 'never ends, and nobody would be told: give it days, or from and to');
  if (!during || isNever(during) || rule.window === undefined) return;
  const step = STEP_SECONDS[everyOf({ ...rule, window: rule.window })];
  // What is judged is the minute before the end of a step; of days, the whole of them.
  const isJudged = (minute: number) => (minute + 1) % (step / 60) === 0 && isIn(during)(minute);
  if (step < 86_400 && !EVERY_MINUTE.some(isJudged))
    say(
      ['during'],
      `is from ${during.from ?? '00:00'} to ${during.to ?? '24:00'}, in which no ${inWords(step)} end: it would never be judged`,
    );
}

const isNever = (hours: Hours): boolean =>
  hours.from === hours.to ? hours.from !== undefined : !EVERY_MINUTE.some(isIn(hours));

const isAlways = (hours: Hours): boolean =>
  new Set(hours.days ?? DAYS).size === DAYS.length && EVERY_MINUTE.every(isIn(hours));

const isIn = (hours: Hours) => (minute: number) => isTimeWithin(hours, minute);

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

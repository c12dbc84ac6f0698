import type { GoalProgress } from '@tallyboard/api/goals';
import { type Formatted, formatValue } from '../format.js';

/** A goal, ready to be drawn. */
export interface GoalTile {
  key: string;
  title: string;
  /** `9 working days left` */
  left: string;
  actual: Formatted;
  /** `of 2,000`; of a level, or of what should be little, `at most 20`. */
  target: string;
  /** How much of the bar is full, and where one should be by now: 0 to 1. */
  filled: number;
  mark: number;
  /** `by now 1,200, heading for 2,150` */
  pace: string;
  status: GoalProgress['status'];
  words: string;
}

const WORDS: Readonly<Record<GoalProgress['status'], string>> = {
  to_come: 'to come',
  no_value: 'no value yet',
  reached: '✓ reached',
  on_pace: '▲ on pace',
  behind: '▼ behind',
  missed: '✗ missed',
};

export function goalTile(goal: GoalProgress): GoalTile {
  const currency = goal.goal.currency ?? goal.goal.filter?.currency?.[0];
  const shown = (value: number | null) => formatValue(value, goal.unit, currency);
  const isLevel = !goal.adds_up;
  const aims = { up: isLevel ? 'at least ' : '', down: 'at most ', none: '' }[goal.better];
  const pace = [
    `by now ${aims}${shown(goal.expected).text}`,
    // What does not add up is heading nowhere: it is what it is.
    ...(isLevel || goal.projection === null ? [] : [`heading for ${shown(goal.projection).text}`]),
  ];
  const isOpen = goal.status !== 'to_come' && goal.days_left > 0;
  return {
    key: goal.name,
    title: goal.title,
    left: leftOf(goal),
    actual: shown(goal.actual),
    target: `${aims === '' ? 'of ' : aims}${shown(goal.target).text}`,
    filled: within(goal.filled ?? 0),
    mark: within(goal.mark),
    pace: isOpen ? pace.join(', ') : '',
    status: goal.status,
    words: goal.conversion?.converted === false ? 'an exchange rate is missing' : WORDS[goal.status],
  };
}

function leftOf({ working_days_left, days_left, status }: GoalProgress): string {
  if (status === 'to_come') return 'not begun';
  if (days_left === 0) return 'over';
  const [days, kind] = working_days_left === null ? [days_left, ''] : [working_days_left, 'working '];
  return `${days} ${kind}${days === 1 ? 'day' : 'days'} left`;
}

const within = (part: number): number => Math.min(1, Math.max(0, part));

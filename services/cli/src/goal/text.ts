import type { GoalProgress } from '@tallyboard/api/goals';
import { formatValue } from '@tallyboard/metrics/value-text';
import { conversionText } from '../query/result.js';
import { table } from '../terminal/table.js';

const STATUS: Readonly<Record<GoalProgress['status'], string>> = {
  to_come: 'to come',
  no_value: 'no value yet',
  reached: 'reached',
  on_pace: 'on pace',
  behind: 'behind',
  missed: 'missed',
};

/** Goals as a table, a row each. */
export function goalsTable(goals: readonly GoalProgress[]): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  return table(
    [
      { title: 'name' },
      { title: 'metric' },
      { title: 'where' },
      { title: 'until' },
      ...['target', 'actual', 'of target', 'by now', 'projection', 'days left'].map(right),
      { title: 'status' },
    ],
    goals.map((goal) => [
      goal.name,
      goal.metric,
      whereOf(goal),
      lastDay(goal),
      shown(goal.target, goal),
      shown(goal.actual, goal),
      percent(goal.share),
      shown(goal.expected, goal),
      shown(goal.projection, goal),
      String(goal.working_days_left ?? goal.days_left),
      STATUS[goal.status],
    ]),
  );
}

/** One goal in sentences. */
export function goalText(goal: GoalProgress): string {
  const { title, metric, adds_up, schedule, working_days_left, days_left, elapsed } = goal;
  const where = whereOf(goal);
  return [
    `${title} (${metric}${where === '' ? '' : `, ${where}`}), ${goal.from.slice(0, 10)} to ${lastDay(goal)} (${goal.tz}): ${STATUS[goal.status]}`,
    '',
    `target      ${shown(goal.target, goal)}${goal.better === 'down' ? ' or less' : ' or more'}`,
    ...(goal.baseline === null ? [] : [`baseline    ${shown(goal.baseline, goal)}`]),
    `actual      ${shown(goal.actual, goal)}, ${percent(goal.share)} of the target, n ${goal.n.toLocaleString('en-US')}`,
    `by now      ${shown(goal.expected, goal)}: ${percent(elapsed)} of the ${schedule === null ? 'time' : `working time (schedule ${schedule})`} is over`,
    `projection  ${shown(goal.projection, goal)}${adds_up ? ', if it goes on like this' : ', what it is now: it does not add up'}`,
    ...conversionText(goal).map((line, i) => `${i === 0 ? 'converted' : ''.padEnd(9)}   ${line}`),
    `left        ${working_days_left === null ? `${days_left} days` : `${working_days_left} working days of ${days_left}`}`,
  ].join('\n');
}

const whereOf = ({ goal: { filter = {}, currency } }: GoalProgress): string =>
  [...Object.values(filter).map((values) => values.join('|')), ...(currency ? [`in ${currency}`] : [])].join(
    ', ',
  );

/** The last day of the period, by its own clocks: `to` is the first instant after it. */
const lastDay = ({ to }: GoalProgress): string =>
  new Date(Date.parse(`${to.slice(0, 10)}T00:00Z`) - 86_400_000).toISOString().slice(0, 10);

const percent = (part: number | null): string => (part === null ? '–' : `${Math.round(100 * part)} %`);

const shown = (value: number | null, { unit }: GoalProgress): string =>
  formatValue(value !== null && unit === 'money' ? value.toFixed(2) : value, unit);

import type { RepStanding, Standing, StandingGroup } from '@tallyboard/api/standing';
import { formatValue } from '@tallyboard/metrics/value-text';
import { table } from '../terminal/table.js';
import { freshnessText } from './result.js';

/** What stands before a number whose verdict is not that it is usual. */
const MARKS: Readonly<Record<RepStanding['verdict'], string>> = {
  struggles: '▼ ',
  leads: '▲ ',
  too_few: '? ',
  not_done: '· ',
  typical: '',
};

/** For people: who struggles, on what and since when; then each metric of each office, a row a rep. */
export function standingText(found: Standing): string {
  const { tenant, tz, from, to, definition, groups } = found;
  return [
    `Standing of reps of ${tenant}, ${from} to ${to} (${tz})`,
    '',
    struggling(found).join('\n'),
    ...groups.flatMap((group) => ['', headOf(group), tableOf(group)]),
    '',
    '▼ struggles, ▲ leads, ? too few to tell, · none of it in all that time: not compared. The estimate is drawn towards the others, by as much as stands under "of others".',
    definition,
    freshnessText(found),
  ].join('\n');
}

function struggling({ groups, looked_back: { interval } }: Standing): string[] {
  const sentences = groups.flatMap((group) =>
    group.reps
      .filter(({ verdict }) => verdict === 'struggles')
      .map((each) => {
        const typical = `${formatValue(each.value, group.unit)}, the typical rep ${numberText(group.median, group)}`;
        return `${each.name ?? each.rep} (${whereOf(group)}) struggles with ${group.metric}: ${typical}; ${sinceOf(each, interval)}`;
      }),
  );
  return sentences.length > 0 ? sentences : ['Nobody struggles beyond what chance explains.'];
}

function sinceOf({ since, worst_in_a_row: run }: RepStanding, interval: 'week' | 'month'): string {
  if (since === null) return `not in the last whole ${interval}`;
  return `since ${since.slice(0, 10)}, ${run} ${interval}${run === 1 ? '' : 's in a row'}`;
}

const headOf = (group: StandingGroup): string =>
  `${group.title} (${group.metric}, ${group.indicator}), ${whereOf(group)}: median ${numberText(group.median, group)}, best quarter from ${numberText(group.best_quarter, group)}`;

const whereOf = ({ dimensions: { office, ...rest }, labels }: StandingGroup): string =>
  [labels?.office ?? (office || 'no office'), ...Object.values(rest)].join(', ');

function tableOf(group: StandingGroup): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  const columns = [
    { title: 'rep' },
    right(group.metric),
    right('n'),
    right('estimate'),
    right('95 % interval'),
    right('of others'),
    { title: 'low since' },
  ];
  const rows = group.reps.map((each) => [
    `${each.name ?? each.rep}${each.in_force < 1 ? ` (${percent(each.in_force)} of the period)` : ''}`,
    `${MARKS[each.verdict]}${formatValue(each.value, group.unit)}`,
    each.n.toLocaleString('en-US'),
    each.estimate === null ? '' : numberText(each.estimate, group),
    each.low === null ? '' : `${numberText(each.low, group)} to ${numberText(each.high, group)}`,
    each.pooled === null ? '' : percent(each.pooled),
    each.since?.slice(0, 10) ?? '',
  ]);
  return table(columns, rows);
}

const percent = (part: number): string => `${Math.round(100 * part)} %`;

/** Money that was computed is no sum of amounts, and is shown to the cent. */
const numberText = (value: number | null, { unit }: StandingGroup): string =>
  formatValue(value !== null && unit === 'money' ? value.toFixed(2) : value, unit);

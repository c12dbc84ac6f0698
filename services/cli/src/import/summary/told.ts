import { basename } from 'node:path';
import type { Answer, Problem, Row } from '@tallyboard/api/query';
import { formatValue } from '@tallyboard/metrics/value-text';
import { PROBLEM_COLUMNS, problemCells } from '../../data/problem-table.js';
import { count } from '../../terminal/progress.js';
import { type Column, table } from '../../terminal/table.js';
import { type CoveredPeriod, lastDayOf } from './period.js';
import type { Summary } from './summary.js';

const MOST_REASONS = 5;
const MOST_PROBLEMS = 8;

/** Who has imported, from where. */
interface Whose {
  tenant: string;
  sources: readonly string[];
}

/** What the files came to. */
export function intakeTold({ events, period, reasons }: Pick<Summary, 'events' | 'period' | 'reasons'>) {
  const parts: string[] = [];
  if (events.length > 0)
    parts.push(
      table(
        [{ title: 'event' }, right('events')],
        events.map(({ type, events }) => [type, count(events)]),
      ),
    );
  if (period) parts.push(`The time that they cover: ${spanOf(period)}.`);
  if (reasons.length > 0)
    parts.push(
      withMore(
        table(
          [{ title: 'why lines were rejected' }, right('lines'), { title: 'such as' }],
          reasons
            .slice(0, MOST_REASONS)
            .map(({ reason, lines, file, line }) => [reason, count(lines), `${basename(file)}:${line}`]),
        ),
        reasons.length - MOST_REASONS,
        'reasons',
      ),
    );
  return parts.join('\n\n');
}

/** What it comes to among all that the tenant has. */
export function answersTold(
  { numbers, wrong, period }: Pick<Summary, 'numbers' | 'wrong' | 'period'>,
  { tenant, sources }: Whose,
): string {
  if (period === null) return '';
  if ('unknown' in numbers)
    return `Its numbers are not shown. ${numbers.unknown} Later they are what "tally query" tells ${asked(period, tenant)}.`;
  const parts: string[] = [];
  const values = numbers.told.flatMap(rowsOf);
  if (values.length > 0)
    parts.push(
      `All that ${tenant} has from ${spanOf(period)}, wherever it came from:\n\n${table(
        [{ title: 'metric' }, right('value'), right('n')],
        values,
      )}`,
    );
  if ('unknown' in wrong)
    parts.push(`What looks wrong is not shown. ${wrong.unknown} "tally doctor data" tells it.`);
  else parts.push(problemsTold(wrong.told, sources));
  return parts.join('\n\n');
}

function problemsTold(problems: readonly Problem[], sources: readonly string[]): string {
  const who = `${sources.join(' and ')} ${sources.length > 1 ? 'have' : 'has'} sent`;
  if (problems.length === 0) return `Nothing of it that ${who} looks wrong.`;
  return `What of it ${who} and looks wrong ("tally doctor data --help" says what each kind is):\n\n${withMore(
    table(PROBLEM_COLUMNS, problems.slice(0, MOST_PROBLEMS).map(problemCells)),
    problems.length - MOST_PROBLEMS,
    'problems',
  )}`;
}

/** A line for each currency. How many stand behind a count is the count. A share, mean or sum of nothing is left out. */
function rowsOf({ title, unit, rows }: Answer): string[][] {
  if (unit === 'count') return [[title, formatValue(rows[0]?.value ?? 0, unit)]];
  return rows
    .filter(({ n }) => n > 0)
    .map((row) => [
      `${title}${currencyOf(row)}`,
      formatValue(row.value, unit, row.dimensions.currency),
      count(row.n),
    ]);
}

const currencyOf = ({ dimensions: { currency } }: Row): string => (currency ? `, ${currency}` : '');

const spanOf = (period: CoveredPeriod): string => `${period.from} to ${lastDayOf(period)} (${period.tz})`;

const asked = ({ from, to, tz }: CoveredPeriod, tenant: string): string =>
  `with --tenant ${tenant} --from ${from} --to ${to} --tz ${tz}`;

const right = (title: string): Column => ({ title, align: 'right' });

const withMore = (shown: string, more: number, what: string): string =>
  more > 0 ? `${shown}\n… and ${count(more)} more ${what}.` : shown;

import { valuesIn } from '@tallyboard/answers/filters';
import { GOAL_PERIODS, type Goal, type GoalProgress, type Goals } from '@tallyboard/api/goals';
import { metricByName } from '@tallyboard/metrics/catalogue';
import { Failure } from '@tallyboard/runtime/failure';
import { type Command, Option } from 'commander';
import { asked, type Common, serviceOf } from '../alert/service.js';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { amountIn } from '../goal/amounts.js';
import { goalsTable, goalText } from '../goal/text.js';
import { noSuchMetric } from '../query/no-such-metric.js';
import { freshnessText } from '../query/result.js';

interface SetOptions extends Common, Partial<Pick<Goal, 'title' | 'from' | 'to' | 'tz' | 'currency'>> {
  metric: string;
  target: string;
  baseline?: string;
  period?: NonNullable<Goal['period']>;
  filter?: string[];
  set?: string[];
}

export function addGoal(program: Command, context: Context, exit: (code: number) => void): void {
  const goal = program
    .command('goal')
    .description('goals: what a metric is to come to, how far it is, and what it will come to')
    .addHelpText(
      'after',
      `
Examples:
  $ tally goal set calls --metric calls --target 2000 --period this_month
  $ tally goal list
  $ tally goal show calls
  $ tally goal remove calls`,
    );
  addSet(goal, context, exit);
  addShown(goal, context, exit);
  goal
    .command('remove')
    .description('take a goal out')
    .argument('<name>')
    .option('--tenant <name>', 'whose goal')
    .addHelpText(
      'after',
      `
Examples:
  $ tally goal remove calls`,
    )
    .action(async (name: string, { tenant }: Common) => {
      await asked(serviceOf(context, tenant, true), pathOf(name), { method: 'DELETE' });
      context.output.print(`${name} is out.`);
      exit(EXIT.ok);
    });
}

function addSet(goal: Command, context: Context, exit: (code: number) => void): void {
  goal
    .command('set')
    .description('set a goal, or set it anew')
    .argument('<name>', 'lower case letters, digits, - and _')
    .requiredOption('--metric <name>', 'what is to come to something; "tally metrics" lists them')
    .requiredOption(
      '--target <value>',
      'to what: a number, of a share 25% or 0.25, of a time 90s, 30m, 4h or 2d',
    )
    .option('--baseline <value>', 'where one comes from, in the same unit')
    .addOption(new Option('--period <name>', 'within what, anew each time').choices(GOAL_PERIODS))
    .option('--from <date>', 'instead of --period: its first day')
    .option('--to <date>', 'the day after its last one')
    .option('--tz <zone>', 'whose days (default: those of the one office it is filtered to, else UTC)')
    .option('--filter <dim:value>', 'only these, for example office:munich; repeatable', collect)
    .option(
      '--currency <code>',
      'in which its amounts are: those in others are converted, by the rates that were told',
    )
    .option('--set <name=value>', 'a parameter of the metric; repeatable', collect)
    .option('--title <text>', 'as the wall calls it (default: as the metric is called)')
    .option('--tenant <name>', 'whose goal (default: that of TALLY_API_KEY, else of demo)')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
It wants a key with the scopes read and alerts. The pace is that of the working time of the office (its schedule, else the
one named default), or of the calendar where there is none.

Examples:
  $ tally goal set calls --metric calls --target 2000 --period this_month
  $ tally goal set munich-revenue --metric revenue_won --target 250000 --period this_quarter --filter office:munich --filter currency:EUR
  $ tally goal set revenue --metric revenue_won --target 1000000 --period this_quarter --currency EUR
  $ tally goal set churn --metric churn_rate --target 3% --baseline 5% --period this_year
  $ tally goal set first-answers --metric first_response_time_mean --target 30m --period this_week --title "First answers"`,
    )
    .action(async (name: string, options: SetOptions) => {
      const { metric: metricName, target, baseline, filter, set, currency, tenant, json, ...rest } = options;
      const metric = metricByName(metricName);
      if (!metric) throw noSuchMetric(metricName);
      const said: Goal = {
        ...rest,
        name,
        metric: metric.name,
        target: amountIn(target, metric.unit, '--target'),
        ...(baseline === undefined ? {} : { baseline: amountIn(baseline, metric.unit, '--baseline') }),
        ...(filter ? { filter: filtersIn(filter) } : {}),
        ...(currency === undefined ? {} : { currency: currency.toUpperCase() }),
        ...(set ? { parameters: Object.fromEntries(set.map(parameterIn)) } : {}),
      };
      const made = (await asked(serviceOf(context, tenant, true), pathOf(name), {
        method: 'PUT',
        body: said,
      })) as GoalProgress;
      if (json) context.output.json(made);
      else context.output.print(goalText(made));
      exit(EXIT.ok);
    });
}

function addShown(goal: Command, context: Context, exit: (code: number) => void): void {
  goal
    .command('list')
    .description('all goals and how far they are')
    .option('--office <id>', 'only those of this office')
    .option('--tenant <name>', 'whose goals')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
"by now" is what is expected by the working time that is over; days left are working days where a schedule is known.

Examples:
  $ tally goal list
  $ tally goal list --office munich --json`,
    )
    .action(async ({ office, tenant, json }: Common & { office?: string }) => {
      const query = office === undefined ? '' : `?${new URLSearchParams({ office })}`;
      const found = (await asked(serviceOf(context, tenant), `/v1/goals${query}`)) as Goals;
      if (json) context.output.json(found);
      else if (found.goals.length === 0) context.output.print('No goals are set: tally goal set --help.');
      else context.output.print(`${goalsTable(found.goals)}\n\n${freshnessText(found)}`);
      exit(EXIT.ok);
    });

  goal
    .command('show')
    .description('one goal and how far it is')
    .argument('<name>')
    .option('--tenant <name>', 'whose goal')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally goal show calls`,
    )
    .action(async (name: string, { tenant, json }: Common) => {
      const found = (await asked(serviceOf(context, tenant), pathOf(name))) as GoalProgress;
      if (json) context.output.json(found);
      else context.output.print(goalText(found));
      exit(EXIT.ok);
    });
}

const pathOf = (name: string): string => `/v1/goals/${encodeURIComponent(name)}`;

function filtersIn(texts: readonly string[]): Record<string, string[]> {
  const filter: Record<string, string[]> = {};
  for (const text of texts) {
    const colon = text.indexOf(':');
    if (colon < 1)
      throw new Failure(`--filter wants dimension:value, not "${text}".`, { exitCode: EXIT.usage });
    const dimension = text.slice(0, colon);
    filter[dimension] = [...(filter[dimension] ?? []), ...valuesIn(text.slice(colon + 1))];
  }
  return filter;
}

function parameterIn(text: string): [string, number] {
  const at = text.indexOf('=');
  const value = Number(text.slice(at + 1));
  if (at < 1 || Number.isNaN(value))
    throw new Failure(`--set wants name=value with a number, not "${text}".`, { exitCode: EXIT.usage });
  return [text.slice(0, at), value];
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

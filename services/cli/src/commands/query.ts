import { valuesIn } from '@tallyboard/answers/filters';
import type { Answer } from '@tallyboard/api/query';
import { Failure } from '@tallyboard/runtime/failure';
import { loadSettings } from '@tallyboard/runtime/settings';
import { type Command, Option } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { refusedQuestion, request, type Service } from '../http.js';
import { NAMED, notIds } from '../query/names.js';
import { isMetric, noSuchMetric } from '../query/no-such-metric.js';
import { resultCsv, resultTable } from '../query/result.js';
import { listNamed, otherTenant, queryService } from '../query/service.js';
import { clientSettings } from '../settings.js';

interface QueryOptions {
  from?: string;
  to?: string;
  period?: string;
  tz?: string;
  by?: string;
  interval?: string;
  weekStarts?: string;
  zeros?: boolean;
  quality?: boolean;
  filter?: string[];
  set?: string[];
  tenant?: string;
  json?: boolean;
  csv?: boolean;
}

export function addQuery(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('query')
    .description('ask for a metric')
    .argument('<metric>', 'its name; "tally metrics" lists them')
    .option('--from <date>', 'first day or instant that counts, for example 2017-01-01')
    .option('--to <date>', 'the first one that no longer does')
    .option(
      '--period <name>',
      'instead of from and to: this_week, last_month, last_30_days, all, … (default: today)',
    )
    .option(
      '--tz <zone>',
      'whose days these are, for example Europe/Berlin; office: each office its own (default: UTC)',
    )
    .option('--by <dimensions>', 'a row for each: office, team, rep and others, separated by commas')
    .option('--interval <name>', 'a row for each 15m, hour, day, week, month, quarter or year')
    .option('--week-starts <day>', 'the first day of weeks, for example sunday (default: monday)')
    .option('--zeros', 'by office, team or rep: a row also for those who have nothing to show')
    .option('--quality', 'say which share of the events behind it has a known problem; slower')
    .option(
      '--filter <dim:value>',
      String.raw`only these, for example office:west or "product:GTX Pro|MG Special", \| for a bar inside a name; repeatable`,
      collect,
    )
    .option('--set <name=value>', 'a parameter of the metric; repeatable', collect)
    .option('--tenant <name>', 'whose numbers (default: those of TALLY_API_KEY, else of demo)')
    .addOption(new Option('--json', 'print the answer of the API as it is').conflicts('csv'))
    .option('--csv', 'print exact values as CSV')
    .addHelpText(
      'after',
      `
Examples:
  $ tally query calls --by office
  $ tally query close_rate --period this_quarter --by office
  $ tally query revenue_won --from 2017-01-01 --to 2018-01-01 --interval quarter
  $ tally query first_response_time_p90 --period today --filter office:munich --json
  $ tally query calls --period last_week --week-starts sunday --by rep --zeros
  $ tally query calls --by office --tz office
  $ tally query sales_cycle --period last_quarter --quality
  $ tally query first_response_within --set target=900
  $ tally query calls --tenant acme --csv`,
    )
    .action(async (metric: string, options: QueryOptions) => {
      const service = queryService(loadSettings(clientSettings, context.env), options.tenant);
      const answer = await request(service, `/v1/metrics/${encodeURIComponent(metric)}?${queryOf(options)}`);
      if (answer.status !== 200)
        throw isMetric(metric) ? refusedQuestion(service, answer) : noSuchMetric(metric);
      const result = JSON.parse(answer.text) as Answer;
      const { tenant } = options;
      if (tenant !== undefined && result.tenant !== tenant) throw otherTenant(tenant, result.tenant, service);
      if (options.json) context.output.json(result);
      else
        context.output.print(
          options.csv ? resultCsv(result, { withTenant: tenant !== undefined }) : resultTable(result),
        );
      if (result.rows.every(({ n }) => n === 0)) await tellOfNames(service, options.filter ?? [], context);
      exit(EXIT.ok);
    });
}

/** Why there may be nothing. */
async function tellOfNames(service: Service, filters: readonly string[], { output }: Context): Promise<void> {
  for (const filter of filters) {
    const [dimension, ...rest] = filter.split(':');
    if (dimension !== 'office' && dimension !== 'rep') continue;
    const known = await listNamed(service, NAMED[dimension]);
    for (const sentence of notIds(dimension, valuesIn(rest.join(':')), known)) output.say(sentence);
  }
}

/** The options as a query string of the API; what was not said is left to its defaults. */
export function queryOf(options: Omit<QueryOptions, 'tenant'>): string {
  const query = new URLSearchParams();
  for (const name of ['from', 'to', 'period', 'tz', 'by', 'interval'] as const)
    if (options[name] !== undefined) query.set(name, options[name]);
  if (options.weekStarts !== undefined) query.set('week_starts', options.weekStarts);
  if (options.zeros) query.set('zeros', 'true');
  if (options.quality) query.set('quality', 'true');
  if (!options.from && !options.to && !options.period) query.set('period', 'today');
  for (const filter of options.filter ?? []) query.append('filter', filter);
  for (const each of options.set ?? []) {
    const at = each.indexOf('=');
    if (at < 1) throw new Failure(`--set wants name=value, not "${each}".`, { exitCode: EXIT.usage });
    query.set(each.slice(0, at), each.slice(at + 1));
  }
  return query.toString();
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

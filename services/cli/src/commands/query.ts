import { valuesIn } from '@tallyboard/answers/filters';
import type { Answer } from '@tallyboard/api/query';
import { loadSettings } from '@tallyboard/runtime/settings';
import { type Command, Option } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import type { Service } from '../http.js';
import { NAMED, notIds } from '../query/names.js';
import { ask, type QuestionOptions, withQuestion } from '../query/question.js';
import { resultCsv, resultTable } from '../query/result.js';
import { listNamed, otherTenant, queryService } from '../query/service.js';
import { clientSettings } from '../settings.js';

interface QueryOptions extends QuestionOptions {
  csv?: boolean;
}

export function addQuery(program: Command, context: Context, exit: (code: number) => void): void {
  withQuestion(program.command('query').description('ask for a metric'))
    .option('--interval <name>', 'a row for each 15m, hour, day, week, month, quarter or year')
    .option('--zeros', 'by office, team or rep: a row also for those who have nothing to show')
    .option('--top <n>', 'of a split the rows with the greatest values: the most popular products')
    .option('--quality', 'say which share of the events behind it has a known problem; slower')
    .addOption(new Option('--json', 'print the answer of the API as it is').conflicts('csv'))
    .option('--csv', 'print exact values as CSV')
    .addHelpText(
      'after',
      `
Examples:
  $ tally query calls --by office
  $ tally query close_rate --period this_quarter --by office
  $ tally query revenue_won --from 2017-01-01 --to 2018-01-01 --interval quarter
  $ tally query revenue_won --period this_year --interval month --currency EUR
  $ tally query first_response_time_p90 --period today --filter office:munich --json
  $ tally query calls --period last_week --week-starts sunday --by rep --zeros
  $ tally query units --period this_month --by product --top 10
  $ tally query calls --by office --tz office
  $ tally query sales_cycle --period last_quarter --quality
  $ tally query first_response_within --set target=900
  $ tally query calls --tenant acme --csv`,
    )
    .action(async (metric: string, options: QueryOptions) => {
      const { tenant } = options;
      const service = queryService(loadSettings(clientSettings, context.env), tenant);
      const result = await ask<Answer>(service, 'metrics', metric, options);
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

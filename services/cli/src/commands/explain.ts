import type { Explanation } from '@tallyboard/api/query';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { explanationText } from '../query/explanation.js';
import { ask, type QuestionOptions, withQuestion } from '../query/question.js';
import { otherTenant, queryService } from '../query/service.js';
import { clientSettings } from '../settings.js';

export function addExplain(program: Command, context: Context, exit: (code: number) => void): void {
  withQuestion(
    program
      .command('explain')
      .description('tell what stands behind a number: the deals, calls or tickets, and their events'),
  )
    .option('--limit <n>', 'how many of them are listed, the greatest first (default: 20)')
    .option('--events', 'list all events of each')
    .option('--json', 'print the answer of the API as it is, with all events')
    .addHelpText(
      'after',
      `
The number is computed once more from the events behind it, and both are shown. It needs a key with the scope events.

Examples:
  $ tally explain close_rate --period this_month --filter office:munich
  $ tally explain tickets_waiting --events
  $ tally explain revenue_won --from 2017-01-01 --to 2018-01-01 --by rep --limit 100
  $ tally explain first_response_time_p90 --period last_week --json`,
    )
    .action(async (metric: string, options: QuestionOptions & { events?: boolean }) => {
      const { tenant } = options;
      const service = queryService(loadSettings(clientSettings, context.env), tenant, 'events');
      const found = await ask<Explanation>(service, 'explain', metric, options);
      if (tenant !== undefined && found.answer.tenant !== tenant)
        throw otherTenant(tenant, found.answer.tenant, service);
      if (options.json) context.output.json(found);
      else context.output.print(explanationText(found, { withEvents: options.events ?? false }));
      exit(EXIT.ok);
    });
}

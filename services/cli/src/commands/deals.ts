import type { DealsAtRisk, Forecast } from '@tallyboard/api/deals';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { refusedQuestion, request } from '../http.js';
import { atRiskText } from '../query/deals-at-risk.js';
import { forecastText } from '../query/forecast.js';
import { otherTenant, queryService } from '../query/service.js';
import { clientSettings } from '../settings.js';

interface AtRiskOptions {
  days?: string;
  tz?: string;
  filter?: string[];
  limit?: string;
  tenant?: string;
  json?: boolean;
}

interface ForecastOptions {
  period?: string;
  by?: string;
  tz?: string;
  filter?: string[];
  currency?: string;
  tenant?: string;
  json?: boolean;
}

export function addDeals(program: Command, context: Context, exit: (code: number) => void): void {
  const deals = program.command('deals').description('tell of open deals, one by one');
  deals
    .command('at-risk')
    .description('list open deals that nobody touches, that are overdue or stuck in their stage')
    .option('--days <number>', 'without activity for longer than these, a deal is quiet (default: 14)')
    .option('--tz <zone>', 'by whose calendar a day is over, for example Europe/Berlin (default: UTC)')
    .option(
      '--filter <dim:value>',
      'only these, for example office:west or pipeline:renewal; repeatable',
      (value: string, before: string[] = []) => [...before, value],
    )
    .option('--limit <number>', 'list so many of them (default: 50)')
    .option('--tenant <name>', 'whose deals (default: those of TALLY_API_KEY, else of demo)')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
A deal is quiet when no activity names it or its account and there was no call with the account, overdue when the day
on which it was expected to be closed is over, and slow when it has been in its stage for longer than three of four
stays there of deals that were won in the year before. Which ones they are is listed to a key with the scope events.

Examples:
  $ tally deals at-risk
  $ tally deals at-risk --days 7 --filter office:munich
  $ tally deals at-risk --filter rep:munich-01 --json`,
    )
    .action(async ({ tenant, json, filter = [], ...asked }: AtRiskOptions) => {
      const service = queryService(loadSettings(clientSettings, context.env), tenant);
      const query = new URLSearchParams({ ...asked });
      for (const each of filter) query.append('filter', each);
      const answer = await request(service, `/v1/deals-at-risk?${query}`);
      if (answer.status !== 200) throw refusedQuestion(service, answer);
      const found = JSON.parse(answer.text) as DealsAtRisk;
      if (tenant !== undefined && found.tenant !== tenant) throw otherTenant(tenant, found.tenant, service);
      if (json) context.output.json(found);
      else context.output.print(atRiskText(found));
      exit(EXIT.ok);
    });
  deals
    .command('forecast')
    .description('what the open deals bring, if stages close as in the year before')
    .option('--period <name>', 'at the end of which deals are open, for example last_month (default: today)')
    .option('--by <dimensions>', 'totals by these, for example rep or office,pipeline')
    .option('--tz <zone>', 'by whose calendar, for example Europe/Berlin, or office (default: UTC)')
    .option(
      '--filter <dim:value>',
      'only these, for example office:west or pipeline:renewal; repeatable',
      (value: string, before: string[] = []) => [...before, value],
    )
    .option('--currency <code>', 'convert amounts into one currency, for example EUR')
    .option('--tenant <name>', 'whose deals (default: those of TALLY_API_KEY, else of demo)')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
What is open in a stage counts by its close rate: of the deals closed in the year before that were ever in that stage of
that pipeline, the share won, whoever closed them. Deals without an amount are left out, and those in stages that no
closed deal was in are counted apart. The rates alone: tally query stage_close_rate --by pipeline,stage.

Examples:
  $ tally deals forecast
  $ tally deals forecast --by rep --filter office:munich
  $ tally deals forecast --period last_month --json`,
    )
    .action(async ({ tenant, json, filter = [], ...asked }: ForecastOptions) => {
      const service = queryService(loadSettings(clientSettings, context.env), tenant);
      const query = new URLSearchParams({ ...asked });
      for (const each of filter) query.append('filter', each);
      const answer = await request(service, `/v1/forecast?${query}`);
      if (answer.status !== 200) throw refusedQuestion(service, answer);
      const found = JSON.parse(answer.text) as Forecast;
      if (tenant !== undefined && found.tenant !== tenant) throw otherTenant(tenant, found.tenant, service);
      if (json) context.output.json(found);
      else context.output.print(forecastText(found));
      exit(EXIT.ok);
    });
}

import type { Retention } from '@tallyboard/api/query';
import { loadSettings } from '@tallyboard/runtime/settings';
import { type Command, Option } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { refusedQuestion, request } from '../http.js';
import { type KeptOf, retentionText } from '../query/retention.js';
import { otherTenant, queryService } from '../query/service.js';
import { clientSettings } from '../settings.js';

interface RetentionOptions {
  from?: string;
  to?: string;
  period?: string;
  tz?: string;
  filter?: string[];
  of: KeptOf;
  tenant?: string;
  json?: boolean;
}

export function addRetention(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('retention')
    .description('tell how many customers still pay, and how much, by the month in which they began to')
    .option('--from <date>', 'first month, by a day in it (default: the eleventh before this one)')
    .option('--to <date>', 'the day after the last month')
    .option('--period <name>', 'instead of from and to: this_year, last_quarter, all, …')
    .option('--tz <zone>', 'whose months these are, for example Europe/Berlin (default: UTC)')
    .option(
      '--filter <dim:value>',
      'only these, for example currency:EUR or office:west; repeatable',
      (value: string, before: string[] = []) => [...before, value],
    )
    .addOption(
      new Option('--of <what>', 'what is kept: logos (customers, each as one) or revenue')
        .choices(['logos', 'revenue'])
        .default('logos'),
    )
    .option('--tenant <name>', 'whose numbers (default: those of TALLY_API_KEY, else of demo)')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Column 0 is the end of the month in which they began, column 1 that of the next one. Customers are those of
subscriptions; with a filter on a rep or office one that is handed over is gone.

Examples:
  $ tally retention
  $ tally retention --of revenue --filter currency:EUR
  $ tally retention --from 2025-01-01 --tz Europe/Berlin --json`,
    )
    .action(async ({ of, tenant, json, filter = [], ...period }: RetentionOptions) => {
      const service = queryService(loadSettings(clientSettings, context.env), tenant);
      const query = new URLSearchParams({ ...period });
      for (const each of filter) query.append('filter', each);
      const answer = await request(service, `/v1/retention?${query}`);
      if (answer.status !== 200) throw refusedQuestion(service, answer);
      const found = JSON.parse(answer.text) as Retention;
      if (tenant !== undefined && found.tenant !== tenant) throw otherTenant(tenant, found.tenant, service);
      if (json) context.output.json(found);
      else context.output.print(retentionText(found, of));
      exit(EXIT.ok);
    });
}

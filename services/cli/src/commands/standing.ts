import { escaped } from '@tallyboard/answers/filters';
import type { Standing } from '@tallyboard/api/standing';
import { loadSettings } from '@tallyboard/runtime/settings';
import { type Command, Option } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { refusedQuestion, request } from '../http.js';
import { otherTenant, queryService } from '../query/service.js';
import { standingText } from '../query/standing.js';
import { clientSettings } from '../settings.js';

interface StandingOptions {
  office?: string;
  team?: string;
  currency?: string;
  last: keyof typeof LAST;
  from?: string;
  to?: string;
  period?: string;
  tz?: string;
  metrics?: string;
  tenant?: string;
  json?: boolean;
}

const LAST = { '7d': 'last_7_days', '30d': 'last_30_days', '12m': 'last_12_months' } as const;

export function addStanding(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('standing')
    .description('tell where each rep stands in the office, and who struggles, on what and since when')
    .option('--office <id>', 'only this office')
    .option('--team <name>', 'only this team')
    .option('--currency <code>', 'money of this currency alone')
    .addOption(
      new Option('--last <span>', 'up to today')
        .choices(Object.keys(LAST))
        .default('30d')
        .conflicts('period'),
    )
    .option('--period <name>', 'instead of --last: this_month, last_quarter, …')
    .option('--from <date>', 'instead of --last: the first day, for example 2026-03-01')
    .option('--to <date>', 'the first day that no longer counts')
    .option('--tz <zone>', 'whose days these are, for example Europe/Berlin (default: UTC)')
    .option('--metrics <names>', 'by what: names separated by commas (default: some of each indicator)')
    .option('--tenant <name>', 'whose numbers (default: those of TALLY_API_KEY, else of demo)')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Somebody struggles who is in the worst quarter of the office where chance does not explain it. Of whom there is too little,
and in an office of fewer than four, nothing is said. Who did none of it for months is not compared: where people
of one office do different work, compare by --team.

Examples:
  $ tally standing
  $ tally standing --office munich --last 30d
  $ tally standing --from 2026-01-01 --to 2026-04-01 --metrics calls,close_rate,csat
  $ tally standing --period last_month --tz Europe/Berlin --json`,
    )
    .action(async ({ tenant, json, last, office, team, currency, ...said }: StandingOptions) => {
      const service = queryService(loadSettings(clientSettings, context.env), tenant);
      const query = new URLSearchParams({ ...said });
      if (!said.period && !said.from) query.set('period', LAST[last]);
      for (const [dimension, value] of Object.entries({ office, team, currency }))
        if (value !== undefined) query.append('filter', `${dimension}:${escaped(value)}`);
      const answer = await request(service, `/v1/standing?${query}`);
      if (answer.status !== 200) throw refusedQuestion(service, answer);
      const found = JSON.parse(answer.text) as Standing;
      if (tenant !== undefined && found.tenant !== tenant) throw otherTenant(tenant, found.tenant, service);
      if (json) context.output.json(found);
      else context.output.print(standingText(found));
      exit(EXIT.ok);
    });
}

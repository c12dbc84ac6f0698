import type { Impact } from '@tallyboard/api/impact';
import { Failure } from '@tallyboard/runtime/failure';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { refusedQuestion, request } from '../http.js';
import { impactText } from '../query/impact.js';
import { isMetric, noSuchMetric } from '../query/no-such-metric.js';
import { otherTenant, queryService } from '../query/service.js';
import { clientSettings } from '../settings.js';

interface ImpactOptions {
  at: string;
  days?: string;
  filter?: string[];
  against?: string[];
  soFar?: boolean;
  set?: string[];
  tz?: string;
  tenant?: string;
  json?: boolean;
}

export function addImpact(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('impact')
    .description(
      'tell what has come of a change: a metric before and after it, and whether chance explains it',
    )
    .argument('<metric>', 'its name; "tally metrics" lists them')
    .requiredOption('--at <date>', 'the first day of what has changed, for example 2026-03-01')
    .option('--days <n>', 'how many days before and as many after (default: 28)')
    .option('--filter <dim:value>', 'where it has changed, for example team:west; repeatable', collect)
    .option(
      '--against <dim:value>',
      'those of whom nothing has changed, for example team:east; repeatable',
      collect,
    )
    .option('--so-far', 'where not all days after are over: as many as are, on each side')
    .option('--set <name=value>', 'a parameter of the metric; repeatable', collect)
    .option('--tz <zone>', 'whose days these are, for example Europe/Berlin (default: UTC)')
    .option('--tenant <name>', 'whose numbers (default: those of TALLY_API_KEY, else of demo)')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
With --against it is the difference in differences: what changed for all is not of the change. Weeks, so that each side has
as many of each weekday, tell more than other days do.

Examples:
  $ tally impact close_rate --at 2026-03-01 --filter team:west
  $ tally impact calls --at 2026-03-02 --days 14 --filter office:munich --against office:west
  $ tally impact first_response_within --at 2026-03-01 --set target=900 --tz Europe/Berlin --json`,
    )
    .action(async (metric: string, options: ImpactOptions) => {
      const { at, days, filter = [], against = [], soFar, set = [], tz, tenant, json } = options;
      if (!isMetric(metric)) throw noSuchMetric(metric);
      const service = queryService(loadSettings(clientSettings, context.env), tenant);
      const query = new URLSearchParams({ metric, at });
      if (days !== undefined) query.set('days', days);
      if (tz !== undefined) query.set('tz', tz);
      if (soFar) query.set('so_far', 'true');
      for (const each of filter) query.append('filter', each);
      for (const each of against) query.append('against', each);
      for (const each of set) {
        const [name, value] = each.split('=');
        if (!name || value === undefined)
          throw new Failure(`--set wants name=value, not "${each}".`, { exitCode: EXIT.usage });
        query.set(name, value);
      }
      const answer = await request(service, `/v1/impact?${query}`);
      if (answer.status !== 200) throw refusedQuestion(service, answer);
      const found = JSON.parse(answer.text) as Impact;
      if (tenant !== undefined && found.tenant !== tenant) throw otherTenant(tenant, found.tenant, service);
      if (json) context.output.json(found);
      else context.output.print(impactText(found));
      exit(EXIT.ok);
    });
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

import type { Timeline } from '@tallyboard/api/timeline';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { refusedQuestion, request } from '../http.js';
import { otherTenant, queryService } from '../query/service.js';
import { timelineText } from '../query/timeline.js';
import { clientSettings } from '../settings.js';

interface TimelineOptions {
  limit?: string;
  after?: string;
  tenant?: string;
  json?: boolean;
}

export function addTimeline(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('timeline')
    .description(
      'tell everything that was said of an account, deal, ticket, rep or other thing, as it happened',
    )
    .argument('<entity>', 'account, deal, ticket, rep, lead, call, …')
    .argument('<id>', 'which one')
    .option('--limit <n>', 'how many events (default: 100)')
    .option('--after <place>', 'go on where an earlier answer stopped')
    .option('--tenant <name>', 'whose events (default: those of TALLY_API_KEY, else of demo)')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Of an account also of its deals, tickets, calls, orders, subscriptions and surveys, of a deal or ticket of what names it; of a
rep what names the rep. Which event corrected which is told. It needs a key with the scope events.

Examples:
  $ tally timeline deal D-17
  $ tally timeline account A-3 --limit 500
  $ tally timeline rep munich-01 --json`,
    )
    .action(async (entity: string, id: string, { limit, after, tenant, json }: TimelineOptions) => {
      const service = queryService(loadSettings(clientSettings, context.env), tenant, 'events');
      const query = new URLSearchParams({ ...(limit && { limit }), ...(after && { after }) });
      const path = `/v1/timeline/${encodeURIComponent(entity)}/${encodeURIComponent(id)}`;
      const answer = await request(service, `${path}?${query}`);
      if (answer.status !== 200) throw refusedQuestion(service, answer);
      const found = JSON.parse(answer.text) as Timeline;
      if (tenant !== undefined && found.tenant !== tenant) throw otherTenant(tenant, found.tenant, service);
      if (json) context.output.json(found);
      else context.output.print(timelineText(found));
      exit(EXIT.ok);
    });
}

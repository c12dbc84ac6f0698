import type { Alert, Silence, Silences } from '@tallyboard/api/alerts';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { table } from '../terminal/table.js';
import { asked, type Common, idOf, serviceOf } from './service.js';

export function addActions(alert: Command, context: Context, exit: (code: number) => void): void {
  alert
    .command('ack')
    .description('acknowledge an alert: somebody has seen it')
    .argument('<id>', 'its id, or the beginning of it')
    .option('--note <text>', 'for the others')
    .option('--tenant <name>', 'whose alert')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert ack 3f2a9c --note "on it"`,
    )
    .action(async (id: string, { note, json, tenant }: Common & { note?: string }) => {
      const service = serviceOf(context, tenant, true);
      const path = `/v1/alerts/${await idOf(service, id)}/acknowledge`;
      const found = (await asked(service, path, { method: 'POST', body: { note } })) as Alert;
      if (json) context.output.json(found);
      else context.output.print(`${found.title} is ${found.state}.`);
      exit(EXIT.ok);
    });

  alert
    .command('silence')
    .description('tell nobody of a rule or a group for a while; what is over is still told to who was told')
    .option('--rule <name>', 'which rule')
    .option('--group <dim=value>', 'which group; repeatable', collect)
    .option('--from <instant>', 'from when on, as for maintenance (default: now)')
    .requiredOption('--for <duration>', 'how long: 30m, 4h, 2d')
    .option('--note <text>', 'why')
    .option('--tenant <name>', 'whose alerts')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert silence --rule rising-churn --for 4h --note "price change"
  $ tally alert silence --group office=munich --for 1d
  $ tally alert silence --rule silent-phone --from 2030-03-02T18:00:00Z --for 4h --note "new phones"`,
    )
    .action(
      async (
        options: Common & { rule?: string; group?: string[]; from?: string; for: string; note?: string },
      ) => {
        const { rule, note, from, for: duration } = options;
        const group =
          options.group && Object.fromEntries(options.group.map((text) => text.split(/=(.*)/s, 2)));
        const made = (await asked(serviceOf(context, options.tenant, true), '/v1/alert-silences', {
          method: 'POST',
          body: { rule, group, from, for: duration, note },
        })) as Silence;
        if (options.json) context.output.json(made);
        else context.output.print(`Silent from ${made.from} until ${made.to} (silence ${made.id}).`);
        exit(EXIT.ok);
      },
    );

  alert
    .command('silences')
    .description('the silences that are open or planned')
    .option('--tenant <name>', 'whose alerts')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert silences`,
    )
    .action(async ({ json, tenant }: Common) => {
      const answer = (await asked(serviceOf(context, tenant), '/v1/alert-silences')) as Silences;
      if (json) context.output.json(answer);
      else if (answer.silences.length === 0) context.output.print('Nothing is silent.');
      else
        context.output.print(
          table(
            ['id', 'what', 'from', 'until', 'by', 'note'].map((title) => ({ title })),
            answer.silences.map(({ id, rule, group = {}, from, to, by, note }) => [
              id,
              [rule ?? [], Object.entries(group).map((pair) => pair.join('='))].flat(2).join(', '),
              from,
              to,
              by,
              note ?? '',
            ]),
          ),
        );
      exit(EXIT.ok);
    });

  alert
    .command('unsilence')
    .description('end a silence; what fires is told from then on')
    .argument('<id>', 'its id, as tally alert silences says it')
    .option('--tenant <name>', 'whose alerts')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert unsilence 5d0c1b7e`,
    )
    .action(async (id: string, { tenant }: Common) => {
      const service = serviceOf(context, tenant, true);
      await asked(service, `/v1/alert-silences/${encodeURIComponent(id)}`, { method: 'DELETE' });
      context.output.print(`Silence ${id} is over.`);
      exit(EXIT.ok);
    });
}

const collect = (value: string, all: string[] = []): string[] => {
  if (!value.includes('='))
    throw new InvalidArgumentError('It wants a dimension and a value: office=munich.');
  return [...all, value];
};

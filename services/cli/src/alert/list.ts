import { amount, odds } from '@tallyboard/alerting/amounts';
import type { Alert } from '@tallyboard/api/alerts';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { table } from '../terminal/table.js';
import { asked, type Common, idOf, serviceOf } from './service.js';

export function addList(alert: Command, context: Context, exit: (code: number) => void): void {
  alert
    .command('list')
    .description('the alerts that are open; --all: ended ones too')
    .option('--all', 'ended ones too')
    .option('--tenant <name>', 'whose alerts')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert list
  $ tally alert list --all --json`,
    )
    .action(async ({ all, json, tenant }: Common & { all?: boolean }) => {
      const answer = await asked(serviceOf(context, tenant), `/v1/alerts${all ? '' : '?state=open'}`);
      const { alerts } = answer as { alerts: Alert[] };
      if (json) context.output.json(answer);
      else if (alerts.length === 0) context.output.print(all ? 'There were no alerts.' : 'Nothing is open.');
      else
        context.output.print(
          table(
            ['id', 'state', 'severity', 'what', 'where', 'value', 'since'].map((title) => ({ title })),
            alerts.map((each) => [
              each.id.slice(0, 8),
              each.state,
              each.severity,
              each.title,
              placeOf(each),
              amount(each.judgement.value, each.unit),
              each.since,
            ]),
          ),
        );
      exit(EXIT.ok);
    });

  alert
    .command('show')
    .description('one alert, with what happened')
    .argument('<id>', 'its id, or the beginning of it')
    .option('--tenant <name>', 'whose alert')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert show 3f2a9c`,
    )
    .action(async (id: string, { json, tenant }: Common) => {
      const service = serviceOf(context, tenant);
      const found = (await asked(service, `/v1/alerts/${await idOf(service, id)}`)) as Alert;
      if (json) context.output.json(found);
      else context.output.print(alertShown(found));
      exit(EXIT.ok);
    });
}

const placeOf = ({ group, labels }: Pick<Alert, 'group' | 'labels'>): string =>
  Object.entries(group)
    .map(([name, value]) => labels[name] ?? (value === '' ? `no ${name}` : value))
    .join(', ');

function alertShown(alert: Alert): string {
  const { judgement, unit } = alert;
  return [
    `${alert.title}${placeOf(alert) === '' ? '' : `: ${placeOf(alert)}`}`,
    '',
    `${alert.state}, since ${alert.since}${alert.ended_at ? ` until ${alert.ended_at}` : ''}`,
    `${amount(judgement.value, unit)} of ${judgement.n} from ${judgement.from} to ${judgement.to}`,
    ...(judgement.against
      ? [
          judgement.against.value === null
            ? judgement.against.words
            : `against ${amount(judgement.against.value, unit)}: ${judgement.against.words}`,
        ]
      : []),
    ...(judgement.chance === null ? [] : [`by chance alone: ${odds(judgement.chance)}`]),
    ...(alert.acknowledged ? [`acknowledged by ${alert.acknowledged.by} at ${alert.acknowledged.at}`] : []),
    alert.words,
    '',
    ...(alert.steps ?? []).map(
      (step) =>
        `${step.at}  ${step.state}${step.learnt_late ? ' (found out late)' : ''}  ${amount(step.judgement.value, unit)}`,
    ),
  ].join('\n');
}

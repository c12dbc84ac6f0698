import { METRICS, type Metric } from '@tallyboard/metrics/catalogue';
import { inPublic } from '@tallyboard/metrics/metric';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { noSuchMetric } from '../query/no-such-metric.js';
import { table } from '../terminal/table.js';

export function addMetrics(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('metrics')
    .description('list the metrics, or tell what one of them means')
    .argument('[name]', 'one metric, in full')
    .option('--json', 'print the catalogue as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ tally metrics\n  $ tally metrics close_rate\n  $ tally metrics --json',
    )
    .action((name: string | undefined, options: { json?: boolean }) => {
      exit(print(context, METRICS, name, options.json === true));
    });
}

function print(
  context: Context,
  metrics: readonly Metric[],
  name: string | undefined,
  json: boolean,
): number {
  const { output } = context;
  if (name === undefined) {
    if (json) output.json({ metrics: metrics.map(inPublic) });
    else
      output.print(
        table(
          [{ title: 'metric' }, { title: 'title' }, { title: 'unit' }, { title: 'by' }],
          metrics.map((metric) => [metric.name, metric.title, metric.unit, metric.dimensions.join(' ')]),
        ),
      );
    return EXIT.ok;
  }
  const metric = metrics.find((each) => each.name === name);
  if (!metric) throw noSuchMetric(name);
  if (json) output.json(inPublic(metric));
  else output.print(inFull(metric));
  return EXIT.ok;
}

function inFull(metric: Metric): string {
  const parameters = metric.parameters.map(
    (parameter) => `  --set ${parameter.name}=${parameter.default}  ${parameter.doc}`,
  );
  return [
    `${metric.title} (${metric.name})`,
    '',
    metric.definition,
    `Source: ${metric.source}`,
    '',
    `Unit: ${metric.unit}`,
    `Of: ${metric.facts.join(', ')}`,
    `By: ${metric.dimensions.join(', ')}`,
    ...(parameters.length > 0 ? ['Parameters:', ...parameters] : []),
  ].join('\n');
}

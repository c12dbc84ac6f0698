import { METRICS, type Metric } from '@tallyboard/metrics/catalogue';
import { described } from '@tallyboard/metrics/described';
import { INDICATORS, type Indicator, inPublic } from '@tallyboard/metrics/metric';
import { type Command, Option } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { noSuchMetric } from '../query/no-such-metric.js';
import { table } from '../terminal/table.js';

interface Options {
  json?: boolean;
  long?: boolean;
  indicator?: Indicator;
}

export function addMetrics(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('metrics')
    .description('list the metrics, or tell what they mean')
    .argument('[name]', 'one metric, in full')
    .option('--long', 'all of them in full')
    .addOption(
      new Option(
        '--indicator <kind>',
        'those that tell what is put in, how it is done, or what comes of it',
      ).choices(INDICATORS),
    )
    .option('--json', 'print the catalogue as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ tally metrics\n  $ tally metrics close_rate\n  $ tally metrics --long --indicator outcome\n  $ tally metrics --json',
    )
    .action((name: string | undefined, options: Options) => {
      exit(name === undefined ? list(context, options) : tell(context, name, options));
    });
}

function list({ output }: Context, { json, long, indicator }: Options): number {
  const metrics = METRICS.filter((metric) => indicator === undefined || metric.indicator === indicator);
  if (json) output.json({ metrics: metrics.map(inPublic) });
  else if (long) output.print(metrics.map(inFull).join('\n\n\n'));
  else
    output.print(
      table(
        [{ title: 'metric' }, { title: 'title' }, { title: 'unit' }, { title: 'indicator' }, { title: 'by' }],
        metrics.map(({ name, title, unit, indicator, dimensions }) => [
          name,
          title,
          unit,
          indicator,
          dimensions.join(' '),
        ]),
      ),
    );
  return EXIT.ok;
}

function tell({ output }: Context, name: string, { json }: Options): number {
  const metric = METRICS.find((each) => each.name === name);
  if (!metric) throw noSuchMetric(name);
  if (json) output.json(inPublic(metric));
  else output.print(inFull(metric));
  return EXIT.ok;
}

function inFull(metric: Metric): string {
  const { formula, terms, result } = described(metric);
  const parameters = metric.parameters.map(
    (parameter) => `  --set ${parameter.name}=${parameter.default}  ${parameter.doc}`,
  );
  return [
    `${metric.title} (${metric.name})`,
    '',
    metric.definition,
    '',
    `Counts: ${metric.counts}`,
    `Does not: ${metric.omits}`,
    'Odd cases:',
    ...metric.edges.map((edge) => `  - ${edge}`),
    '',
    `Formula: ${formula}`,
    'Example:',
    ...terms.map(({ name, given, doc }) => `  ${name} = ${given}  (${doc})`),
    `  → ${result.value}, n ${result.n}`,
    '',
    `Unit: ${metric.unit}`,
    `Indicator: ${metric.indicator}`,
    `Of: ${metric.facts.join(', ')}`,
    `By: ${metric.dimensions.join(', ')}`,
    `Source: ${metric.source}`,
    ...(parameters.length > 0 ? ['Parameters:', ...parameters] : []),
  ].join('\n');
}

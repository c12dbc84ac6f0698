import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { table } from '../terminal/table.js';

interface CatalogueEntry {
  name: string;
  title: string;
  unit: string;
  fact: string;
  dimensions: string[];
  definition: string;
  source?: string;
  parameters?: { name: string; default: number; doc: string }[];
}

export function addMetrics(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('metrics')
    .description('list the metrics, or tell what one of them means')
    .argument('[name]', 'one metric, in full')
    .option('--json', 'print the catalogue as JSON')
    .addHelpText('after', '\nExamples:\n  $ tally metrics\n  $ tally metrics close_rate\n  $ tally metrics --json')
    .action(async (name: string | undefined, options: { json?: boolean }) => {
      const { METRICS } = await import('@tallyboard/metrics/catalogue');
      const metrics = METRICS as unknown as readonly CatalogueEntry[];
      exit(print(context, metrics, name, options.json === true));
    });
}

function print(context: Context, metrics: readonly CatalogueEntry[], name: string | undefined, json: boolean): number {
  const { output } = context;
  if (name === undefined) {
    if (json) output.json({ metrics });
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
  if (!metric) {
    output.say(`There is no metric "${name}": "tally metrics" lists them.`);
    return EXIT.usage;
  }
  if (json) output.json(metric);
  else output.print(inFull(metric));
  return EXIT.ok;
}

function inFull(metric: CatalogueEntry): string {
  const parameters = (metric.parameters ?? []).map(
    (parameter) => `  --set ${parameter.name}=${parameter.default}  ${parameter.doc}`,
  );
  return [
    `${metric.title} (${metric.name})`,
    '',
    metric.definition,
    ...(metric.source ? [`Source: ${metric.source}`] : []),
    '',
    `Unit: ${metric.unit}`,
    `By: ${metric.dimensions.join(', ')}`,
    ...(parameters.length > 0 ? ['Parameters:', ...parameters] : []),
  ].join('\n');
}

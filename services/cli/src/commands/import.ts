import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { ENTITIES } from '../import/entities.js';
import type { Entity } from '../import/entity.js';
import { createSpool, type Spool } from '../import/spool.js';
import { type Interruption, onInterruption } from '../terminal/interruption.js';
import { importAny } from './import-any.js';
import { type ImportOptions, importFiles } from './import-files.js';
import { summarise } from './import-summary.js';

export function addImport(program: Command, context: Context, exit: (code: number) => void): void {
  const command = program
    .command('import')
    .description(
      'turn exports of a CRM, help desk, phone or survey system into events: CSV, TSV, Excel workbooks, NDJSON, also in gzip',
    );
  withOptions(command)
    .argument(
      '<files...>',
      'exports, folders of them, or - for standard input: their columns say what they are',
    )
    .option('--as <name>', 'the ready mapping to read them by (default: what their columns fit best)')
    .option('--yes', 'import without asking, as the columns say')
    .addHelpText('after', FILE_EXAMPLES)
    .action(async (files: string[], { yes = false, as, ...options }: FileOptions) =>
      exit(
        await withSpool(context, options, ({ spool, interruption }) =>
          importAny(context, pathsOf(context, files), {
            spool,
            as,
            isWanted: yes,
            importing: ({ entity, paths, mapping }) =>
              importFiles(context, { entity, spool, interruption }, paths, { ...options, mapping }),
            summarising: (all) => {
              interruption.standing(ONLY_NUMBERS_LACK);
              return summarise(context, all, options);
            },
          }),
        ),
      ),
    );
  for (const entity of ENTITIES)
    withOptions(command.command(entity.name))
      .description(`import ${entity.name} by a mapping; twice changes nothing`)
      .argument('<files...>', `the ${entity.name}: files, folders of them, or - for standard input`)
      .requiredOption('--mapping <file>', 'what the columns mean, YAML; see infra/mappings')
      .addHelpText('after', examplesOf(entity))
      .action(async (files: string[], options: ImportOptions) =>
        exit(
          await withSpool(context, options, async (around) => {
            const paths = pathsOf(context, files);
            const imported = await importFiles(context, { entity, ...around }, paths, options);
            around.interruption.standing(ONLY_NUMBERS_LACK);
            return summarise(context, [imported], options);
          }),
        ),
      );
}

const ONLY_NUMBERS_LACK = 'Everything is imported; only its numbers are not shown.';

const GOES_ON = `
At the end it says what came of it, among all that the tenant has in that time. Twice changes nothing. Interrupted (Ctrl-C,
a crash), the same command goes on after the lines that are imported.
`;

const FILE_EXAMPLES = `${GOES_ON}
Examples:
  $ tally import export.csv
  $ tally import export.csv --yes --tenant acme
  $ tally import export.csv.gz --yes
  $ tally import exports/ --yes
  $ tally import workbook.xlsx --sheet "Closed deals"
  $ tally import tickets export.csv --mapping export.mapping.yaml`;

interface FileOptions extends Omit<ImportOptions, 'mapping'> {
  yes?: boolean;
  as?: string;
}

const withOptions = (command: Command): Command =>
  command
    .option('--reps <file>', 'the sales teams (default: the file that the mapping names, beside the first)')
    .option('--accounts <file>', 'the accounts')
    .option('--tenant <name>', 'whose they are', 'demo')
    .option(
      '--as-of <date>',
      'when the export was made (default: what the mapping says, else now); a later one corrects an earlier one',
    )
    .option('--rejects <dir>', 'where lines that cannot be used go, as <file>.rejects.csv (default: here)')
    .option('--sheet <name>', 'the sheet of Excel workbooks (default: the first)')
    .option('--dry-run', 'check every line and send nothing')
    .option(
      '--no-summary',
      'leave out what came of it: counts, the time they cover, numbers, what looks wrong',
    )
    .option('--json', 'print the report as JSON');

function examplesOf({ name }: Entity): string {
  const shipped =
    name === 'deals'
      ? '\n  $ tally import deals sales_pipeline.csv --mapping infra/mappings/crm-sales-opportunities.yaml'
      : '';
  return `${GOES_ON}
Examples:${shipped}
  $ tally import ${name} export.csv --mapping acme.yaml --tenant acme
  $ tally import ${name} january.csv february.csv --mapping acme.yaml
  $ tally import ${name} export.csv --mapping acme.yaml --dry-run`;
}

/** Temporary files are gone when it ends, also when it is interrupted. */
async function withSpool(
  { output }: Context,
  { sheet, json }: Pick<ImportOptions, 'sheet' | 'json'>,
  run: (around: { spool: Spool; interruption: Interruption }) => Promise<number>,
): Promise<number> {
  const spool = createSpool(process.stdin, { sheet, say: (text) => json || output.say(text) });
  const interruption = onInterruption(output.say);
  interruption.atEnd(spool.clear);
  try {
    return await run({ spool, interruption });
  } finally {
    interruption.release();
    spool.clear();
  }
}

const pathsOf = ({ cwd }: Context, files: readonly string[]): string[] =>
  files.flatMap((file) => (file === '-' ? file : filesIn(resolve(cwd, file))));

/** The file, or those of a folder by their names; what an earlier import has written is none of them. */
function filesIn(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const files = readdirSync(path, { withFileTypes: true })
    .filter(
      (each) => each.isFile() && !/^\.|\.rejects\.csv$|\.mapping\.yaml$|\.import\.json$/.test(each.name),
    )
    .map(({ name }) => join(path, name));
  if (files.length === 0) throw new Failure(`There is no file in ${path}.`);
  return files.sort();
}

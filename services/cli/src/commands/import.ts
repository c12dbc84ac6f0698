import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { findCredential } from '../credentials.js';
import { EXIT } from '../exit-codes.js';
import type { Service } from '../http.js';
import { openCsv } from '../import/csv.js';
import { ENTITIES } from '../import/entities.js';
import type { Entity } from '../import/entity.js';
import { readMapping } from '../import/mapping.js';
import { type ImportReport, runImport } from '../import/run.js';
import { createSender, type Send } from '../import/send.js';
import { createSpool, type Spool } from '../import/spool.js';
import { clientSettings, dataDirOf } from '../settings.js';
import { count, createProgress } from '../terminal/progress.js';
import { importAny } from './import-any.js';

interface ImportOptions {
  mapping: string;
  reps?: string;
  accounts?: string;
  tenant: string;
  asOf?: string;
  rejects?: string;
  sheet?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** More than these are only in the rejects file. */
const SHOWN_REJECTS = 20;

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
        await withSpool(context, options, (spool) =>
          importAny(context, pathsOf(context, files), {
            spool,
            as,
            isWanted: yes,
            importing: ({ entity, paths, mapping }) =>
              importFiles(context, { entity, spool }, paths, { ...options, mapping }),
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
          await withSpool(context, options, (spool) =>
            importFiles(context, { entity, spool }, pathsOf(context, files), options),
          ),
        ),
      );
}

const FILE_EXAMPLES = `
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
    .option('--json', 'print the report as JSON');

function examplesOf({ name }: Entity): string {
  const shipped =
    name === 'deals'
      ? '\n  $ tally import deals sales_pipeline.csv --mapping infra/mappings/crm-sales-opportunities.yaml'
      : '';
  return `
Examples:${shipped}
  $ tally import ${name} export.csv --mapping acme.yaml --tenant acme
  $ tally import ${name} january.csv february.csv --mapping acme.yaml
  $ tally import ${name} export.csv --mapping acme.yaml --dry-run`;
}

async function importFiles(
  context: Context,
  { entity, spool }: { entity: Entity; spool: Spool },
  files: readonly string[],
  options: ImportOptions,
): Promise<number> {
  const { output, cwd } = context;
  const send = options.dryRun ? sendNothing : senderTo(context, options.tenant);
  const read: string[] = [];
  for (const path of files) read.push(await spool.file(path));
  const text = readText(resolve(cwd, options.mapping), options.mapping);
  const mapping = readMapping(text, options.mapping, await titlesIn(text, options.mapping, read));
  let shown = 0;
  const report = await runImport({
    mapping,
    entity,
    files: read,
    repsFile: options.reps && (await spool.file(resolve(cwd, options.reps))),
    accountsFile: options.accounts && (await spool.file(resolve(cwd, options.accounts))),
    asOf: options.asOf,
    now: Date.now,
    rejectsPath: (path) =>
      join(resolve(cwd, options.rejects ?? '.'), `${basename(path).replace(/\.csv$/i, '')}.rejects.csv`),
    send,
    progress: (path) => createProgress(output, basename(path), { quiet: options.json === true }),
    onReject: (path, line, reason) => {
      shown += 1;
      if (!options.json && shown <= SHOWN_REJECTS) output.say(`${basename(path)}:${line}: ${reason}`);
    },
  });
  if (options.json)
    output.json({ dry_run: options.dryRun === true, tenant: options.tenant, ...inSnakeCase(report) });
  else summarise(output, report, options, shown);
  return report.rejected > 0 ? EXIT.rejects : EXIT.ok;
}

/** The titles of the first file, where a mapping leaves it to them which of several it means. */
async function titlesIn(yaml: string, name: string, [first]: readonly string[]): Promise<readonly string[]> {
  if (first === undefined) return [];
  const { delimiter, encoding } = readMapping(yaml, name);
  const csv = await openCsv({ path: first, delimiter, encoding });
  await csv.close();
  return csv.columns;
}

async function withSpool(
  { output }: Context,
  { sheet, json }: Pick<ImportOptions, 'sheet' | 'json'>,
  run: (spool: Spool) => Promise<number>,
): Promise<number> {
  const spool = createSpool(process.stdin, { sheet, say: (text) => json || output.say(text) });
  try {
    return await run(spool);
  } finally {
    spool.clear();
  }
}

const pathsOf = ({ cwd }: Context, files: readonly string[]): string[] =>
  files.flatMap((file) => (file === '-' ? file : filesIn(resolve(cwd, file))));

/** The file, or those of a folder by their names; what an earlier import has written is none of them. */
function filesIn(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const files = readdirSync(path, { withFileTypes: true })
    .filter((each) => each.isFile() && !/^\.|\.rejects\.csv$|\.mapping\.yaml$/.test(each.name))
    .map(({ name }) => join(path, name));
  if (files.length === 0) throw new Failure(`There is no file in ${path}.`);
  return files.sort();
}

function summarise(
  output: Context['output'],
  report: ImportReport,
  options: ImportOptions,
  rejected: number,
): void {
  if (rejected > SHOWN_REJECTS) output.say(`… and ${count(rejected - SHOWN_REJECTS)} more rejected lines.`);
  for (const { rep, events } of report.unknownReps)
    output.say(`Rep "${rep}" is on no list of reps: ${count(events)} events count for no office.`);
  for (const { rejects } of report.files)
    if (rejects) output.say(`Rejected lines, with the reason of each: ${rejects}`);
  output.print(
    options.dryRun
      ? `${count(report.events)} events could be sent; nothing was.`
      : `${count(report.events)} events are in the log of ${options.tenant}. Importing the same files again changes nothing.`,
  );
}

const sendNothing: Send = async () => [];

function senderTo(context: Context, tenant: string): Send {
  const settings = loadSettings(clientSettings, context.env);
  const key = settings.apiKey ?? findCredential(dataDirOf(settings.dataDir), tenant, 'ingest')?.key;
  if (!key)
    throw new Failure(
      `There is no API key to import for "${tenant}": make one with "tally keys create --tenant ${tenant} --scopes ingest,read", or set TALLY_API_KEY.`,
    );
  const ingest: Service = {
    name: 'The ingest service',
    url: settings.ingestUrl,
    setting: 'TALLY_INGEST_URL',
    key,
  };
  let said = '';
  return createSender(ingest, {
    tenant,
    onWait: (why) => {
      if (why !== said) context.output.say(`Waiting to send again: ${why}`);
      said = why;
    },
  });
}

function readText(path: string, name: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Failure(
      `The mapping ${name} cannot be read (${(error as NodeJS.ErrnoException).code}): give the path of a YAML file, for example infra/mappings/crm-sales-opportunities.yaml.`,
    );
  }
  if (!isUtf8(bytes))
    throw new Failure(
      `The mapping ${name} is not UTF-8: save it as that, so that its words are those of the file.`,
    );
  return bytes.toString();
}

function inSnakeCase(report: ImportReport) {
  const { unknownReps, ...rest } = report;
  return { ...rest, unknown_reps: unknownReps };
}

import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { findCredential } from '../credentials.js';
import { EXIT } from '../exit-codes.js';
import type { Service } from '../http.js';
import { readMapping } from '../import/mapping.js';
import { type ImportReport, runImport } from '../import/run.js';
import { createSender, type Send } from '../import/send.js';
import { clientSettings, dataDirOf } from '../settings.js';
import { count, createProgress } from '../terminal/progress.js';

interface ImportOptions {
  mapping: string;
  reps?: string;
  accounts?: string;
  tenant: string;
  asOf?: string;
  rejects?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** More than these are only in the rejects file. */
const SHOWN_REJECTS = 20;

export function addImport(program: Command, context: Context, exit: (code: number) => void): void {
  const command = program.command('import').description('turn an export of a CRM into events');
  command
    .command('deals')
    .description('import deals (opportunities), with their reps and offices, from CSV; twice changes nothing')
    .argument('<file>', 'the deals, CSV')
    .requiredOption('--mapping <file>', 'what the columns mean, YAML; see infra/mappings')
    .option(
      '--reps <file>',
      'the sales teams, CSV (default: the file that the mapping names, beside the deals)',
    )
    .option('--accounts <file>', 'the accounts, CSV')
    .option('--tenant <name>', 'whose deals they are', 'demo')
    .option(
      '--as-of <date>',
      'when the export was made (default: what the mapping says, else now); a later one corrects an earlier one',
    )
    .option('--rejects <dir>', 'where lines that cannot be used go, as <file>.rejects.csv (default: here)')
    .option('--dry-run', 'check every line and send nothing')
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ tally import deals sales_pipeline.csv --mapping infra/mappings/crm-sales-opportunities.yaml
  $ tally import deals export.csv --mapping acme.yaml --accounts accounts.csv --tenant acme
  $ tally import deals export.csv --mapping acme.yaml --dry-run`,
    )
    .action(async (file: string, options: ImportOptions) => exit(await importDeals(context, file, options)));
}

async function importDeals(context: Context, file: string, options: ImportOptions): Promise<number> {
  const { output, cwd } = context;
  const mapping = readMapping(readText(resolve(cwd, options.mapping), options.mapping), options.mapping);
  const send = options.dryRun ? sendNothing : senderTo(context, options.tenant);
  let shown = 0;
  const report = await runImport({
    mapping,
    dealsFile: resolve(cwd, file),
    repsFile: options.reps && resolve(cwd, options.reps),
    accountsFile: options.accounts && resolve(cwd, options.accounts),
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
  else summarise(context, report, options, shown);
  return report.rejected > 0 ? EXIT.rejects : EXIT.ok;
}

function summarise(
  { output }: Context,
  report: ImportReport,
  options: ImportOptions,
  rejected: number,
): void {
  if (rejected > SHOWN_REJECTS) output.say(`… and ${count(rejected - SHOWN_REJECTS)} more rejected lines.`);
  for (const { rep, deals } of report.unknownReps)
    output.say(`Rep "${rep}" is on no list of reps: ${count(deals)} deals count for no office.`);
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

import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Context } from '../command.js';
import { findCredential } from '../credentials.js';
import type { Service } from '../http.js';
import { openCsv } from '../import/csv.js';
import type { Entity } from '../import/entity.js';
import { readMapping } from '../import/mapping.js';
import { type ImportReport, runImport } from '../import/run.js';
import { createSender, type Send } from '../import/send.js';
import type { Spool } from '../import/spool.js';
import type { Imported } from '../import/summary/summary.js';
import { clientSettings, dataDirOf } from '../settings.js';
import { count, createProgress } from '../terminal/progress.js';

export interface ImportOptions {
  mapping: string;
  reps?: string;
  accounts?: string;
  tenant: string;
  asOf?: string;
  rejects?: string;
  sheet?: string;
  /** False: nobody wants to know what came of it. */
  summary: boolean;
  dryRun?: boolean;
  json?: boolean;
}

/** More than these are only in the rejects file. */
const SHOWN_REJECTS = 20;

/** Imports files of one kind by a mapping. */
export async function importFiles(
  context: Context,
  { entity, spool }: { entity: Entity; spool: Spool },
  files: readonly string[],
  options: ImportOptions,
): Promise<Imported> {
  const { output, cwd } = context;
  const { tenant, json = false, dryRun = false } = options;
  const send = dryRun ? sendNothing : senderTo(context, tenant);
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
    progress: (path) => createProgress(output, basename(path), { quiet: json }),
    onReject: (path, line, reason) => {
      shown += 1;
      if (!json && shown <= SHOWN_REJECTS) output.say(`${basename(path)}:${line}: ${reason}`);
    },
  });
  if (!json) sayOf(output, report, shown);
  return { report, entity, source: mapping.source, zone: mapping.dates.zone };
}

/** The titles of the first file, where a mapping leaves it to them which of several it means. */
async function titlesIn(yaml: string, name: string, [first]: readonly string[]): Promise<readonly string[]> {
  if (first === undefined) return [];
  const { delimiter, encoding } = readMapping(yaml, name);
  const csv = await openCsv({ path: first, delimiter, encoding });
  await csv.close();
  return csv.columns;
}

function sayOf(output: Context['output'], report: ImportReport, rejected: number): void {
  if (rejected > SHOWN_REJECTS) output.say(`… and ${count(rejected - SHOWN_REJECTS)} more rejected lines.`);
  for (const { rep, events } of report.unknownReps)
    output.say(`Rep "${rep}" is on no list of reps: ${count(events)} events count for no office.`);
  for (const { rejects } of report.files)
    if (rejects) output.say(`Rejected lines, with the reason of each: ${rejects}`);
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

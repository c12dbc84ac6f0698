import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Context } from '../command.js';
import { contentOf, createCheckpoints } from '../import/checkpoint.js';
import { openCsv } from '../import/csv.js';
import type { Entity } from '../import/entity.js';
import { readMapping } from '../import/mapping.js';
import { type ImportReport, runImport } from '../import/run.js';
import type { Spool } from '../import/spool.js';
import type { Imported } from '../import/summary/summary.js';
import { clientSettings } from '../settings.js';
import type { Interruption } from '../terminal/interruption.js';
import { count, createProgress } from '../terminal/progress.js';
import { senderTo, sendNothing } from './import-sender.js';

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

export interface ImportedFiles extends Imported {
  /** All that was to be imported is: nothing of it has to go on any more. */
  forget(): void;
}

/** More than these are only in the rejects file. */
const SHOWN_REJECTS = 20;

/** Imports files of one kind by a mapping. */
export async function importFiles(
  context: Context,
  { entity, spool, interruption }: { entity: Entity; spool: Spool; interruption: Interruption },
  files: readonly string[],
  options: ImportOptions,
): Promise<ImportedFiles> {
  const { output, cwd } = context;
  const { tenant, json = false, dryRun = false } = options;
  const send = dryRun ? sendNothing : senderTo(context, tenant);
  const read: string[] = [];
  for (const path of files) read.push(await spool.file(path));
  const text = readText(resolve(cwd, options.mapping), options.mapping);
  const mapping = readMapping(text, options.mapping, await titlesIn(text, options.mapping, read));
  const beside = (path: string, ending: string) =>
    join(resolve(cwd, options.rejects ?? '.'), `${basename(path).replace(/\.csv$/i, '')}.${ending}`);
  const checkpoints = dryRun
    ? undefined
    : createCheckpoints({
        keptFor(path) {
          const identity = identityOf(context, spool.sourceOf(path), { ...options, mapping: text, entity });
          return (
            identity && { at: beside(path, 'import.json'), rejects: beside(path, 'rejects.csv'), identity }
          );
        },
        onTrouble: output.say,
      });
  if (checkpoints) interruption.atEnd(checkpoints.save);
  let standing: string | undefined;
  let shown = 0;
  const report = await runImport({
    mapping,
    entity,
    files: read,
    repsFile: options.reps && (await spool.file(resolve(cwd, options.reps))),
    accountsFile: options.accounts && (await spool.file(resolve(cwd, options.accounts))),
    asOf: options.asOf,
    now: Date.now,
    rejectsPath: (path) => beside(path, 'rejects.csv'),
    send,
    checkpoints,
    onGoingOn: (path, { intake, asOf }) =>
      output.say(
        `${basename(path)}: ${count(intake.lines)} of its lines are imported, by an import as of ${new Date(asOf).toISOString()} that was interrupted; this one goes on after them. To begin anew, remove ${beside(path, 'import.json')}.`,
      ),
    onSettled: (path, lines) => {
      standing = dryRun ? 'Nothing was sent.' : standingAt(spool.sourceOf(path), lines);
      interruption.standing(standing);
    },
    progress: (path) => createProgress(output, basename(path), { quiet: json }),
    onReject: (path, line, reason) => {
      shown += 1;
      if (!json && shown <= SHOWN_REJECTS) output.say(`${basename(path)}:${line}: ${reason}`);
    },
  }).catch((error) => {
    checkpoints?.save();
    if (standing !== undefined) output.say(standing);
    throw error;
  });
  checkpoints?.save();
  if (!json) sayOf(output, report, shown);
  const { source, dates } = mapping;
  return { report, entity, source, zone: dates.zone, forget: () => checkpoints?.clear() };
}

/** By what one import of a file differs from another; null: the file is a pipe. */
function identityOf(
  { env }: Context,
  file: string | null,
  { entity, mapping, tenant, asOf, sheet }: ImportOptions & { entity: Entity },
) {
  const content = file === null ? null : contentOf(file);
  const ingest = loadSettings(clientSettings, env).ingestUrl;
  return (
    content && {
      ...{ content, kind: entity.name, mapping: hash('sha256', mapping), tenant, ingest },
      ...{ as_of: asOf, sheet },
    }
  );
}

/** How far it is, and how it goes on. */
const standingAt = (file: string | null, lines: number): string =>
  file === null
    ? `${count(lines)} lines of standard input are imported. A pipe is sent again from its beginning, which changes nothing.`
    : `${count(lines)} lines of ${basename(file)} are imported. The same command goes on after them.`;

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

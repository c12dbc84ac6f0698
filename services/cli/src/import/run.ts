import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import type { Progress } from '../terminal/progress.js';
import { type Checkpoint, type Checkpoints, NO_REJECTS } from './checkpoint.js';
import { dateReader } from './dates.js';
import { ACCOUNTS } from './entities/accounts.js';
import { REPS } from './entities/reps.js';
import type { Entity } from './entity.js';
import type { OutgoingEvent } from './events.js';
import { type FileReport, type SurveyedFile, sendFile, surveyFile } from './file.js';
import { eventsIn, NOTHING } from './intake.js';
import type { Mapping } from './mapping.js';
import { requireWritable } from './rejects.js';
import type { Send } from './send.js';
import { createReaders } from './values.js';

export interface ImportJob {
  mapping: Mapping;
  /** What the files are about; reps and accounts beside them are read when given, reps also when the mapping names their file. */
  entity: Entity;
  files: readonly string[];
  repsFile?: string | undefined;
  accountsFile?: string | undefined;
  /** Overrides the mapping's `as_of`: an ISO date or time. */
  asOf?: string | undefined;
  /** Where rejected lines of a file go. */
  rejectsPath(file: string): string;
  send: Send;
  /** Without them it cannot go on after an interruption. */
  checkpoints?: Checkpoints | undefined;
  /** Epoch ms: the version of what has none. */
  now(): number;
  progress(file: string): Progress;
  /** Told that so many lines of a file are settled. */
  onSettled?(file: string, lines: number): void;
  /** Told that it goes on where an import was interrupted. */
  onGoingOn?(file: string, from: Checkpoint): void;
  /** Told of each rejected line. */
  onReject(file: string, line: number, reason: string): void;
}

export interface ImportReport {
  files: FileReport[];
  /** Events that Kafka has acknowledged; those that it had before are among them. */
  events: number;
  rejected: number;
  /** Reps that something is credited to and who are on no list: it counts for no office. */
  unknownReps: { rep: string; events: number }[];
}

/**
 * Turns the files into events and sends them. Each file is read twice: before the first event is sent, everything that can
 * be wrong with a file as a whole is known, and which of its lines contradict each other. What is kept is a few words for
 * each deal, account and rep.
 */
export async function runImport(job: ImportJob): Promise<ImportReport> {
  const { mapping } = job;
  // Without a date of the export, tonight's file corrects last night's.
  const asOf = instantOf(job.asOf ?? mapping.as_of, mapping.dates.zone) ?? job.now();
  const readers = createReaders(mapping);
  const surveyed: { file: SurveyedFile; progress: Progress; from: Checkpoint }[] = [];
  const rejectsOf = new Map<string, string>();
  for (const { path, entity } of filesOf(job)) {
    const rejects = job.rejectsPath(path);
    const other = rejectsOf.get(rejects);
    if (other !== undefined)
      throw new Failure(
        `Rejected lines of ${path} and of ${other} would go to one file, ${rejects}: import them one after the other, with --rejects for one of them.`,
      );
    rejectsOf.set(rejects, path);
    requireWritable(rejects);
    // What was sent before an interruption and what is sent after it have one version.
    const from = job.checkpoints?.of(path) ?? { asOf, intake: NOTHING, rejects: NO_REJECTS };
    const progress = job.progress(path);
    const file = await surveyFile(path, { mapping, readers, asOf: from.asOf, entity }, progress);
    surveyed.push({ file, progress, from });
  }

  const knownReps = new Set<string>();
  const creditedTo = new Map<string, number>();
  const isRepsKnown = surveyed.some(({ file }) => file.rules.entity === REPS);
  const onEvent = ({ type, data }: OutgoingEvent) => {
    const rep = data.rep_id;
    if (type === 'rep.updated') knownReps.add(String(rep));
    else if (isRepsKnown && type !== 'office.updated' && typeof rep === 'string' && !knownReps.has(rep))
      creditedTo.set(rep, (creditedTo.get(rep) ?? 0) + 1);
  };
  for (const { file, from } of surveyed) {
    job.checkpoints?.note(file.path, from);
    if (from.intake.lines > 0) job.onGoingOn?.(file.path, from);
  }
  const files: FileReport[] = [];
  for (const { file, progress, from } of surveyed) {
    const report = await sendFile(file, {
      send: job.send,
      rejectsPath: job.rejectsPath(file.path),
      progress,
      from,
      onSettled: (so) => {
        job.checkpoints?.note(file.path, { asOf: from.asOf, ...so });
        job.onSettled?.(file.path, so.intake.lines);
      },
      onReject: (line, reason) => job.onReject(file.path, line, reason),
      onEvent,
    });
    files.push(report);
  }
  return {
    files,
    events: files.reduce((sum, file) => sum + eventsIn(file), 0),
    rejected: files.reduce((sum, file) => sum + file.rejected, 0),
    unknownReps: [...creditedTo].map(([rep, events]) => ({ rep, events })),
  };
}

/** Reference data first, so that it is known whom deals belong to. */
function filesOf({ mapping, entity, files, repsFile, accountsFile }: ImportJob) {
  const read: { path: string; entity: Entity }[] = [];
  if (!mapping[entity.name])
    throw new Failure(
      `The mapping has no section "${entity.name}": add one, or import with it what it is for.`,
    );
  if (repsFile && !mapping.reps)
    throw new Failure('--reps is given, but the mapping has no section "reps": add one.');
  if (accountsFile && !mapping.accounts)
    throw new Failure('--accounts is given, but the mapping has no section "accounts": add one.');
  const reps = repsFile ?? (entity === REPS ? undefined : repsBeside(mapping, files));
  if (reps) read.push({ path: reps, entity: REPS });
  if (accountsFile) read.push({ path: accountsFile, entity: ACCOUNTS });
  return [...read, ...files.map((path) => ({ path, entity }))];
}

/** The file of reps that a mapping names, beside those that are imported. */
function repsBeside(mapping: Mapping, [first]: readonly string[]): string | undefined {
  const { file } = (mapping.reps ?? {}) as { file?: string };
  if (file === undefined || first === undefined) return undefined;
  const named = resolve(dirname(first), file);
  if (existsSync(named)) return named;
  throw new Failure(
    `There is no file ${named}, which the mapping names for the reps: put it there, or say with --reps where it is.`,
  );
}

function instantOf(text: string | undefined, zone: string): number | null {
  if (text === undefined) return null;
  const result = dateReader('iso', zone)(text);
  if ('reason' in result) throw new Failure(`as-of: ${result.reason}.`, { exitCode: 2 });
  return result.at;
}

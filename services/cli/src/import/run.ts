import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import type { Progress } from '../terminal/progress.js';
import { dateReader } from './dates.js';
import type { OutgoingEvent } from './events.js';
import { type FileReport, type SurveyedFile, sendFile, surveyFile } from './file.js';
import type { Mapping } from './mapping.js';
import { requireWritable } from './rejects.js';
import { ACCOUNTS, DEALS, REPS, type Section } from './sections.js';
import type { Send } from './send.js';
import { createReaders } from './values.js';

export interface ImportJob {
  mapping: Mapping;
  /** The deals; reps and accounts beside them are read when given, reps also when the mapping names their file. */
  dealsFile: string;
  repsFile?: string | undefined;
  accountsFile?: string | undefined;
  /** Overrides the mapping's `as_of`: an ISO date or time. */
  asOf?: string | undefined;
  /** Where rejected lines of a file go. */
  rejectsPath(file: string): string;
  send: Send;
  /** Epoch ms: the version of what has none. */
  now(): number;
  progress(file: string): Progress;
  /** Told of each rejected line. */
  onReject(file: string, line: number, reason: string): void;
}

export interface ImportReport {
  files: FileReport[];
  /** Events that Kafka has acknowledged; those that it had before are among them. */
  events: number;
  rejected: number;
  /** Reps that own deals and are on no list: their deals have no office. */
  unknownReps: { rep: string; deals: number }[];
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
  const surveyed: { file: SurveyedFile; progress: Progress }[] = [];
  for (const { path, section } of filesOf(job)) {
    requireWritable(job.rejectsPath(path));
    const progress = job.progress(path);
    const file = await surveyFile(path, { mapping, readers, asOf, section }, progress);
    surveyed.push({ file, progress });
  }

  const knownReps = new Set<string>();
  const dealsOf = new Map<string, number>();
  const isRepsKnown = surveyed.some(({ file }) => file.rules.section === REPS);
  const onEvent = ({ type, data }: OutgoingEvent) => {
    const rep = data.rep_id;
    if (type === 'rep.updated') knownReps.add(String(rep));
    else if (type.startsWith('deal.') && isRepsKnown && typeof rep === 'string' && !knownReps.has(rep))
      dealsOf.set(rep, (dealsOf.get(rep) ?? 0) + 1);
  };
  const files: FileReport[] = [];
  let events = 0;
  for (const { file, progress } of surveyed) {
    const report = await sendFile(file, {
      send: job.send,
      rejectsPath: job.rejectsPath(file.path),
      progress,
      onReject: (line, reason) => job.onReject(file.path, line, reason),
      onEvent,
    });
    files.push(report.file);
    events += report.events;
  }
  return {
    files,
    events,
    rejected: files.reduce((sum, file) => sum + file.rejected, 0),
    unknownReps: [...dealsOf].map(([rep, deals]) => ({ rep, deals })),
  };
}

/** Reference data first, so that it is known whom deals belong to. */
function filesOf({ mapping, dealsFile, repsFile, accountsFile }: ImportJob) {
  const files: { path: string; section: Section }[] = [];
  if (repsFile && !mapping.reps)
    throw new Failure('--reps is given, but the mapping has no section "reps": add one.');
  if (accountsFile && !mapping.accounts)
    throw new Failure('--accounts is given, but the mapping has no section "accounts": add one.');
  const named = mapping.reps?.file ? resolve(dirname(dealsFile), mapping.reps.file) : undefined;
  if (!repsFile && named && !existsSync(named))
    throw new Failure(
      `There is no file ${named}, which the mapping names for the reps: put it there, or say with --reps where it is.`,
    );
  const reps = repsFile ?? named;
  if (reps) files.push({ path: reps, section: REPS });
  if (accountsFile) files.push({ path: accountsFile, section: ACCOUNTS });
  files.push({ path: dealsFile, section: DEALS });
  return files;
}

function instantOf(text: string | undefined, zone: string): number | null {
  if (text === undefined) return null;
  const result = dateReader('iso', zone)(text);
  if ('reason' in result) throw new Failure(`as-of: ${result.reason}.`, { exitCode: 2 });
  return result.at;
}

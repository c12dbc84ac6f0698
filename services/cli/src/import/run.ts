import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import type { Progress } from '../terminal/progress.js';
import { needColumns, openCsv } from './csv.js';
import { dateReader } from './dates.js';
import { dealEvents } from './deals.js';
import type { OutgoingEvent } from './events.js';
import type { Mapping } from './mapping.js';
import { accountEvents, repEvents } from './reference.js';
import { createRejects, type Rejects } from './rejects.js';
import type { Send } from './send.js';
import { createReaders, type Readers, type Row, Unusable } from './values.js';

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
  progress(file: string): Progress;
  /** Told of each rejected line. */
  onReject(file: string, line: number, reason: string): void;
}

export interface FileReport {
  file: string;
  lines: number;
  rejected: number;
  /** Where the rejected lines are. */
  rejects: string | null;
}

export interface ImportReport {
  files: FileReport[];
  /** Events that Kafka has acknowledged; those that it had before are among them. */
  events: number;
  rejected: number;
  /** Reps that own deals and are on no list: their deals have no office. */
  unknownReps: { rep: string; deals: number }[];
}

const CHUNK_EVENTS = 2_000;

type Convert = (mapping: Mapping, readers: Readers, asOf: number | null, row: Row) => OutgoingEvent[];

/** Turns the files into events and sends them. Bounded memory, whatever the size of the files. */
export async function runImport(job: ImportJob): Promise<ImportReport> {
  const { mapping } = job;
  const asOf = instantOf(job.asOf ?? mapping.as_of, mapping.dates.zone);
  const readers = createReaders(mapping);
  const repsFile =
    job.repsFile ?? (mapping.reps?.file ? resolve(dirname(job.dealsFile), mapping.reps.file) : undefined);
  if (repsFile && !mapping.reps)
    throw new Failure('--reps is given, but the mapping has no section "reps": add one.');
  if (job.accountsFile && !mapping.accounts)
    throw new Failure('--accounts is given, but the mapping has no section "accounts": add one.');

  // Before the first event is sent, everything that can be wrong with a file as a whole is known.
  await checkFile(mapping, job.dealsFile, mapping.deals);
  if (repsFile && mapping.reps) {
    if (!job.repsFile && !existsSync(repsFile))
      throw new Failure(
        `There is no file ${repsFile}, which the mapping names for the reps: put it there, or say with --reps where it is.`,
      );
    await checkFile(mapping, repsFile, mapping.reps);
  }
  if (job.accountsFile && mapping.accounts) await checkFile(mapping, job.accountsFile, mapping.accounts);

  const knownReps = new Set<string>();
  const dealsOf = new Map<string, number>();
  const files: FileReport[] = [];
  let events = 0;
  const run = async (path: string, convert: Convert, seen: (event: OutgoingEvent) => void) => {
    const report = await importFile({ ...job, path, asOf, readers, convert, seen });
    files.push(report.file);
    events += report.events;
  };
  if (repsFile && mapping.reps)
    await run(repsFile, repEvents, (event) => {
      if (event.type === 'rep.updated') knownReps.add(String(event.data.rep_id));
    });
  if (job.accountsFile && mapping.accounts) await run(job.accountsFile, accountEvents, () => undefined);
  await run(job.dealsFile, dealEvents, (event) => {
    const rep = event.data.rep_id;
    if (repsFile && typeof rep === 'string' && !knownReps.has(rep))
      dealsOf.set(rep, (dealsOf.get(rep) ?? 0) + 1);
  });
  return {
    files,
    events,
    rejected: files.reduce((sum, file) => sum + file.rejected, 0),
    unknownReps: [...dealsOf].map(([rep, deals]) => ({ rep, deals })),
  };
}

async function checkFile(mapping: Mapping, path: string, section: object): Promise<void> {
  const csv = await openCsv({ path, delimiter: mapping.delimiter, encoding: mapping.encoding });
  await csv.close();
  needColumns(path, csv.columns, columnsIn(section));
}

interface FileJob extends Omit<ImportJob, 'asOf'> {
  path: string;
  asOf: number | null;
  readers: Readers;
  convert: Convert;
  seen(event: OutgoingEvent): void;
}

async function importFile(job: FileJob): Promise<{ file: FileReport; events: number }> {
  const { mapping, path } = job;
  const csv = await openCsv({ path, delimiter: mapping.delimiter, encoding: mapping.encoding });
  const rejectsPath = job.rejectsPath(path);
  const rejects = createRejects(rejectsPath, csv.columns);
  const progress = job.progress(path);
  const outbox = createOutbox(job.send, rejects, (line, reason) => job.onReject(path, line, reason));
  let lines = 0;
  try {
    for await (const { line, cells, row, bytes, problem } of csv.lines) {
      lines += 1;
      const result = problem ? { reason: problem } : converted(job, row);
      if ('reason' in result) {
        rejects.add(line, cells, result.reason);
        job.onReject(path, line, result.reason);
      } else {
        result.events.forEach(job.seen);
        await outbox.add(line, cells, result.events);
      }
      progress.update(bytes, csv.bytes, `line ${line}`);
    }
    await outbox.flush();
  } finally {
    await rejects.close();
  }
  const rejected = rejects.count();
  progress.finish(
    `${lines} lines, ${outbox.sent()} events${rejected > 0 ? `, ${rejected} lines rejected` : ''}`,
  );
  return {
    file: { file: path, lines, rejected, rejects: rejected > 0 ? rejectsPath : null },
    events: outbox.sent(),
  };
}

function converted(job: FileJob, row: Row): { events: OutgoingEvent[] } | { reason: string } {
  try {
    return { events: job.convert(job.mapping, job.readers, job.asOf, row) };
  } catch (error) {
    if (error instanceof Unusable) return { reason: error.message };
    throw error;
  }
}

/** Collects events and sends them in chunks; what was refused goes back to the line that it came from, once per line. */
function createOutbox(send: Send, rejects: Rejects, onReject: (line: number, reason: string) => void) {
  let chunk = new Map<string, { event: OutgoingEvent; line: number; cells: string[] }>();
  let sent = 0;
  let lastRefused = 0;
  const flush = async () => {
    const sending = chunk;
    chunk = new Map();
    if (sending.size === 0) return;
    const refusals = await send([...sending.values()].map(({ event }) => event));
    sent += sending.size - refusals.length;
    for (const { id, reason } of refusals) {
      const from = sending.get(id);
      if (!from || from.line === lastRefused) continue;
      lastRefused = from.line;
      rejects.add(from.line, from.cells, `refused by the ingest service: ${reason}`);
      onReject(from.line, `refused by the ingest service: ${reason}`);
    }
  };
  return {
    flush,
    sent: () => sent,
    async add(line: number, cells: string[], events: OutgoingEvent[]) {
      for (const event of events) if (!chunk.has(event.id)) chunk.set(event.id, { event, line, cells });
      if (chunk.size >= CHUNK_EVENTS) await flush();
    },
  };
}

/** Every column that a section of a mapping names. */
export function columnsIn(section: unknown): string[] {
  if (typeof section !== 'object' || section === null) return [];
  return Object.entries(section).flatMap(([key, value]) =>
    key === 'column' && typeof value === 'string' ? [value] : key === 'values' ? [] : columnsIn(value),
  );
}

function instantOf(text: string | undefined, zone: string): number | null {
  if (text === undefined) return null;
  const result = dateReader('iso', zone)(text);
  if ('reason' in result) throw new Failure(`as-of: ${result.reason}.`, { exitCode: 2 });
  return result.at;
}

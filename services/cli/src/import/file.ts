import type { Progress } from '../terminal/progress.js';
import type { Checkpoint } from './checkpoint.js';
import { type Contradictions, createContradictions } from './contradictions.js';
import { type CsvFile, type CsvLine, needColumns, type OpenCsv, openCsv } from './csv.js';
import type { OutgoingEvent } from './events.js';
import { createGatherer, type Gathered } from './gather.js';
import { createIntake, eventsIn, type Intake } from './intake.js';
import type { Mapping } from './mapping.js';
import { createOutbox } from './outbox.js';
import { type ReadingRules, readLine } from './reading.js';
import { createRejects } from './rejects.js';
import type { Send } from './send.js';
import { createSuspects, type Suspects } from './suspects.js';

/** What came of a file. */
export interface FileReport extends Intake {
  file: string;
  /** The name of its entity. */
  kind: string;
  /** Where the rejected lines are. */
  rejects: string | null;
  /** How many of its lines were settled by an import that was interrupted. */
  skipped: number;
}

/** Parts of the time that reading for the first time and sending take. */
const [CHECKING, SENDING] = [1, 3];

/** A file that was read to its end, with what its lines say against each other. */
export interface SurveyedFile {
  path: string;
  rules: ReadingRules;
  contradictions: Contradictions;
}

/** Reads a file and sends nothing. Throws what is wrong with it as a whole. */
export async function surveyFile(
  path: string,
  rules: ReadingRules,
  progress: Progress,
): Promise<SurveyedFile> {
  const contradictions = createContradictions();
  const columns = columnsIn(rules.mapping[rules.entity.name]);
  const eachLine = async (see: (csv: OpenCsv) => (line: CsvLine) => void) => {
    const csv = await openCsv(csvFile(path, rules.mapping));
    try {
      const seeLine = see(csv);
      for await (const line of csv.lines) {
        seeLine(line);
        progress.update(
          csv.bytesRead() * CHECKING,
          csv.bytes * (CHECKING + SENDING),
          `checking line ${line.line}`,
        );
      }
    } finally {
      await csv.close();
    }
  };
  const note = (line: CsvLine) => contradictions.note(line.line, readLine(rules, line).claims());
  let suspects: Suspects | undefined;
  await eachLine((csv) => {
    needColumns(path, csv.columns, columns);
    if (rules.entity.isLog) return () => undefined;
    if (rules.entity.speaksOfOthers) return note;
    suspects = createSuspects(rules, csv.columns, columns);
    return suspects.note;
  });
  if (suspects && !suspects.isEmpty()) {
    const { has } = suspects;
    await eachLine(() => (line) => {
      if (has(line)) note(line);
    });
  }
  return { path, rules, contradictions };
}

export interface SendOptions {
  send: Send;
  rejectsPath: string;
  progress: Progress;
  /** Where it goes on. */
  from: Pick<Checkpoint, 'intake' | 'rejects'>;
  /** Told how far it is. */
  onSettled(so: Pick<Checkpoint, 'intake' | 'rejects'>): void;
  onReject(line: number, reason: string): void;
  /** Told of each event that is read. */
  onEvent(event: OutgoingEvent): void;
}

/**
 * Sends what a surveyed file says; what cannot be used goes to the rejects file. Lines that are settled already are read
 * again, since later ones may complete what they say.
 */
export async function sendFile(
  { path, rules, contradictions }: SurveyedFile,
  { send, rejectsPath, progress, from, onSettled, onReject, onEvent }: SendOptions,
): Promise<FileReport> {
  const csv = await openCsv(csvFile(path, rules.mapping));
  const { delimiter } = csv;
  const { encoding } = rules.mapping;
  const rejects = createRejects(rejectsPath, csv.columns, { delimiter, encoding }, from.rejects);
  const intake = createIntake(rules.entity, from.intake);
  const outbox = createOutbox(send, ({ lines, events, rejected, passed }) => {
    rejects.add(rejected);
    events.forEach(intake.taken);
    for (const { line, reason } of rejected) {
      intake.rejected(line, reason);
      onReject(line, reason);
    }
    intake.settled(lines, passed);
    onSettled({ intake: intake.soFar(), rejects: rejects.mark() });
  });
  const skipped = from.intake.lines;
  let lines = 0;
  const isToSend = () => lines > skipped;
  const gatherer = createGatherer(rules);
  const reject = ({ line, cells }: CsvLine, reason: string, column: string | null = null) =>
    isToSend() && outbox.reject({ line, cells, reason, column });
  const tell = (of: readonly CsvLine[], events: readonly OutgoingEvent[]) => {
    events.forEach(onEvent);
    if (isToSend()) outbox.add(of, events);
  };
  const settle = (gathered: Gathered, subjects: readonly string[]) => {
    if ('events' in gathered) tell(gathered.lines, gathered.events);
    else
      for (const each of gathered.lines)
        if ('reason' in gathered) reject(each, gathered.reason, gathered.column);
        else reject(each, contradictions.against(each.line, subjects)!);
  };
  const hasContradictions = !contradictions.isEmpty();
  try {
    for await (const each of csv.lines) {
      lines += 1;
      const reading = readLine(rules, each);
      const subjects = hasContradictions ? reading.subjects() : [];
      const contested = contradictions.contested(subjects);
      if ('reason' in reading) reject(each, reading.reason, reading.column);
      else if (reading.events.length === 0) isToSend() && outbox.pass();
      else if (!contested) tell([each], reading.events);
      if (contested) {
        const { of, lines: expected } = contested;
        const gathered =
          'reason' in reading ? gatherer.addUnusable(of, expected) : gatherer.add(of, each, expected);
        if (gathered) settle(gathered, subjects);
      }
      if (isToSend()) await outbox.lineRead(lines);
      progress.update(
        csv.bytes * CHECKING + csv.bytesRead() * SENDING,
        csv.bytes * (CHECKING + SENDING),
        `line ${each.line}`,
      );
    }
    await outbox.flush();
  } finally {
    // What is answered after the rejects are closed would begin them anew.
    await outbox.idle();
    rejects.close();
  }
  const came = intake.soFar();
  const { passed, rejected } = came;
  progress.finish(
    `${lines} lines, ${eventsIn(came)} events${passed > 0 ? `, ${passed} lines with nothing to import here` : ''}${rejected > 0 ? `, ${rejected} lines rejected` : ''}`,
  );
  return {
    file: path,
    kind: rules.entity.name,
    rejects: rejected > 0 ? rejectsPath : null,
    skipped,
    ...came,
  };
}

const csvFile = (path: string, { delimiter, encoding }: Mapping): CsvFile => ({ path, delimiter, encoding });

/** Every column that a section of a mapping names. */
function columnsIn(section: unknown): string[] {
  if (typeof section !== 'object' || section === null) return [];
  return Object.entries(section).flatMap(([key, value]) =>
    key === 'columns'
      ? (value as string[])
      : key === 'column' && typeof value === 'string'
        ? [value]
        : key === 'values'
          ? []
          : columnsIn(value),
  );
}

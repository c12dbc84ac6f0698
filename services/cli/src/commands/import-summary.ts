import { loadSettings } from '@tallyboard/runtime/settings';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import type { ImportReport } from '../import/run.js';
import { CLOCK } from '../import/summary/numbers.js';
import { answersTo, intakeOf, type Summary, sourcesOf } from '../import/summary/summary.js';
import { answersTold, intakeTold } from '../import/summary/told.js';
import { queryService } from '../query/service.js';
import { clientSettings } from '../settings.js';
import { count } from '../terminal/progress.js';
import type { ImportedFiles, ImportOptions } from './import-files.js';

/**
 * Says what came of files that were just imported, and resolves with what to exit with. Of several kinds at once, since one
 * completes the other.
 */
export async function summarise(
  context: Context,
  all: readonly ImportedFiles[],
  { tenant, json = false, dryRun = false, summary }: Omit<ImportOptions, 'mapping'>,
): Promise<number> {
  const sentAt = CLOCK.now();
  for (const { forget } of all) forget();
  const { output } = context;
  const intake = intakeOf(all);
  const { period } = intake;
  const asks = summary && !dryRun;
  const report = together(all.map(({ report }) => report));
  const events = count(report.events);
  if (!json)
    output.print(
      dryRun
        ? `${events} events could be sent; nothing was.`
        : `${events} events are in the log of ${tenant}. Importing the same files again changes nothing.`,
    );
  // With numbers it is said whose period it is.
  if (!json && summary) printPart(output, intakeTold({ ...intake, period: asks ? null : period }));
  const query = queryService(loadSettings(clientSettings, context.env), tenant);
  const asking = { query, tenant, clock: CLOCK, onWait: json ? () => undefined : output.say };
  const answers = asks ? await answersTo(asking, all, period, sentAt) : undefined;
  if (json)
    output.json({
      ...{ dry_run: dryRun, tenant, ...report },
      ...(summary && { summary: inJson({ ...intake, ...answers }) }),
    });
  else if (answers)
    printPart(output, answersTold({ ...answers, period }, { tenant, sources: sourcesOf(all) }));
  return report.rejected > 0 ? EXIT.rejects : EXIT.ok;
}

/** With an empty line before it. */
function printPart({ print }: Context['output'], part: string): void {
  if (part !== '') print(`\n${part}`);
}

/** Reports as one document. */
function together(reports: readonly ImportReport[]) {
  const unknown = new Map<string, number>();
  for (const { rep, events } of reports.flatMap(({ unknownReps }) => unknownReps))
    unknown.set(rep, (unknown.get(rep) ?? 0) + events);
  return {
    files: reports.flatMap(({ files }) => files),
    events: reports.reduce((sum, { events }) => sum + events, 0),
    rejected: reports.reduce((sum, { rejected }) => sum + rejected, 0),
    unknown_reps: [...unknown].map(([rep, events]) => ({ rep, events })),
  };
}

/** What is not known is null beside a sentence that says why; what was not asked for is not there. */
function inJson({
  numbers,
  wrong,
  ...rest
}: Pick<Summary, 'events' | 'period' | 'reasons'> & Partial<Summary>) {
  return {
    ...rest,
    ...(numbers &&
      ('told' in numbers ? { numbers: numbers.told } : { numbers: null, numbers_unknown: numbers.unknown })),
    ...(wrong && ('told' in wrong ? { wrong: wrong.told } : { wrong: null, wrong_unknown: wrong.unknown })),
  };
}

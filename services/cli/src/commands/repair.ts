import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { planOf, type Repaired, type RepairPlan, repairOnce } from '../repair/repair.js';
import { atShard, withShard } from '../shards/at-shard.js';
import { count } from '../terminal/progress.js';
import { type ProofSettings, type Proven, proveStack } from '../verify/prove-stack.js';
import { describeProof, proofAsJson, rowTable } from '../verify/report.js';
import { openStack } from '../verify/stack.js';
import { exitOf, withProofOptions } from './verify.js';

interface RepairOptions extends ProofSettings {
  dryRun?: boolean;
  delete?: boolean;
  json?: boolean;
  shard?: string;
}

/** What cannot be put right in so many times is a defect, not damage. */
const TIMES = 3;
const SHOWN = 50;

export function addRepair(program: Command, context: Context, exit: (code: number) => void): void {
  withShard(
    withProofOptions(
      program
        .command('repair')
        .description(
          'put right what "tally verify" finds: wrong cells are restated, event rows follow the log',
        ),
    ),
  )
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--delete', 'delete event rows that the log does not have, without asking')
    .option('--json', 'print what was done as JSON; asks nothing')
    .addHelpText(
      'after',
      `
It verifies first. Wrong cells are announced in crm.cells, and the processor restates them. Of rows that are missing or
changed, the log is read again from the first of them on. Rows that the log does not have are deleted, after a question
or with --delete: do not, when Kafka was wiped or its log cut off, for then these rows are all there is. Then it
verifies again.

Exit codes: 0 everything stored is right now, 3 something is still wrong, 1 it could not be done (one sentence says why).

Examples:
  $ tally repair --dry-run
  $ tally repair
  $ tally repair --delete --json | jq .repaired`,
    )
    .action(async (options: RepairOptions) => exit(await repair(atShard(context, options), options)));
}

async function repair(context: Context, options: RepairOptions): Promise<number> {
  const { output } = context;
  const quiet = options.json === true;
  const stack = await openStack(context, 'tally-repair');
  const done: Repaired = { cells: 0, deletedRows: 0, rereadMessages: 0 };
  try {
    let proven = await proveStack(context, stack, options, quiet);
    let mayDelete = options.delete === true;
    for (let time = 1; time <= TIMES; time += 1) {
      const plan = planOf(proven.proof);
      if (isNothing(plan)) break;
      if (!quiet) for (const line of planLines(plan)) output.print(line);
      if (options.dryRun) break;
      if (plan.strange.length > 0 && !mayDelete) mayDelete = !quiet && (await mayThey(context, plan));
      const now = await repairOnce(context, stack, mayDelete ? plan : { ...plan, strange: [] }, {
        patience: options.patience,
        quiet,
      });
      done.cells += now.cells;
      done.deletedRows += now.deletedRows;
      done.rereadMessages += now.rereadMessages;
      proven = await proveStack(context, stack, options, quiet);
      // What was not to be deleted stays wrong, however often it is looked at.
      if (
        !mayDelete &&
        planOf(proven.proof).strange.length > 0 &&
        isNothing({ ...planOf(proven.proof), strange: [] })
      )
        break;
    }
    tell(context, options, done, proven);
    return exitOf(proven.proof);
  } finally {
    await stack.close();
  }
}

const isNothing = ({ cells, strange, lost }: RepairPlan): boolean =>
  cells.length + strange.length + lost.length === 0;

function planLines({ cells, strange, lost }: RepairPlan): string[] {
  const some = (rows: RepairPlan['lost']) => [
    rowTable(rows.slice(0, SHOWN)),
    ...(rows.length > SHOWN ? [`… and ${count(rows.length - SHOWN)} more.`] : []),
  ];
  return [
    ...(cells.length > 0 ? [`${count(cells.length)} cells are to be restated.`] : []),
    ...(lost.length > 0
      ? [`${count(lost.length)} event rows are to be written again from the log:`, ...some(lost)]
      : []),
    ...(strange.length > 0
      ? [
          `${count(strange.length)} event rows that the log does not have are to be deleted:`,
          ...some(strange),
        ]
      : []),
  ];
}

/** Whether somebody at a terminal says yes. */
async function mayThey({ output }: Context, { strange }: RepairPlan): Promise<boolean> {
  if (process.stdin.isTTY !== true) {
    output.say('Nothing is deleted without being told to: --delete does.');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(
      `Delete ${count(strange.length)} event rows that are not in the log? They cannot be brought back. [y/N] `,
    );
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

function tell({ output }: Context, { json, dryRun }: RepairOptions, done: Repaired, proven: Proven): void {
  if (json) {
    output.json({
      dry_run: dryRun === true,
      repaired: {
        cells: done.cells,
        deleted_rows: done.deletedRows,
        messages_read_again: done.rereadMessages,
      },
      proof: proofAsJson(proven),
    });
    return;
  }
  if (done.cells + done.deletedRows + done.rereadMessages > 0)
    output.print(
      `Restated ${count(done.cells)} cells, deleted ${count(done.deletedRows)} event rows, read ${count(done.rereadMessages)} messages of the log again.`,
    );
  if (dryRun) output.print('Nothing was changed.');
  else for (const line of describeProof(proven)) output.print(line);
}

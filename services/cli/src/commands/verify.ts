import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import type { Proof } from '../verify/prove.js';
import { LEAST_MEMORY_MB, type ProofSettings, proveStack } from '../verify/prove-stack.js';
import { describeProof, proofAsJson } from '../verify/report.js';
import { openStack } from '../verify/stack.js';

interface VerifyOptions extends ProofSettings {
  json?: boolean;
}

export function addVerify(program: Command, context: Context, exit: (code: number) => void): void {
  withProofOptions(
    program
      .command('verify')
      .description(
        'prove every stored number: replay the log by an independent path and compare every cell and every event row',
      ),
  )
    .option('--json', 'print the proof as JSON')
    .addHelpText(
      'after',
      `
The log is folded in slices that fit the memory, with temporary files in TMPDIR of about twice its size. It works
beside live traffic: what moved meanwhile is looked at again.

Exit codes: 0 everything stored is right, 3 something is wrong, 1 it could not be told (one sentence says why).

Examples:
  $ tally verify
  $ tally verify --json | jq .wrong_cells
  $ tally verify --memory-mb 2000 --patience 300
  $ TALLY_KAFKA_BROKERS=kafka:9092 TALLY_CLICKHOUSE_URL=http://clickhouse:8123 tally verify

"tally repair" mends what it finds.`,
    )
    .action(async (options: VerifyOptions) => exit(await verify(context, options)));
}

/** What every command that proves can be told. */
export function withProofOptions(command: Command): Command {
  return command
    .option(
      '--patience <seconds>',
      'how long the pipeline may stand still before it is given up',
      positive,
      60,
    )
    .option(
      '--rounds <n>',
      'how often cells and rows are looked at again while events for them keep coming',
      positive,
      20,
    )
    .option('--memory-mb <n>', 'what the process may take, in MB, however long the log is', megabytes, 768);
}

async function verify(context: Context, options: VerifyOptions): Promise<number> {
  const { output } = context;
  const stack = await openStack(context, 'tally-verify');
  try {
    const proven = await proveStack(context, stack, options, options.json === true);
    if (options.json) output.json(proofAsJson(proven));
    else for (const line of describeProof(proven)) output.print(line);
    return exitOf(proven.proof);
  } finally {
    await stack.close();
  }
}

/** What a proof is to scripts. */
export function exitOf({ wrong, wrongRows, moving, movingRows, uncounted }: Proof): number {
  if (wrong.length + wrongRows.length + uncounted > 0) return EXIT.drift;
  return moving.length + movingRows.length > 0 ? EXIT.failure : EXIT.ok;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It wants a whole number from 1 on.');
  return value;
}

function megabytes(text: string): number {
  const value = positive(text);
  if (value < LEAST_MEMORY_MB)
    throw new InvalidArgumentError(`It wants a whole number from ${LEAST_MEMORY_MB} on.`);
  return value;
}

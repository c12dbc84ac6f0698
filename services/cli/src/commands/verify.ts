import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { atShards, withShard } from '../shards/at-shard.js';
import type { Proof } from '../verify/prove.js';
import { LEAST_MEMORY_MB, type ProofSettings, type Proven, proveStack } from '../verify/prove-stack.js';
import { describeProof, proofAsJson } from '../verify/report.js';
import { openStack } from '../verify/stack.js';
import { patienceSeconds, wholeNumber } from '../whole-number.js';

interface VerifyOptions extends ProofSettings {
  json?: boolean;
  shard?: string;
}

export function addVerify(program: Command, context: Context, exit: (code: number) => void): void {
  withShard(
    withProofOptions(
      program
        .command('verify')
        .description(
          'prove every stored number: replay the log by an independent path and compare every cell and every event row',
        ),
    ),
    'default: all, one after the other',
  )
    .option('--json', 'print the proof as JSON')
    .addHelpText(
      'after',
      `
The log is folded in slices that fit the memory, with temporary files in TMPDIR of about twice its size. It works
beside live traffic: what moved meanwhile is looked at again. What is counted of cells are their groups, one for each
combination of dimensions: also in JSON, as cells.

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
      patienceSeconds,
      60,
    )
    .option(
      '--rounds <n>',
      'how often cells and rows are looked at again while events for them keep coming',
      wholeNumber(1, 1_000),
      20,
    )
    .option(
      '--memory-mb <n>',
      'what the process may take, in MB, however long the log is',
      wholeNumber(LEAST_MEMORY_MB, 1_000_000),
      768,
    );
}

async function verify(context: Context, options: VerifyOptions): Promise<number> {
  const { output } = context;
  const { json = false } = options;
  const proofs: Record<string, object> = {};
  let worst: number = EXIT.ok;
  for (const { name, context: own } of atShards(context, options.shard)) {
    if (name !== null && !json) output.print(`Shard ${name}`);
    const proven = await provenIn(own, options);
    worst = Math.max(worst, exitOf(proven.proof));
    if (!json) for (const line of describeProof(proven)) output.print(line);
    else if (name === null) output.json(proofAsJson(proven));
    else proofs[name] = proofAsJson(proven);
  }
  if (Object.keys(proofs).length > 0) output.json({ shards: proofs });
  return worst;
}

async function provenIn(context: Context, options: VerifyOptions): Promise<Proven> {
  const stack = await openStack(context, 'tally-verify');
  try {
    return await proveStack(context, stack, options, options.json === true);
  } finally {
    await stack.close();
  }
}

/** What a proof is to scripts. */
export function exitOf({ wrong, wrongRows, moving, movingRows, uncounted }: Proof): number {
  if (wrong.length + wrongRows.length + uncounted > 0) return EXIT.drift;
  return moving.length + movingRows.length > 0 ? EXIT.failure : EXIT.ok;
}

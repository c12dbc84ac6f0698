import { FACTS, factOf, isFactName } from '@tallyboard/facts/facts';
import { Failure } from '@tallyboard/runtime/failure';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { type RebuildCells, rebuildCells } from '../rebuild/cells.js';
import { rebuildFacts } from '../rebuild/facts.js';
import { atShard, withShard } from '../shards/at-shard.js';
import { onInterruption } from '../terminal/interruption.js';
import { count } from '../terminal/progress.js';
import { openStack } from '../verify/stack.js';
import { patienceSeconds, wholeNumber } from '../whole-number.js';

interface CellsOptions extends Pick<RebuildCells, 'backlog' | 'patience' | 'anew'> {
  fact?: string[];
  json?: boolean;
  shard?: string;
}

interface FactsOptions {
  patience: number;
  json?: boolean;
  shard?: string;
}

export function addRebuild(program: Command, context: Context, exit: (code: number) => void): void {
  const rebuild = program
    .command('rebuild')
    .description('do again what the processor has done: cells from facts, or facts from the log');
  withShard(rebuild.command('cells'))
    .description('restate every cell of some facts or all from the event tables')
    .option(
      '--fact <name...>',
      `which: ${FACTS.map(({ name }) => name).join(', ')} (default: all)`,
      factNames,
    )
    .option(
      '--backlog <n>',
      'waits while the aggregator is further behind than this, in messages',
      wholeNumber(1, 1_000_000),
      1_000,
    )
    .option('--patience <seconds>', 'how long the aggregator may stand still', patienceSeconds, 60)
    .option('--anew', 'begin from the first cell, although an earlier call was interrupted')
    .option('--json', 'print what was done as JSON')
    .addHelpText(
      'after',
      `
Announces every cell that has facts and every cell that exists in crm.cells; the processor restates them, beside live
traffic. Interrupted (Ctrl-C, a crash), the same command goes on where it was. It is what puts the cells right after
Kafka was wiped and ClickHouse kept, for what had been announced there and not restated is not announced again.

Examples:
  $ tally rebuild cells
  $ tally rebuild cells --fact deal ticket
  $ tally rebuild cells --fact call --backlog 200`,
    )
    .action(async (options: CellsOptions) => exit(await cells(atShard(context, options), options)));
  withShard(rebuild.command('facts'))
    .description('have the processor read the whole log again into the event tables')
    .option('--patience <seconds>', 'how long the processor may stand still', patienceSeconds, 60)
    .option('--json', 'print what was done as JSON')
    .addHelpText(
      'after',
      `
The projector goes back to the beginning of crm.events, stores every event again (twice is once) and announces what it
touches, so cells are restated as well. New events are counted after those before them in the log: until it is done,
numbers are behind, and say so. Interrupted, it goes on by itself; the same command waits for its end.
Rows that the log does not have stay: "tally repair" deletes them.

Examples:
  $ tally rebuild facts
  $ tally rebuild facts --patience 300 --json`,
    )
    .action(async (options: FactsOptions) => exit(await facts(atShard(context, options), options)));
}

async function cells(context: Context, options: CellsOptions): Promise<number> {
  const { json, fact, backlog, patience, anew } = options;
  const stack = await openStack(context, 'tally-rebuild');
  const interruption = onInterruption(context.output.say);
  try {
    const rebuilt = await rebuildCells(context, stack, {
      facts: fact ? fact.map(factOf) : FACTS,
      backlog,
      patience,
      anew: anew === true,
      quiet: json === true,
      standing: interruption.standing,
    });
    const total = Object.values(rebuilt).reduce((sum, n) => sum + n, 0);
    if (json) context.output.json({ cells: total, cells_by_fact: rebuilt });
    else context.output.print(`${count(total)} cells are restated from the facts.`);
    return EXIT.ok;
  } finally {
    interruption.release();
    await stack.close();
  }
}

async function facts(context: Context, { patience, json }: FactsOptions): Promise<number> {
  const stack = await openStack(context, 'tally-rebuild');
  const interruption = onInterruption(context.output.say);
  try {
    const messages = await rebuildFacts(context, stack, {
      patience,
      quiet: json === true,
      standing: interruption.standing,
    });
    if (json) context.output.json({ messages });
    else
      context.output.print(
        `${count(messages)} messages of the log are stored again, and their cells restated.`,
      );
    return EXIT.ok;
  } finally {
    interruption.release();
    await stack.close();
  }
}

function factNames(name: string, before: string[] | undefined): string[] {
  if (!isFactName(name))
    throw new Failure(
      `There is no fact "${name}": --fact takes ${FACTS.map((each) => each.name).join(', ')}.`,
      {
        exitCode: EXIT.usage,
      },
    );
  return [...(before ?? []), name];
}

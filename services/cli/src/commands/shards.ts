import { Failure } from '@tallyboard/runtime/failure';
import { loadSettings, shardsSettings } from '@tallyboard/runtime/settings';
import { movesFor, shardOf } from '@tallyboard/runtime/shard-map';
import { readShardsFile } from '@tallyboard/runtime/shards-file';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { lookAt, type ShardLook } from '../shards/look.js';
import { plain } from '../terminal/plain.js';
import { count } from '../terminal/progress.js';
import { table } from '../terminal/table.js';

export function addShards(program: Command, context: Context, exit: (code: number) => void): void {
  const shards = program
    .command('shards')
    .enablePositionalOptions()
    .description(
      'show the shards of TALLY_SHARDS_FILE: whom they have, whether they answer, how far they are',
    )
    .option('--json', 'print them as JSON')
    .addHelpText(
      'after',
      `
A shard is a whole pipeline with topics and a database of its own; packages/runtime/README.md says what the file holds.

Exit codes: 0 all of them answer and have their own tenants alone, 1 one does not answer, or a tenant is elsewhere.

Examples:
  $ tally shards
  $ tally shards --json | jq '.shards[].behind'`,
    )
    .action(async (options: { json?: boolean }) => exit(await show(context, options)));
  shards
    .command('plan')
    .description('tell which tenants have to be moved so that a shards file holds; nothing is changed')
    .argument('[file]', 'a file that is to be the shards file (default: TALLY_SHARDS_FILE)')
    .option('--json', 'print the moves as JSON')
    .addHelpText(
      'after',
      `
A shard that is added takes its part of the tenants once it is open, and nothing brings along what they have: put it into
the file with "open": false, start its processor, and ingest, query and alerts anew. From then on "tenants" gives it those
who are new; whom it would take from the others if it were open, this command tells for a copy of the file.

Examples:
  $ tally shards plan
  $ tally shards plan with-c.json --json | jq -r '.moves[].tenant'`,
    )
    .action(async (file: string | undefined, options: { json?: boolean }, { parent }: Command) =>
      exit(await plan(context, file, { ...options, ...parent?.opts<{ json?: boolean }>() })),
    );
}

/** Where the file is; a Failure where there is none. */
function shardsFileIn({ env }: Context): string {
  const { TALLY_SHARDS_FILE } = env;
  const { shardsFile } = loadSettings(shardsSettings, { TALLY_SHARDS_FILE });
  if (shardsFile !== undefined) return shardsFile;
  throw new Failure('TALLY_SHARDS_FILE is not set: there is one shard, and nothing to say of others.', {
    exitCode: EXIT.usage,
  });
}

async function show(context: Context, { json }: { json?: boolean }): Promise<number> {
  const { output } = context;
  const map = readShardsFile(shardsFileIn(context));
  const looks = await lookAt(context, map);
  const moves = movesFor(map, heldIn(looks));
  if (json)
    output.json({
      shards: looks.map(({ shard, problem, tenants, behind }) => ({
        name: shard.name,
        topic_prefix: shard.topicPrefix,
        clickhouse: shard.clickhouseUrl,
        database: shard.clickhouseDatabase,
        open: shard.isOpen,
        problem,
        tenants,
        behind,
      })),
      moving: Object.fromEntries([...map.moving].map(([tenant, to]) => [tenant, to.name])),
      moves: moves.map(({ tenant, from, to }) => ({ tenant, from: from.name, to: to.name })),
    });
  else {
    output.print(shardTable(looks));
    for (const { shard, problem } of looks)
      if (problem !== null) output.print(`Shard ${shard.name}: ${problem}`);
    for (const [tenant, to] of map.moving)
      if (shardOf(map, tenant) !== to)
        output.print(`${plain(tenant)} is being moved to ${to.name}, and takes no events meanwhile.`);
    for (const { tenant, from, to } of moves)
      output.print(`${plain(tenant)} belongs on ${to.name}, and ${from.name} has rows of it.`);
  }
  return looks.every(({ problem }) => problem === null) && moves.length === 0 ? EXIT.ok : EXIT.failure;
}

const heldIn = (looks: readonly ShardLook[]): ReadonlyMap<string, readonly string[]> =>
  new Map(looks.map(({ shard, tenants }) => [shard.name, tenants ?? []]));

const TENANTS_SHOWN = 5;

function shardTable(looks: readonly ShardLook[]): string {
  return table(
    [
      { title: 'shard' },
      { title: 'open' },
      { title: 'ClickHouse' },
      { title: 'topics' },
      { title: 'answers' },
      { title: 'events behind', align: 'right' },
      { title: 'cells behind', align: 'right' },
      { title: 'tenants', align: 'right' },
      { title: 'such as' },
    ],
    looks.map(({ shard, problem, tenants, behind }) => [
      shard.name,
      shard.isOpen ? 'yes' : 'no',
      `${shard.clickhouseUrl}/${shard.clickhouseDatabase}`,
      `${shard.topicPrefix}crm.*`,
      problem === null ? 'yes' : 'no',
      behind ? count(behind.events) : '',
      behind ? count(behind.cells) : '',
      tenants ? count(tenants.length) : '',
      (tenants ?? []).slice(0, TENANTS_SHOWN).map(plain).join(', '),
    ]),
  );
}

async function plan(
  context: Context,
  file: string | undefined,
  { json }: { json?: boolean },
): Promise<number> {
  const { output } = context;
  const map = readShardsFile(file ?? shardsFileIn(context));
  const looks = await lookAt(context, map);
  const away = looks.find(({ problem }) => problem !== null);
  if (away) throw new Failure(`Shard ${away.shard.name} cannot be asked: ${away.problem}`);
  const moves = movesFor(map, heldIn(looks));
  if (json)
    output.json({ moves: moves.map(({ tenant, from, to }) => ({ tenant, from: from.name, to: to.name })) });
  else if (moves.length === 0) output.print('Every tenant is where this file says.');
  else {
    output.print(
      table(
        [{ title: 'tenant' }, { title: 'is on' }, { title: 'belongs on' }],
        moves.map(({ tenant, from, to }) => [plain(tenant), from.name, to.name]),
      ),
    );
    output.print(
      `${count(moves.length)} would be asked for where they have nothing: give them their place in "tenants".`,
    );
  }
  return EXIT.ok;
}

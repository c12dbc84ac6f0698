import { Failure } from '@tallyboard/runtime/failure';
import { nearest } from '@tallyboard/runtime/nearest';
import {
  clickhouseSettings,
  kafkaSettings,
  loadSettings,
  shardsSettings,
} from '@tallyboard/runtime/settings';
import { type Shard, type ShardMap, shardOf } from '@tallyboard/runtime/shard-map';
import { readShardsFile } from '@tallyboard/runtime/shards-file';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';

/** Which shard a command is about: one by its name, or that of a tenant. */
export interface ShardAsked {
  shard?: string | undefined;
  tenant?: string | undefined;
}

/** For commands that work on a whole shard; where there is one alone, nobody says it. */
export const withShard = (command: Command, unsaid = 'must be said where there are several'): Command =>
  command.option('--shard <name>', `which shard of TALLY_SHARDS_FILE; ${unsaid}`);

/** The same context with the settings of one shard, as if there were no other. */
export function atShard(context: Context, { shard, tenant }: ShardAsked): Context {
  const map = shardsIn(context);
  if (shard !== undefined) return within(context, named(map, shard));
  if (!map) return context;
  if (tenant !== undefined) return within(context, shardOf(map, tenant));
  throw new Failure(
    `There are several shards: say which with --shard, one of ${map.shards.map(({ name }) => name).join(', ')}.`,
    { exitCode: EXIT.usage },
  );
}

/** One context a shard: of the one that is asked for, else of all. `name`: null where there is one alone. */
export function atShards(
  context: Context,
  shard: string | undefined,
): { name: string | null; context: Context }[] {
  const map = shardsIn(context);
  if (shard !== undefined) return [{ name: shard, context: within(context, named(map, shard)) }];
  if (!map) return [{ name: null, context }];
  return map.shards.map((each) => ({ name: each.name, context: within(context, each) }));
}

/** Null: there is one alone, where the settings say. */
function shardsIn({ env }: Context): ShardMap | null {
  const { TALLY_SHARDS_FILE } = env;
  const { shardsFile } = loadSettings(shardsSettings, { TALLY_SHARDS_FILE });
  return shardsFile === undefined ? null : readShardsFile(shardsFile);
}

/** Every setting that says where a shard is, of this one. */
export function within(context: Context, shard: Shard): Context {
  return {
    ...context,
    env: {
      ...context.env,
      [shardsSettings.shardsFile.name]: undefined,
      [kafkaSettings.topicPrefix.name]: shard.topicPrefix,
      [clickhouseSettings.clickhouseUrl.name]: shard.clickhouseUrl,
      [clickhouseSettings.clickhouseDatabase.name]: shard.clickhouseDatabase,
    },
  };
}

function named(map: ShardMap | null, name: string): Shard {
  if (!map)
    throw new Failure(
      `--shard ${name} would do nothing: TALLY_SHARDS_FILE is not set, so there is one shard alone.`,
      {
        exitCode: EXIT.usage,
      },
    );
  return shardNamed(map, name);
}

export function shardNamed({ shards }: ShardMap, name: string): Shard {
  const found = shards.find((each) => each.name === name);
  if (found) return found;
  const names = shards.map((each) => each.name);
  const guess = nearest(name, names);
  throw new Failure(
    `There is no shard "${name}": ${guess === undefined ? `there are ${names.join(', ')}` : `did you mean ${guess}?`}`,
    { exitCode: EXIT.usage },
  );
}

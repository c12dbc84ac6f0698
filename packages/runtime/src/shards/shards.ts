import { Failure } from '../failure.js';
import type { clickhouseSettings, kafkaSettings, Settings, shardsSettings } from '../settings.js';
import { watchFile } from '../watch-file.js';
import { type Shard, type ShardMap, shardOf } from './shard-map.js';
import { readShardsFile } from './shards-file.js';

/** The shards of a deployment, and whose they are. */
export interface Shards {
  /** As they were when this was opened. */
  readonly all: readonly Shard[];
  /**
   * Asked anew each time, since tenants are moved. Throws a Failure where the tenant has been given to a shard that was
   * not there, or was elsewhere, when this was opened.
   */
  placeOf(tenant: string): Place;
}

export interface Place {
  shard: Shard;
  /** While it is moved it takes no events. */
  isMoving: boolean;
}

/** What says where everything is when there is one shard alone; who asks no ClickHouse need not know where it is. */
export type OneShard = Settings<Pick<typeof kafkaSettings, 'topicPrefix'>> &
  Partial<Settings<Pick<typeof clickhouseSettings, 'clickhouseUrl' | 'clickhouseDatabase'>>>;

type ShardsSettings = Settings<typeof shardsSettings>;

/**
 * The shards that the file names, which is looked at whenever somebody asks; without a file the one that the settings
 * say. A file that has become unreadable changes nothing but is reported. Throws a Failure where it is so to begin with.
 */
export function openShards(
  settings: ShardsSettings & OneShard,
  { onProblem = () => {} }: { onProblem?: (problem: Failure) => void } = {},
): Shards {
  const { shardsFile } = settings;
  if (shardsFile === undefined) {
    const shard = onlyShard(settings);
    return { all: [shard], placeOf: () => ({ shard, isMoving: false }) };
  }
  const file = watchFile(shardsFile);
  file.changed();
  let map = readShardsFile(shardsFile);
  const opened = new Map(map.shards.map((shard) => [shard.name, shard]));
  const look = () => {
    if (file.changed() === 'same') return;
    try {
      map = readShardsFile(shardsFile);
    } catch (error) {
      onProblem(error as Failure);
    }
  };
  return {
    all: map.shards,
    placeOf(tenant) {
      look();
      const shard = shardOf(map, tenant);
      const known = opened.get(shard.name);
      if (!known || !isSamePlace(known, shard))
        throw new Failure(
          `The tenant ${tenant} is on the shard ${shard.name}, which was not there, or elsewhere, when this service was started: start it anew.`,
        );
      return { shard: known, isMoving: isMoving(map, tenant) };
    },
  };
}

/** The shard that a processor serves: the one it is told to, or the only one. */
export function ownShard(settings: ShardsSettings & OneShard & { shard: string | undefined }): Shard {
  const { shardsFile, shard: name } = settings;
  if (shardsFile === undefined) {
    if (name !== undefined)
      throw new Failure(`TALLY_SHARD=${name} would do nothing: set TALLY_SHARDS_FILE too, or leave it out.`);
    return onlyShard(settings);
  }
  const { shards } = readShardsFile(shardsFile);
  const own = shards.find((each) => each.name === name);
  if (own) return own;
  const names = shards.map((each) => each.name).join(', ');
  throw new Failure(
    name === undefined
      ? `TALLY_SHARD is not set and wants the shard of ${shardsFile} that this process serves, one of ${names}.`
      : `TALLY_SHARD is ${JSON.stringify(name)} but ${shardsFile} names ${names}.`,
  );
}

/** What to call a part of a service that each shard has. */
export const inShard = (
  { all }: { all: readonly unknown[] },
  { name }: Pick<Shard, 'name'>,
  part: string,
): string => (all.length === 1 ? part : `${part} of shard ${name}`);

const onlyShard = ({ topicPrefix, clickhouseUrl = '', clickhouseDatabase = '' }: OneShard): Shard => ({
  name: 'only',
  topicPrefix,
  clickhouseUrl,
  clickhouseDatabase,
  isOpen: true,
});

/** On its way to where it is not yet. */
function isMoving(map: ShardMap, tenant: string): boolean {
  const to = map.moving.get(tenant);
  return to !== undefined && to.name !== shardOf(map, tenant).name;
}

const isSamePlace = (one: Shard, other: Shard): boolean =>
  one.topicPrefix === other.topicPrefix &&
  one.clickhouseUrl === other.clickhouseUrl &&
  one.clickhouseDatabase === other.clickhouseDatabase;

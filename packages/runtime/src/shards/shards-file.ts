import { readFileSync } from 'node:fs';
import { Failure } from '../failure.js';
import { readShards } from './read-shards.js';
import type { ShardMap } from './shard-map.js';

/** Throws a Failure when the file is not there or does not hold shards. */
export function readShardsFile(path: string): ShardMap {
  return readShards(textOf(path), path);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read';
    throw new Failure(
      `The shards file ${path} ${why}: set TALLY_SHARDS_FILE to one that is, or leave it out where there is one shard.`,
      { cause: error },
    );
  }
}

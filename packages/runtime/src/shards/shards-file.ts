import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Failure } from '../failure.js';
import { withFileLock } from '../file-lock.js';
import { readShards, type ShardsJson } from './read-shards.js';
import type { ShardMap } from './shard-map.js';

/** Throws a Failure when the file is not there or does not hold shards. */
export function readShardsFile(path: string): ShardMap {
  return readShards(textOf(path), path).map;
}

/**
 * Changes the file, one process at a time, so that nothing that another one changes is lost. Readers see the old file or
 * the new one, never half of it. Throws a Failure, and changes nothing, where it would be no shards file afterwards.
 */
export function changeShardsFile(path: string, change: (json: ShardsJson) => ShardsJson): ShardMap {
  return withFileLock(`${path}.lock`, () => {
    const text = `${JSON.stringify(change(readShards(textOf(path), path).json), null, 2)}\n`;
    const { map } = readShards(text, path);
    const written = `${path}.${randomBytes(4).toString('hex')}`;
    writeFileSync(written, text);
    renameSync(written, path);
    return map;
  });
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

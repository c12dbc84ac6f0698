import type { ShardSource, ShardSources } from '../shards/served-shard.js';

/** A deployment whose tenants are all together. */
export function oneShard(source: Omit<ShardSource, 'name'>): ShardSources {
  const only = { name: 'only', ...source };
  return { shards: [only], shardOf: () => only };
}

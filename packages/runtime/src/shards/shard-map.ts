import { createHash } from 'node:crypto';

/** A whole pipeline over topics and a database of its own: what it holds of its tenants, no other shard has. */
export interface Shard {
  readonly name: string;
  /** Put before the names of its topics and consumer groups. */
  readonly topicPrefix: string;
  readonly clickhouseUrl: string;
  readonly clickhouseDatabase: string;
  /** Whether tenants that nobody has placed go here, too. */
  readonly isOpen: boolean;
}

export interface ShardMap {
  readonly shards: readonly Shard[];
  /** Tenant → shard, of those that somebody has placed. */
  readonly placed: ReadonlyMap<string, Shard>;
  /** Tenants that are being moved → where to. Their numbers stay where they are until all is there. */
  readonly moving: ReadonlyMap<string, Shard>;
}

/** The shard that has the tenant: by its place, else by rendezvous over the shards that are open. */
export function shardOf({ shards, placed }: ShardMap, tenant: string): Shard {
  const place = placed.get(tenant);
  if (place) return place;
  const open = shards.filter(({ isOpen }) => isOpen);
  return open.reduce((best, each) => (weight(each, tenant) > weight(best, tenant) ? each : best));
}

/**
 * Highest random weight (Thaler and Ravishankar, 1998): a shard that is added takes tenants over from all others in
 * equal parts, and no tenant moves between those. 48 bits, so that two weights are never equal.
 */
const weight = ({ name }: Shard, tenant: string): number =>
  createHash('sha256').update(`${name}\n${tenant}`).digest().readUIntBE(0, 6);

/** A tenant that is where it is not to be, or not there alone. */
export interface Move {
  tenant: string;
  from: Shard;
  to: Shard;
}

/** What has to be moved so that every tenant is where the map says. `held`: by the name of each shard, whom it has. */
export function movesFor(map: ShardMap, held: ReadonlyMap<string, Iterable<string>>): Move[] {
  return map.shards.flatMap((from) =>
    [...(held.get(from.name) ?? [])].flatMap((tenant) => {
      const to = shardOf(map, tenant);
      return to === from ? [] : [{ tenant, from, to }];
    }),
  );
}

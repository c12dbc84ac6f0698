import type { Failure } from '@tallyboard/runtime/failure';
import type { Shard, ShardMap } from '@tallyboard/runtime/shard-map';
import type { Context } from '../command.js';
import { distance } from '../verify/log.js';
import { openStack } from '../verify/stack.js';
import { within } from './at-shard.js';
import { tenantsIn } from './held.js';

/** How a shard is; what is not known of it, because it cannot be asked, is null. */
export interface ShardLook {
  shard: Shard;
  /** Why it cannot be asked. */
  problem: string | null;
  /** Whom it has rows of. */
  tenants: readonly string[] | null;
  /** Messages of the log that are not projected, and cells that are not restated. */
  behind: { events: number; cells: number } | null;
}

/** Looks at each shard; one that is away hides no other. */
export const lookAt = (context: Context, { shards }: ShardMap): Promise<ShardLook[]> =>
  Promise.all(shards.map((shard) => look(within(context, shard), shard)));

async function look(context: Context, shard: Shard): Promise<ShardLook> {
  try {
    const stack = await openStack(context, 'tally-shards');
    try {
      const { clickhouse, offsets, pipeline } = stack;
      const left = async (group: string, topic: string) => {
        const [committed, starts, ends] = await Promise.all([
          offsets.committed(group, topic),
          offsets.starts(topic),
          offsets.ends(topic),
        ]);
        const reached = new Map([...starts].map(([at, low]) => [at, Math.max(low, committed.get(at) ?? 0)]));
        return distance(reached, ends);
      };
      const [tenants, events, cells] = await Promise.all([
        tenantsIn(clickhouse),
        left(pipeline.projector, pipeline.events),
        left(pipeline.aggregator, pipeline.cells),
      ]);
      return { shard, problem: null, tenants, behind: { events, cells } };
    } finally {
      await stack.close();
    }
  } catch (error) {
    return { shard, problem: (error as Failure).message, tenants: null, behind: null };
  }
}

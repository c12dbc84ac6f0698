import { Failure } from '@tallyboard/runtime/failure';
import type { Shard } from '@tallyboard/runtime/shard-map';
import type { Place, Shards } from '@tallyboard/runtime/shards';
import { type Publisher, Unavailable } from './publisher.js';

/** Where the events of a tenant go. */
export type PublisherOf = (tenant: string) => Publisher;

/**
 * Sends the events of a tenant to its shard. While it is moved they are refused: who moves it copies what is in the log
 * of the old shard, and what came later would be left behind. So the place is looked at once more when Kafka has
 * acknowledged: what came in between may or may not be copied, and whoever sent it is told to send it again.
 */
export function publishersOf(shards: Shards, publisherOf: (shard: Shard) => Publisher): PublisherOf {
  return (tenant) => {
    const place = (): Place | Unavailable => {
      try {
        const found = shards.placeOf(tenant);
        return found.isMoving
          ? new Unavailable(`The tenant ${tenant} is being moved to another shard.`)
          : found;
      } catch (error) {
        if (error instanceof Failure) return new Unavailable(error.message, { cause: error });
        throw error;
      }
    };
    return {
      unavailable() {
        const found = place();
        return found instanceof Unavailable ? found : publisherOf(found.shard).unavailable();
      },
      async publish(messages) {
        const before = place();
        if (before instanceof Unavailable) throw before;
        await publisherOf(before.shard).publish(messages);
        const after = place();
        if (after instanceof Unavailable) throw after;
        if (after.shard !== before.shard)
          throw new Unavailable(`The tenant ${tenant} has just been moved to another shard.`);
      },
    };
  };
}

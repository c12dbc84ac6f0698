import type { Freshness } from '@tallyboard/api/query';
import type { AggregatorProgress } from '@tallyboard/pipeline/messages';
import { type CompleteTo, oldest } from '@tallyboard/pipeline/progress';

/** What the aggregators have said about how far they are. */
export interface Progress {
  /** Takes what an aggregator says of its partition of crm.cells. */
  take(progress: AggregatorProgress): void;
  /** Epoch ms up to which every partition is done; null until all of them have been heard of. */
  completeTo(): CompleteTo;
  /** Nothing that was said so far holds any more. */
  forget(): void;
}

export function createProgress(): Progress {
  let partitions = 0;
  const heard = new Map<number, CompleteTo>();
  return {
    take(progress) {
      if (progress.partitions !== partitions) heard.clear();
      partitions = progress.partitions;
      heard.set(progress.partition, progress.complete_to);
    },
    completeTo: () => oldest(heard, partitions),
    forget: () => heard.clear(),
  };
}

/** `completeTo` and `now` in epoch ms, both by Kafka's clock. A clock behind Kafka's makes a lag of 0, not a negative one. */
export function freshnessOf(completeTo: CompleteTo, now: number, liveWithinMs: number): Freshness {
  if (completeTo === null) return { complete_to: null, lag_ms: null, live: false };
  const lagMs = Math.max(0, now - completeTo);
  return { complete_to: new Date(completeTo).toISOString(), lag_ms: lagMs, live: lagMs <= liveWithinMs };
}

import type { Freshness } from '@tallyboard/api/query';
import type { CompleteTo } from '@tallyboard/pipeline/progress';

/** `completeTo` and `now` in epoch ms, both by Kafka's clock. A clock behind Kafka's makes a lag of 0, not a negative one. */
export function freshnessOf(completeTo: CompleteTo, now: number, liveWithinMs: number): Freshness {
  if (completeTo === null) return { complete_to: null, lag_ms: null, live: false };
  const lagMs = Math.max(0, now - completeTo);
  return { complete_to: new Date(completeTo).toISOString(), lag_ms: lagMs, live: lagMs <= liveWithinMs };
}

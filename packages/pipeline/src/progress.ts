import type { AggregatorProgress } from './messages.js';

/** How far one part of a stage is: everything that Kafka took up to this epoch ms is done; null: not known. */
export type CompleteTo = number | null;

/** The least of the parts; null while any of `expected` parts has said nothing. */
export function oldest(parts: ReadonlyMap<number, CompleteTo>, expected: number): CompleteTo {
  if (expected === 0 || parts.size < expected) return null;
  let least = Number.POSITIVE_INFINITY;
  for (const part of parts.values()) {
    if (part === null) return null;
    if (part < least) least = part;
  }
  return least;
}

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

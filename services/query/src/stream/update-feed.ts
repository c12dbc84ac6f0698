import type { Update } from '@tallyboard/pipeline/messages';

/** Who wants to know what happens on crm.updates. */
export interface UpdateListener {
  /** A partition will be heard from this offset on. Said of each partition before its first message. */
  begin(partition: number, next: number): void;
  /** Each message in turn; `update` is null when it is not one. */
  message(partition: number, offset: number, update: Update | null): void;
  /** What was said of how far the numbers are no longer holds. */
  forgetProgress(): void;
}

/** The port behind which Kafka is. */
export interface UpdateFeed {
  /** Kafka's clock, epoch ms; null while it has not been heard of. Freshness is told by it and no other. */
  brokerNow(): number | null;
  start(listener: UpdateListener): Promise<void>;
}

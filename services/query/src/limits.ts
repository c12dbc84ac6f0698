/** What those who ask may take; what one question may ask for is in packages/answers. */
export const LIMITS = {
  /** Queries of one stream. */
  queriesPerStream: 40,
  /** Streams of one process, and different questions that they ask. A tenant may have half. */
  streams: 1_000,
  questions: 2_000,
  /** Requests of one process that are in work at once. A tenant may have half. */
  requests: 128,
  /** Answers for streams that are worked on at once; requests have the rest of ClickHouse. */
  runsAtOnce: 4,
  /** Of them, those of one tenant. */
  runsPerTenant: 3,
  /** How much ClickHouse may have worked for the streams of one client beyond its share, in ms. */
  burstMs: 4_000,
  /** What the streams of one client may hold for it that it has not read. */
  unreadBytes: 16_777_216,
  /** An answer that is not read within this time is not kept any longer. */
  readWithinMs: 60_000,
} as const;

/** One tenant cannot shut out the others. */
export const TENANT_SHARE = 0.5;

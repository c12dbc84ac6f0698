/** What one request may ask for; more gets a 400 that says so. */
export const LIMITS = {
  /** Intervals of one answer. */
  intervals: 2_000,
  /** Rows of one answer. */
  rows: 10_000,
  /** Values of one filter. */
  filterValues: 200,
  /** Letters of one filter value; ids are shorter. */
  filterValueLength: 512,
  /** Queries of one stream. */
  queriesPerStream: 40,
  /** Streams of one process. */
  streams: 1_000,
  /** How long ClickHouse may work on one answer. */
  querySeconds: 30,
} as const;

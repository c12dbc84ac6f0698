/** What one question may ask for; more gets a refusal that says so. */
export const LIMITS = {
  /** Intervals of one answer. */
  intervals: 2_000,
  /** Rows of one answer. */
  rows: 10_000,
  /** Values of one filter. */
  filterValues: 200,
  /** Letters of one filter value; ids are shorter. */
  filterValueLength: 512,
  /** How long the database may work on one answer. */
  querySeconds: 30,
} as const;

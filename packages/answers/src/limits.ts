/** What one question may ask for; more gets a refusal that says so. */
export const LIMITS = {
  /** Intervals of one answer. */
  intervals: 2_000,
  /** Rows of one answer. */
  rows: 10_000,
  /** Rows that reps are compared by: each with every week or month that is looked back over. */
  comparedRows: 200_000,
  /** Months of a table of cohorts. */
  months: 120,
  /** Deals, calls or what else an explanation looks through. */
  explained: 200_000,
  /** Of them, those that it lists. */
  listed: 1_000,
  /** What it lists of them: places where they count, and events. */
  listedRows: 20_000,
  /** Exchange rates that hold at some time of a period. */
  rates: 200_000,
  /** Sums that are converted for one answer. */
  converted: 200_000,
  /** Values of one filter. */
  filterValues: 200,
  /** Letters of one filter value; ids are shorter. */
  filterValueLength: 512,
  /** How long the database may work on one answer. */
  querySeconds: 30,
} as const;

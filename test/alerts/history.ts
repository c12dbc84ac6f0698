/** A Monday to come, 08:00 UTC, epoch seconds: nothing of it is older than the rules that judge it. */
const BEGIN = Date.UTC(2030, 2, 4, 8) / 1_000;
const QUARTER = 900;

export const TENANT = 'acme';

export const RULES = `tenant: ${TENANT}
rules:
  - name: busy
    metric: calls
    by: [office]
    window: 30m
    above: 10
  - name: quiet
    metric: calls
    by: [office]
    window: 30m
    below: 4
    for: 30m
`;

export const RULE_NAMES = ['busy', 'quiet'] as const;

/** Begin of the n-th quarter of an hour, epoch seconds. */
export const quarter = (n: number): number => BEGIN + n * QUARTER;

/** The cells of a quarter of an hour, whole. */
export interface Cells {
  quarter: number;
  munich: number;
  bonn: number;
}

/** What happens until the next quarter of an hour is over. */
export interface Scene {
  /** Before its cells: whoever asks about alerts of Bonn is left in peace, or no longer. */
  bonn?: 'silenced' | 'unsilenced';
  cells: readonly Cells[];
}

/** The n-th scene is judged at the end of the n-th quarter. */
export const SCENES: readonly Scene[] = [
  { cells: [{ quarter: 0, munich: 5, bonn: 5 }] },
  { cells: [{ quarter: 1, munich: 9, bonn: 5 }] },
  { bonn: 'silenced', cells: [{ quarter: 2, munich: 1, bonn: 9 }] },
  { bonn: 'unsilenced', cells: [{ quarter: 3, munich: 1, bonn: 5 }] },
  { cells: [{ quarter: 4, munich: 1, bonn: 1 }] },
  // Corrections of what munich was busy with: it was not, then it was.
  {
    cells: [
      { quarter: 1, munich: 2, bonn: 5 },
      { quarter: 5, munich: 1, bonn: 5 },
    ],
  },
  {
    cells: [
      { quarter: 1, munich: 9, bonn: 5 },
      { quarter: 6, munich: 6, bonn: 5 },
    ],
  },
  { cells: [{ quarter: 7, munich: 6, bonn: 1 }] },
  { cells: [{ quarter: 8, munich: 5, bonn: 1 }] },
  { cells: [{ quarter: 9, munich: 1, bonn: 5 }] },
];

/** How tiles of the board that belong together share one panel. Metrics are named as in the catalogue. */
export interface Recipe {
  id: string;
  accent: Accent;
  /** Takes half of the wall's first row instead of a third. */
  wide: boolean;
  main: string;
  /** Smaller numbers beside the main one, with the word that follows them. */
  asides: readonly { metric: string; words: string }[];
  /** What the number is taken of: one, several. */
  of: readonly [one: string, several: string];
  /** Why there is no number; the period follows. */
  none: string;
  /** Instead of the period, for a number that is of an instant. */
  when?: string;
}

/** Hues without a meaning. Green, amber and red are kept for good, behind and bad. */
export type Accent = 'sell' | 'win' | 'serve' | 'keep' | 'ask';

export const RECIPES: readonly Recipe[] = [
  {
    id: 'calls',
    accent: 'sell',
    wide: true,
    main: 'calls',
    asides: [{ metric: 'connect_rate', words: 'connected' }],
    of: ['call', 'calls'],
    none: 'no calls',
  },
  {
    id: 'revenue',
    accent: 'win',
    wide: true,
    main: 'revenue_won',
    asides: [{ metric: 'deals_won', words: 'deals won' }],
    // Its n leaves out deals without an amount, which "deals won" beside it counts.
    of: ['deal won with an amount', 'deals won with an amount'],
    none: 'no deals won',
  },
  {
    id: 'close',
    accent: 'win',
    wide: false,
    main: 'close_rate',
    asides: [],
    of: ['deal', 'deals'],
    none: 'no deals closed',
  },
  {
    id: 'response',
    accent: 'serve',
    wide: false,
    main: 'first_response_time_p50',
    asides: [{ metric: 'first_response_time_p90', words: 'p90' }],
    of: ['ticket', 'tickets'],
    none: 'no tickets answered',
  },
  {
    id: 'waiting',
    accent: 'serve',
    wide: false,
    main: 'tickets_waiting',
    asides: [{ metric: 'oldest_waiting', words: 'oldest' }],
    of: ['ticket', 'tickets'],
    none: 'no tickets',
    when: 'now',
  },
  {
    id: 'churn',
    accent: 'keep',
    wide: false,
    main: 'churn_rate',
    asides: [{ metric: 'customers_lost', words: 'lost' }],
    of: ['customer', 'customers'],
    none: 'no customers',
  },
  {
    id: 'csat',
    accent: 'ask',
    wide: false,
    main: 'csat',
    asides: [{ metric: 'csat_mean', words: 'mean' }],
    of: ['answer', 'answers'],
    none: 'no answers',
  },
  {
    id: 'nps',
    accent: 'ask',
    wide: false,
    main: 'nps',
    asides: [],
    of: ['answer', 'answers'],
    none: 'no answers',
  },
];

/** How tiles of the board that belong together share one panel. Metrics are named as in the catalogue. */
export interface Recipe {
  id: string;
  accent: Accent;
  /** Takes half of the wall's first row instead of a third. */
  wide: boolean;
  main: string;
  /** Smaller numbers beside the main one, with the word that follows them. */
  asides: readonly { metric: string; words: string }[];
}

export type Accent = 'sell' | 'win' | 'serve' | 'keep' | 'ask';

export const RECIPES: readonly Recipe[] = [
  {
    id: 'calls',
    accent: 'sell',
    wide: true,
    main: 'calls',
    asides: [{ metric: 'connect_rate', words: 'connected' }],
  },
  {
    id: 'revenue',
    accent: 'win',
    wide: true,
    main: 'revenue_won',
    asides: [{ metric: 'deals_won', words: 'deals won' }],
  },
  {
    id: 'close',
    accent: 'win',
    wide: false,
    main: 'close_rate',
    asides: [{ metric: 'close_rate_by_value', words: 'by value' }],
  },
  {
    id: 'response',
    accent: 'serve',
    wide: false,
    main: 'first_response_time_p50',
    asides: [{ metric: 'first_response_time_p90', words: 'p90' }],
  },
  {
    id: 'waiting',
    accent: 'serve',
    wide: false,
    main: 'tickets_waiting',
    asides: [{ metric: 'oldest_waiting', words: 'oldest' }],
  },
  {
    id: 'churn',
    accent: 'keep',
    wide: false,
    main: 'churn_rate',
    asides: [{ metric: 'customers_lost', words: 'lost' }],
  },
  { id: 'csat', accent: 'ask', wide: false, main: 'csat', asides: [{ metric: 'csat_mean', words: 'mean' }] },
  { id: 'nps', accent: 'ask', wide: false, main: 'nps', asides: [{ metric: 'ces', words: 'CES' }] },
];

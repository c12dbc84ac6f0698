/** The facts whose cells are proved. */
export type Fact = 'call' | 'deal' | 'ticket' | 'survey' | 'customer';

/** What a cell of a fact holds. */
export interface Shape {
  /** The fact's own dimensions, after office, team and rep. */
  readonly dimensions: readonly string[];
  readonly counts: readonly string[];
  readonly decimals: readonly string[];
  readonly maps: readonly string[];
}

/** Written out here once more on purpose: the proof shares nothing with what it proves. */
export const SHAPES: Readonly<Record<Fact, Shape>> = {
  call: {
    dimensions: ['direction', 'outcome', 'channel'],
    counts: ['calls', 'talk_ms'],
    decimals: [],
    maps: ['talk_hist'],
  },
  deal: {
    dimensions: ['pipeline', 'product', 'lead_source', 'currency'],
    counts: ['opened', 'won', 'lost', 'won_priced', 'lost_priced', 'cycle_count', 'cycle_ms'],
    decimals: ['won_amount', 'lost_amount'],
    maps: ['cycle_hist'],
  },
  ticket: {
    dimensions: ['channel', 'priority'],
    counts: [
      'opened',
      'responded',
      'response_ms',
      'waiting_ended',
      'resolved',
      'resolution_ms',
      'one_touch',
      'reopened',
    ],
    decimals: [],
    maps: ['response_hist', 'response_s', 'unanswered', 'waiting_since', 'resolution_hist'],
  },
  survey: {
    dimensions: ['kind', 'respondent'],
    counts: ['sent', 'sent_answered', 'answers', 'score_sum', 'favourable', 'unfavourable'],
    decimals: [],
    maps: [],
  },
  customer: {
    dimensions: ['segment', 'region', 'reason'],
    counts: ['created', 'gained', 'won_back', 'lost'],
    decimals: [],
    maps: ['lost_by_start'],
  },
};

/** All dimensions of a fact in the order of its cells. */
export function dimensionsOf(fact: Fact): string[] {
  return ['office', 'team', 'rep', ...SHAPES[fact].dimensions];
}

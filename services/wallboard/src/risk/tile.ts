import { count, type Formatted, formatValue } from '../format.js';
import type { AtRisk } from './watch.js';

/** The deals at risk, ready to be drawn. */
export interface RiskTile {
  value: Formatted;
  /** Why, in order of how many: `12 quiet`. A deal may have several reasons. */
  reasons: { key: string; value: Formatted; words: string }[];
  /** `of 42 open` */
  of: string;
  /** `€412K at stake`; amounts of several currencies are not added, and left out. */
  basis: string;
}

export function riskTile({ open, at_risk, reasons, worth }: AtRisk): RiskTile {
  const [only, ...others] = worth;
  const stake =
    only && others.length === 0 ? `${formatValue(only.amount, 'money', only.currency).text} at stake` : '';
  return {
    value: count(at_risk),
    reasons: (['quiet', 'overdue', 'slow'] as const)
      .filter((reason) => reasons[reason] > 0)
      .sort((a, b) => reasons[b] - reasons[a])
      .map((key) => ({ key, value: count(reasons[key]), words: key })),
    of: open === 0 ? 'none open' : `of ${count(open).text} open`,
    basis: stake,
  };
}

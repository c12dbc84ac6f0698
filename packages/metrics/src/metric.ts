import type { FactName } from '@tallyboard/facts/facts';

export type Unit = 'count' | 'ratio' | 'ms' | 'money' | 'score' | 'points';

/** A measure, of the cells whose dimensions have these values; `times` −1 subtracts it. */
export interface Term {
  measure: string;
  where?: Readonly<Record<string, string>>;
  times?: -1;
}

/** How a value comes from sums over cells. All sums are over the whole selection; a ratio is never a mean of ratios. */
export type Formula =
  /** Σ terms; `n` counts what stands behind it. */
  | { kind: 'count' | 'sum'; sum: Term[]; n: Term[] }
  /** scale × Σ numerator ÷ Σ denominator; n = Σ denominator unless given. */
  | { kind: 'ratio' | 'mean'; numerator: Term[]; denominator: Term[]; n?: Term[]; scale?: number }
  /** The q-quantile of a merged histogram; n = its total. */
  | { kind: 'percentile'; histogram: string; q: number; where?: Readonly<Record<string, string>> }
  /** Σ of everything before the start or the end of the period. */
  | { kind: 'stock'; sum: Term[]; at: 'start' | 'end' }
  /** Of the stock at the start, the share that a map keyed by its entry shows as lost in the period (or kept). */
  | { kind: 'cohort'; stock: Term[]; lostBy: string; kept: boolean }
  /** Share of a second-exact map within `target`, with the unanswered past it as missed. */
  | { kind: 'within'; answered: string; seconds: string; unanswered: string }
  /** Age of the least key (epoch seconds) of a map, before the end of the period, at the instant of asking; one answer, however many intervals. */
  | { kind: 'oldest'; since: string };

export interface Parameter {
  name: string;
  type: 'number';
  default: number;
  doc: string;
}

/** One metric, defined once. */
export interface Metric {
  name: string;
  title: string;
  unit: Unit;
  better: 'up' | 'down' | 'none';
  kind: Formula['kind'];
  fact: FactName;
  /** What it can be split and filtered by. */
  dimensions: readonly string[];
  parameters: readonly Parameter[];
  /** In words. */
  definition: string;
  /** Whose definition this is. */
  source: string;
  formula: Formula;
}

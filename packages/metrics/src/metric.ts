import type { FactName } from '@tallyboard/facts/facts';
import type { Formula, Kind } from './expression/formula.js';

export const UNITS = ['count', 'ratio', 'ms', 'money', 'score', 'points'] as const;
export type Unit = (typeof UNITS)[number];

export const BETTER = ['up', 'down', 'none'] as const;
export type Better = (typeof BETTER)[number];

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
  better: Better;
  kind: Kind;
  /** All facts that it reads. */
  facts: readonly FactName[];
  /** What it can be split and filtered by: what all its facts have. */
  dimensions: readonly string[];
  parameters: readonly Parameter[];
  /** In words. */
  definition: string;
  /** Whose definition this is. */
  source: string;
  formula: Formula;
}

/**
 * What is told of a metric: how it is computed may change when its meaning does not. `fact` is the first of `facts`, for
 * clients that know no other.
 */
export function inPublic({ formula: _, facts, dimensions, parameters, ...rest }: Metric) {
  return {
    ...rest,
    fact: facts[0]!,
    facts: [...facts],
    dimensions: [...dimensions],
    parameters: [...parameters],
  };
}

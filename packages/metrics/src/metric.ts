import type { FactName } from '@tallyboard/facts/facts';
import { exampleOf, type Given } from './example.js';
import type { Formula, Kind } from './expression/formula.js';
import { inWords } from './expression/term.js';
import type { Parameter } from './parameter.js';

export const UNITS = ['count', 'ratio', 'ms', 'money', 'score', 'points'] as const;
export type Unit = (typeof UNITS)[number];

export const BETTER = ['up', 'down', 'none'] as const;
export type Better = (typeof BETTER)[number];

/**
 * What a metric tells about the work: what is put in (calls), how it is done (time to the first response), what comes out of
 * it (deals won), and what that changes in the end (customers that stay).
 */
export const INDICATORS = ['input', 'process', 'output', 'outcome'] as const;
export type Indicator = (typeof INDICATORS)[number];

/** What people want to know of a metric before they trust it. */
export interface Words {
  /** What it is, in one sentence. */
  definition: string;
  /** What counts, and where and for whom. */
  counts: string;
  /** What one might think counts, and does not. */
  omits: string;
  /** What becomes of the odd cases, a sentence or two each. */
  edges: readonly string[];
  indicator: Indicator;
  /** An example: what each term of the formula comes to, see `exampleOf`. */
  given: Record<string, Given>;
}

/** One metric, defined once. */
export interface Metric extends Words {
  name: string;
  title: string;
  unit: Unit;
  better: Better;
  kind: Kind;
  /** All facts that it reads. */
  facts: readonly FactName[];
  /** What it can be split and filtered by: what all its facts have, and the currency that some of them have. */
  dimensions: readonly string[];
  parameters: readonly Parameter[];
  /** Whose definition this is. */
  source: string;
  formula: Formula;
}

/**
 * What is told of a metric: `formula` in words, as how it is computed may change when its meaning does not. `fact` is the
 * first of `facts`, for clients that know no other.
 */
export function inPublic(metric: Metric) {
  const { formula, given: _, facts, dimensions, parameters, edges, ...rest } = metric;
  return {
    ...rest,
    fact: facts[0]!,
    facts: [...facts],
    dimensions: [...dimensions],
    parameters: [...parameters],
    formula: inWords(formula.value),
    edges: [...edges],
    example: exampleOf(metric),
  };
}

import { type FactName, factOf } from '@tallyboard/facts/facts';
import type { Formula, Metric, Parameter, Term } from '../metric.js';

export interface Definition {
  name: string;
  title: string;
  unit: Metric['unit'];
  better: Metric['better'];
  definition: string;
  source?: string;
  formula: Formula;
  /** Dimensions of the fact that make no sense for this metric. */
  without?: string[];
  parameters?: Parameter[];
}

/** Completes a definition from its fact. */
export function metric(fact: FactName, definition: Definition): Metric {
  const { without = [], parameters = [], source = 'Tallyboard', ...rest } = definition;
  return {
    ...rest,
    source,
    kind: rest.formula.kind,
    fact,
    parameters,
    dimensions: factOf(fact).dimensions.filter((dimension) => !without.includes(dimension)),
  };
}

/** Mean, median and 90th percentile (and more) of a duration kept as sum, count and histogram. */
export function durations(
  fact: FactName,
  name: string,
  title: string,
  definition: string,
  parts: { sum: string; count: Term[]; histogram: string; better: Metric['better']; quantiles: number[] },
): Metric[] {
  const common = { unit: 'ms', better: parts.better } as const;
  return [
    metric(fact, {
      ...common,
      name: `${name}_mean`,
      title: `${title}, mean`,
      definition: `Mean of: ${definition}`,
      formula: { kind: 'mean', numerator: [{ measure: parts.sum }], denominator: parts.count },
    }),
    ...parts.quantiles.map((q) =>
      metric(fact, {
        ...common,
        name: `${name}_p${Math.round(q * 100)}`,
        title: `${title}, p${Math.round(q * 100)}`,
        definition: `${Math.round(q * 100)}th percentile, within 1 %, of: ${definition}`,
        formula: { kind: 'percentile', histogram: parts.histogram, q },
      }),
    ),
  ];
}

/** A plain count of one measure. */
export function count(measure: string, where?: Record<string, string>): Formula {
  const term: Term = where ? { measure, where } : { measure };
  return { kind: 'count', sum: [term], n: [term] };
}

import { type FactName, factOf } from '@tallyboard/facts/facts';
import type { Expression } from '../expression/expression.js';
import { mean, measuresOf, percentile } from '../expression/forms.js';
import { type Formula, factsOf } from '../expression/formula.js';
import type { Metric, Parameter } from '../metric.js';

export interface Definition {
  name: string;
  title: string;
  unit: Metric['unit'];
  better: Metric['better'];
  definition: string;
  source?: string;
  formula: Formula;
  /** Dimensions of its facts that make no sense for this metric. */
  without?: string[];
  parameters?: Parameter[];
}

/** Completes a definition from the facts that its formula reads. */
export function metric(definition: Definition): Metric {
  const { without = [], parameters = [], source = 'Tallyboard', ...rest } = definition;
  const facts = factsOf(rest.formula);
  const isShared = (dimension: string) => facts.every((fact) => factOf(fact).dimensions.includes(dimension));
  return {
    ...rest,
    source,
    kind: rest.formula.kind,
    facts,
    parameters,
    dimensions: factOf(facts[0]!).dimensions.filter(
      (dimension) => isShared(dimension) && !without.includes(dimension),
    ),
  };
}

/** Mean, median and 90th percentile (and more) of a duration kept as sum, count and histogram. */
export function durations(
  fact: FactName,
  name: string,
  title: string,
  definition: string,
  parts: {
    sum: string;
    count: Expression;
    histogram: string;
    better: Metric['better'];
    quantiles: number[];
  },
): Metric[] {
  const common = { unit: 'ms', better: parts.better } as const;
  return [
    metric({
      ...common,
      name: `${name}_mean`,
      title: `${title}, mean`,
      definition: `Mean of: ${definition}`,
      formula: mean(measuresOf(fact).sum(parts.sum), parts.count),
    }),
    ...parts.quantiles.map((q) =>
      metric({
        ...common,
        name: `${name}_p${Math.round(q * 100)}`,
        title: `${title}, p${Math.round(q * 100)}`,
        definition: `${Math.round(q * 100)}th percentile, between neighbours in proportion as spreadsheets do, within 1 %, of: ${definition}`,
        formula: percentile(fact, parts.histogram, q),
      }),
    ),
  ];
}

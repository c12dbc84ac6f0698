import { type FactName, factOf } from '@tallyboard/facts/facts';
import { askedDimensions } from '@tallyboard/facts/products';
import { mean, measuresOf, percentile } from '../expression/forms.js';
import { currenciesOf, type Formula, factsOf, readsOf } from '../expression/formula.js';
import { termOf } from '../expression/term.js';
import type { Metric, Words } from '../metric.js';
import type { Parameter } from '../parameter.js';

export interface Definition extends Words {
  name: string;
  title: string;
  unit: Metric['unit'];
  better: Metric['better'];
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
  const currencies = currenciesOf(rest.formula);
  const isShared = (dimension: string) =>
    currencies.includes(dimension) ||
    facts.every((fact) => askedDimensions(factOf(fact)).includes(dimension));
  const known = new Set(facts.flatMap((fact) => askedDimensions(factOf(fact))));
  return {
    ...rest,
    source,
    kind: rest.formula.kind,
    facts,
    parameters,
    dimensions: [...known].filter((dimension) => isShared(dimension) && !without.includes(dimension)),
  };
}

/** Mean, median and 90th percentile (and more) of a duration kept as sum, count and histogram. */
export function durations(
  fact: FactName,
  name: string,
  title: string,
  /** `definition` goes on from "Mean of …"; `of`: durations of the example, ms. */
  words: Omit<Words, 'given'> & { of: number[] },
  parts: {
    sum: string;
    count: { measure: string; where?: Record<string, string> };
    histogram: string;
    better: Metric['better'];
    quantiles: number[];
    without?: string[];
  },
): Metric[] {
  const { of, definition, edges, ...shared } = words;
  const { better, without = [] } = parts;
  const common = { unit: 'ms', better, without, ...shared } as const;
  const { sum } = measuresOf(fact);
  const meanFormula = mean(sum(parts.sum), sum(parts.count.measure, parts.count.where));
  const [total, howMany] = readsOf(meanFormula).map(termOf) as [string, string];
  return [
    metric({
      ...common,
      name: `${name}_mean`,
      title: `${title}, mean`,
      definition: `Mean of ${definition}`,
      edges,
      formula: meanFormula,
      given: { [total]: of.reduce((all, each) => all + each, 0), [howMany]: of.length },
    }),
    ...parts.quantiles.map((q) =>
      metric({
        ...common,
        name: `${name}_p${Math.round(q * 100)}`,
        title: `${title}, p${Math.round(q * 100)}`,
        definition: `${Math.round(q * 100)}th percentile of ${definition}`,
        edges: [
          ...edges,
          'Between two neighbours it goes in proportion, as spreadsheets do: the median of two is their middle. It comes from a histogram and is right within 1 %.',
        ],
        formula: percentile(fact, parts.histogram, q),
        given: { [parts.histogram]: of },
      }),
    ),
  ];
}

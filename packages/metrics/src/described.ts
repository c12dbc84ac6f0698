import { factOf } from '@tallyboard/facts/facts';
import { exampleOf, type Given } from './example.js';
import { countsWorkingDays, quantitiesIn } from './expression/formula.js';
import { isMoney, type Quantity } from './expression/quantity.js';
import { inWords, termOf, WORKING_DAYS } from './expression/term.js';
import type { Metric } from './metric.js';
import { formatDuration, formatValue } from './value-text.js';

/** What a metric says of itself beside its words: its formula, what the terms of that are, and an example. */
export interface Described {
  /** `won ÷ (won + lost)` */
  formula: string;
  terms: readonly Term[];
  /** What the example comes to, and of how many. */
  result: { value: string; n: string };
}

export interface Term {
  /** As it stands in the formula. */
  name: string;
  /** What the fact says of its measure. */
  doc: string;
  /** What it comes to in the example. */
  given: string;
}

export function described(metric: Metric): Described {
  const { formula, given, unit } = metric;
  const { value, n } = exampleOf(metric);
  const read = new Map(quantitiesIn(formula).map((quantity) => [termOf(quantity), quantity]));
  return {
    formula: inWords(formula.value),
    terms: [
      ...[...read].map(([name, quantity]) => ({
        name,
        doc: docOf(quantity),
        given: givenText(given[name]!, quantity),
      })),
      ...(countsWorkingDays(formula)
        ? [
            {
              name: WORKING_DAYS,
              doc: 'days up to now on which the office works, by its schedule',
              given: formatValue(Number(given[WORKING_DAYS]), 'count'),
            },
          ]
        : []),
    ],
    result: { value: formatValue(value, unit), n: n.toLocaleString('en-US') },
  };
}

function docOf({ fact, measure }: Quantity): string {
  return factOf(fact).measures.find(({ name }) => name === measure)!.doc;
}

function givenText(given: Given, { type }: Quantity): string {
  if (typeof given === 'object')
    return given
      .map((each) => (each < 0 ? `${formatDuration(-each * 1_000)} ago` : formatDuration(each)))
      .join(', ');
  if (type === 'sum_ms') return formatDuration(Number(given));
  return formatValue(given, isMoney(type) ? 'money' : 'count');
}

import type { Metric } from '@tallyboard/metrics/catalogue';
import { LIMITS } from '../limits.js';
import { badParameter, Refusal, unknownWord } from '../refusal.js';

export type Filter = Readonly<Record<string, readonly string[]>>;

/**
 * Reads `dimension:value[|value]`, given any number of times: different dimensions must all hold, of the values of one
 * any. `rep:` selects what has no rep. Inside a value `\|` is a bar and `\\` a backslash; one before anything else
 * stands for itself, as colons and commas do.
 */
export function readFilter(metric: Metric, texts: readonly string[]): Filter | Refusal {
  const filter: Record<string, string[]> = {};
  for (const text of texts) {
    const colon = text.indexOf(':');
    if (colon < 1)
      return badParameter(
        'filter',
        `filter wants dimension:value, or dimension:value|value, of ${metric.name}`,
        metric.dimensions,
      );
    const dimension = knownDimension('filter', metric, text.slice(0, colon));
    if (dimension instanceof Refusal) return dimension;
    const values = valuesIn(text.slice(colon + 1));
    if (values.some((value) => value.length > LIMITS.filterValueLength))
      return badParameter(
        'filter',
        `a value of filter ${dimension} is longer than ${LIMITS.filterValueLength} letters`,
      );
    filter[dimension] = [...new Set([...(filter[dimension] ?? []), ...values])];
    if (filter[dimension].length > LIMITS.filterValues)
      return badParameter('filter', `filter ${dimension} has more than ${LIMITS.filterValues} values`);
  }
  return filter;
}

/** A filter, or a group, but for some dimensions. */
export const lessOf = <T>(
  filter: Readonly<Record<string, T>>,
  without: readonly string[],
): Record<string, T> =>
  Object.fromEntries(Object.entries(filter).filter(([name]) => !without.includes(name)));

/** A value as a filter takes it. */
export const escaped = (value: string): string => value.replace(/[\\|]/g, '\\$&');

/** The values that a filter names, between bars, without the backslashes before a bar or another backslash. */
export function valuesIn(text: string): string[] {
  const values = [''];
  for (const [part] of text.matchAll(/\\[\\|]|./gsu)) {
    if (part === '|') values.push('');
    else values.push(values.pop()! + (part === '\\|' || part === '\\\\' ? part[1]! : part));
  }
  return values;
}

/** Reads a comma list of dimensions to split by. */
export function readBy(metric: Metric, text: string): string[] | Refusal {
  const by: string[] = [];
  for (const word of text.split(',').map((part) => part.trim())) {
    if (word === '') continue;
    const dimension = knownDimension('by', metric, word);
    if (dimension instanceof Refusal) return dimension;
    if (!by.includes(dimension)) by.push(dimension);
  }
  return by;
}

function knownDimension(field: string, metric: Metric, word: string): string | Refusal {
  return metric.dimensions.includes(word)
    ? word
    : unknownWord(field, word, `a dimension of ${metric.name}`, metric.dimensions);
}

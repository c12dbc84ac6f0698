import { METRICS } from '@tallyboard/metrics/catalogue';
import { Failure } from '@tallyboard/runtime/failure';
import { EXIT } from '../exit-codes.js';
import { closest } from '../terminal/closest.js';

export const isMetric = (name: string): boolean => METRICS.some((metric) => metric.name === name);

/** Names the metric that was probably meant. */
export function noSuchMetric(name: string): Failure {
  const guess = closest(
    name,
    METRICS.map((metric) => metric.name),
  );
  const way =
    guess === null ? '"tally metrics" lists them' : `did you mean ${guess}? "tally metrics" lists all`;
  return new Failure(`There is no metric "${name}": ${way}.`, { exitCode: EXIT.usage });
}

import { meantBy } from '@tallyboard/metrics/also-known';
import { METRICS } from '@tallyboard/metrics/catalogue';
import { Failure } from '@tallyboard/runtime/failure';
import { nearest } from '@tallyboard/runtime/nearest';
import { EXIT } from '../exit-codes.js';

export const isMetric = (name: string): boolean => METRICS.some((metric) => metric.name === name);

/** Names the metric that was probably meant. */
export function noSuchMetric(name: string): Failure {
  const meant = meantBy(name);
  if (meant !== null)
    return new Failure(`There is no metric "${name}": that is ${meant}.`, { exitCode: EXIT.usage });
  const guess = nearest(
    name,
    METRICS.map((metric) => metric.name),
  );
  const way =
    guess === undefined ? '"tally metrics" lists them' : `did you mean ${guess}? "tally metrics" lists all`;
  return new Failure(`There is no metric "${name}": ${way}.`, { exitCode: EXIT.usage });
}

import { activities } from './catalogue/activities.js';
import { customers } from './catalogue/customers.js';
import { ordering } from './catalogue/ordering.js';
import { selling } from './catalogue/selling.js';
import { serving } from './catalogue/serving.js';
import { surveys } from './catalogue/surveys.js';
import type { Metric } from './metric.js';

export type { Metric } from './metric.js';

/** Every metric, in the order people read them. */
export const METRICS: readonly Metric[] = [
  ...selling,
  ...activities,
  ...ordering,
  ...customers,
  ...serving,
  ...surveys,
];

/** The metric of that name; a bare name such as `sales_cycle` means its mean. Undefined when there is none. */
export function metricByName(name: string): Metric | undefined {
  return (
    METRICS.find((metric) => metric.name === name) ?? METRICS.find((metric) => metric.name === `${name}_mean`)
  );
}

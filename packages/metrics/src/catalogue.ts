import { activities } from './catalogue/activities.js';
import { attribution } from './catalogue/attribution.js';
import { customers } from './catalogue/customers.js';
import { leads } from './catalogue/leads.js';
import { marketing } from './catalogue/marketing.js';
import { ordering } from './catalogue/ordering.js';
import { pipeline } from './catalogue/pipeline.js';
import { selling } from './catalogue/selling.js';
import { serving } from './catalogue/serving.js';
import { subscriptions } from './catalogue/subscriptions.js';
import { surveys } from './catalogue/surveys.js';
import type { Metric } from './metric.js';

export type { Metric } from './metric.js';

/** Every metric, by what it is about, in the order people read them. */
export const AREAS: readonly { title: string; metrics: readonly Metric[] }[] = [
  { title: 'Selling', metrics: selling },
  { title: 'Pipeline', metrics: pipeline },
  { title: 'Activities', metrics: activities },
  { title: 'Leads', metrics: leads },
  { title: 'Marketing', metrics: [...marketing, ...attribution] },
  { title: 'Orders', metrics: ordering },
  { title: 'Keeping customers', metrics: customers },
  { title: 'Recurring revenue', metrics: subscriptions },
  { title: 'Serving', metrics: serving },
  { title: 'Asking', metrics: surveys },
];

export const METRICS: readonly Metric[] = AREAS.flatMap(({ metrics }) => metrics);

/** The metric of that name; a bare name such as `sales_cycle` means its mean. Undefined when there is none. */
export function metricByName(name: string): Metric | undefined {
  return (
    METRICS.find((metric) => metric.name === name) ?? METRICS.find((metric) => metric.name === `${name}_mean`)
  );
}

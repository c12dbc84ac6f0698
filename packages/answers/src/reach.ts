import { factsOf, readsBefore } from '@tallyboard/metrics/formula';
import type { AskedPeriod } from './question/asked-period.js';
import type { MetricRequest } from './question/metric-request.js';

/** What an answer reads: it can change only when cells of these are restated. */
export interface Reach {
  tenant: string;
  facts: readonly string[];
  /** Epoch seconds: [from, to). */
  from: number;
  to: number;
}

/** Stocks depend on every bucket before the end. */
export function reachOf(tenant: string, { metric }: MetricRequest, period: AskedPeriod): Reach {
  return {
    tenant,
    facts: factsOf(metric.formula),
    from: readsBefore(metric.formula) || period.isOpen ? Number.NEGATIVE_INFINITY : period.from,
    to: period.isOpen ? Number.POSITIVE_INFINITY : period.to,
  };
}

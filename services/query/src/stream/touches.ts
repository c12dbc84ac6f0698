import type { CellsRestated } from '@tallyboard/pipeline/messages';
import type { MetricRequest } from '../metric-request.js';
import type { Period } from '../periods.js';
import type { Remembered } from './update-log.js';

/** What a query reads: the answer can change only when cells of these are restated. */
export interface Reach {
  tenant: string;
  fact: string;
  /** Epoch seconds: [from, to). */
  from: number;
  to: number;
}

/** Stocks and cohorts depend on every bucket before the end. */
export function reachOf(tenant: string, { metric }: MetricRequest, period: Period): Reach {
  const looksBack =
    metric.kind === 'stock' || metric.kind === 'cohort' || metric.kind === 'oldest' || period.isOpen;
  return {
    tenant,
    fact: metric.fact,
    from: looksBack ? Number.NEGATIVE_INFINITY : period.bounds[0]!,
    to: period.isOpen ? Number.POSITIVE_INFINITY : period.bounds.at(-1)!,
  };
}

/** Whether cells that the query reads were restated. */
export function touches({ tenant, fact, from, to }: Reach, update: CellsRestated): boolean {
  if (update.tenant !== tenant || update.fact !== fact) return false;
  return update.buckets.some((bucket) => bucket >= from && bucket < to);
}

/** The same of a remembered update, of which only the first and last bucket are known: true when it may be so. */
export function mayTouch({ tenant, fact, from, to }: Reach, update: Remembered): boolean {
  return update.tenant === tenant && update.fact === fact && update.last >= from && update.first < to;
}

import { METRICS } from './catalogue.js';

/** What people ask for by names that no metric has: a metric with the rest of the question, or where else it is answered. */
export const ALSO_KNOWN: Readonly<Record<string, string>> = {
  popular_products: 'units or revenue_orders by product, with top',
  leads_by_source: 'leads_created by lead_source',
  pipeline_weighted: 'GET /v1/forecast, or tally deals forecast',
  weighted_pipeline: 'GET /v1/forecast, or tally deals forecast',
  forecast: 'GET /v1/forecast, or tally deals forecast',
  deals_at_risk: 'GET /v1/deals-at-risk, or tally deals at-risk',
  cohorts: 'GET /v1/retention, or tally retention',
  win_rate: 'close_rate',
  average_deal_size: 'deal_size_mean',
  acv: 'deal_size_mean',
  nrr: 'net_revenue_retention',
  ndr: 'net_revenue_retention',
  grr: 'gross_revenue_retention',
  ltv: 'customer_lifetime_value',
  clv: 'customer_lifetime_value',
  cltv: 'customer_lifetime_value',
  cac: 'cost_per_customer',
  cpl: 'cost_per_lead',
  roi: 'marketing_roi',
  aht: 'call_duration_mean',
  frt: 'first_response_time_p50',
  ttr: 'resolution_time_p50',
  fcr: 'one_touch_rate',
  backlog: 'tickets_waiting',
};

/** What one probably means who asks for a name that is none: by the field's other word, or by the statistics there are of it. */
export function meantBy(name: string): string | null {
  const asked = name.trim().toLowerCase();
  if (Object.hasOwn(ALSO_KNOWN, asked)) return ALSO_KNOWN[asked]!;
  const statistics = METRICS.filter((metric) => /^_(mean|p\d+)$/.test(metric.name.slice(asked.length)))
    .map((metric) => metric.name)
    .filter((each) => each.startsWith(asked) && asked !== '');
  return statistics.length === 0 ? null : statistics.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

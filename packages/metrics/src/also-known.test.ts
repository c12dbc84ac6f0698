import { expect, it } from 'vitest';
import { ALSO_KNOWN, meantBy } from './also-known.js';
import { metricByName } from './catalogue.js';

it('other names are of no metric, and say where it is answered', () => {
  for (const [name, meant] of Object.entries(ALSO_KNOWN)) {
    expect(metricByName(name), name).toBeUndefined();
    const [, first = ''] = /^([a-z0-9_]+)/.exec(meant) ?? [];
    expect(meant.startsWith('GET /v1/') || metricByName(first) !== undefined, `${name}: ${meant}`).toBe(true);
  }
});

it('a time without its statistic is one of those that there are', () => {
  expect(meantBy('Sales_Cycle')).toBe('sales_cycle_mean, sales_cycle_p50 or sales_cycle_p90');
  expect(meantBy('NRR')).toBe('net_revenue_retention');
  for (const none of ['', 'calls', 'first_response', '__proto__']) expect(meantBy(none)).toBeNull();
});

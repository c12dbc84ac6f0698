import { describe, expect, it } from 'vitest';
import { metricByName } from './catalogue.js';
import { buildMetricQuery, effectiveBy, type MetricQuery } from './query.js';

const asked = (name: string, query: Partial<MetricQuery> = {}) => {
  const built = buildMetricQuery(metricByName(name)!, {
    tenant: 'acme',
    bounds: [900, 1_800],
    by: [],
    filter: {},
    parameters: {},
    now: 10_000,
    ...query,
  });
  return { ...built, sql: built.sql.replace(/\s+/g, ' ') };
};

describe('the SQL of an answer', () => {
  it('adds up the cells of the period, last revision alone', () => {
    expect(asked('calls')).toEqual({
      sql:
        'SELECT i, sum(calls) AS value, sum(calls) AS n, NULL AS numerator, NULL AS denominator ' +
        "FROM (SELECT i, calls FROM (SELECT toInt32(0) AS i, calls FROM call_cells_packed FINAL WHERE tenant = {tenant:String} AND bucket < toDateTime(1800, 'UTC') AND bucket >= toDateTime(900, 'UTC')) ARRAY JOIN calls) GROUP BY i",
      params: { tenant: 'acme' },
    });
  });

  it('divides sums, and nothing by nothing', () => {
    const { sql } = asked('close_rate', { by: ['rep'] });
    expect(sql).toMatch(
      /^SELECT \*, if\(denominator = 0, NULL, toFloat64\(numerator\) \/ toFloat64\(denominator\)\) AS value FROM \(SELECT i, rep, sum\(won\) AS numerator, sum\(won\) \+ sum\(lost\) AS denominator, sum\(won\) \+ sum\(lost\) AS n FROM/,
    );
    expect(sql).toMatch(/GROUP BY i, rep\)$/);
  });

  it('finds the interval of a bucket among the bounds', () => {
    expect(asked('calls', { bounds: [900, 1_800, 2_700] }).sql).toContain(
      'indexOf([900,1800], roundDown(toUnixTimestamp(bucket), [900,1800])) - 1',
    );
  });

  it('quotes what is filtered by', () => {
    expect(asked('calls', { filter: { rep: ["o'neil", '\\'], outcome: ['busy'] } }).sql).toContain(
      String.raw`rep IN ('o\'neil', '\\') AND outcome IN ('busy')`,
    );
  });

  it('looks back to the beginning for a stock', () => {
    expect(asked('tickets_waiting').sql).not.toContain('bucket >=');
    expect(asked('customers_at_start').sql).toContain(
      'arrayFirstIndex(at -> at > toUnixTimestamp(bucket), [900])',
    );
    expect(asked('customers_at_end').sql).toContain(
      'arrayFirstIndex(at -> at > toUnixTimestamp(bucket), [1800])',
    );
  });

  it('takes parameters as whole numbers, and their defaults', () => {
    expect(asked('first_response_within').sql).toContain('seconds <= 3600');
    expect(asked('first_response_within', { parameters: { target: 90.7 } }).sql).toContain('seconds <= 90,');
  });

  it('has no dimension that the metric has not', () => {
    expect(() => asked('calls', { by: ['product'] })).toThrow('calls has no dimension product');
    expect(() => asked('calls', { filter: { '1=1 OR rep': ['x'] } })).toThrow('calls has no dimension');
  });

  it('never adds money of different currencies', () => {
    const by = (name: string, query: Pick<MetricQuery, 'by' | 'filter'>) =>
      effectiveBy(metricByName(name)!, query);
    expect(by('revenue_won', { by: ['rep'], filter: {} })).toEqual(['rep', 'currency']);
    expect(by('revenue_won', { by: [], filter: { currency: ['EUR'] } })).toEqual([]);
    expect(by('revenue_won', { by: [], filter: { currency: ['EUR', 'USD'] } })).toEqual(['currency']);
    expect(by('deal_size_mean', { by: [], filter: {} })).toEqual(['currency']);
    expect(by('close_rate_by_value', { by: [], filter: {} })).toEqual(['currency']);
    expect(by('close_rate', { by: [], filter: {} })).toEqual([]);
  });
});

import { factOf } from '@tallyboard/facts/facts';
import { describe, expect, it } from 'vitest';
import { METRICS, type Metric, metricByName } from './catalogue.js';
import type { Term } from './metric.js';

const termsOf = ({ formula }: Metric): Term[] => {
  switch (formula.kind) {
    case 'count':
    case 'sum':
      return [...formula.sum, ...formula.n];
    case 'ratio':
    case 'mean':
      return [...formula.numerator, ...formula.denominator, ...(formula.n ?? [])];
    case 'stock':
      return formula.sum;
    case 'cohort':
      return formula.stock;
    case 'within':
      return [{ measure: formula.answered }];
    case 'percentile':
    case 'oldest':
      return [];
  }
};

const mapsOf = ({ formula }: Metric): string[] => {
  switch (formula.kind) {
    case 'percentile':
      return [formula.histogram];
    case 'cohort':
      return [formula.lostBy];
    case 'within':
      return [formula.seconds, formula.unanswered];
    case 'oldest':
      return [formula.since];
    default:
      return [];
  }
};

describe('the catalogue', () => {
  it('has the metrics that a sales office is promised', () => {
    const promised = [
      'calls talk_time call_duration_mean call_duration_p50 call_duration_p90 connect_rate',
      'deals_opened deals_won deals_lost revenue_won close_rate close_rate_by_value',
      'sales_cycle_mean sales_cycle_p50 sales_cycle_p90',
      'customers_at_start customers_at_end customers_gained customers_lost customers_won_back',
      'churn_rate retention_rate',
      'tickets_opened tickets_resolved tickets_reopened tickets_waiting',
      'first_response_time_mean first_response_time_p50 first_response_time_p90 first_response_within',
      'csat nps ces',
    ].flatMap((line) => line.split(' '));
    expect(METRICS.map(({ name }) => name)).toEqual(expect.arrayContaining(promised));
  });

  it('names each metric once, in words that go into a URL and SQL as they are', () => {
    const names = METRICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
  });

  it.each(METRICS.map((metric) => [metric.name, metric] as const))(
    '%s is of measures that its fact has',
    (_, metric) => {
      const { measures, dimensions } = factOf(metric.fact);
      const type = (name: string) => measures.find((measure) => measure.name === name)?.type;
      for (const { measure, where = {} } of termsOf(metric)) {
        expect(type(measure), measure).toBeOneOf(['count', 'sum_ms', 'sum', 'decimal']);
        for (const dimension of Object.keys(where)) expect(dimensions).toContain(dimension);
      }
      for (const name of mapsOf(metric)) expect(type(name), name).toBe('map');
      expect(dimensions).toEqual(expect.arrayContaining([...metric.dimensions]));
      expect(metric.dimensions.slice(0, 3)).toEqual(['office', 'team', 'rep']);
    },
  );

  it.each(METRICS.map((metric) => [metric.name, metric] as const))(
    '%s says in a sentence what it is',
    (_, metric) => {
      expect(metric.definition).toMatch(/^[A-Z0-9].{10,}[.]$/s);
      expect(metric.title).not.toBe('');
      expect(metric.source).not.toBe('');
      for (const { doc, default: value } of metric.parameters) {
        expect(doc).toMatch(/[.]$/);
        expect(value).toBeGreaterThanOrEqual(0);
      }
    },
  );

  it('is asked by name, and a duration without its kind means the mean', () => {
    expect(metricByName('churn_rate')?.name).toBe('churn_rate');
    expect(metricByName('first_response_time')?.name).toBe('first_response_time_mean');
    expect(metricByName('nonsense')).toBeUndefined();
  });
});

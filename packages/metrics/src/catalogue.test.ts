import { FACTS, factOf } from '@tallyboard/facts/facts';
import { askedDimensions } from '@tallyboard/facts/products';
import { describe, expect, it } from 'vitest';
import { metric } from './catalogue/define.js';
import { METRICS, metricByName } from './catalogue.js';
import { exampleOf } from './example.js';
import { quantitiesOf } from './expression/expression.js';
import { measuresOf, plus, ratio } from './expression/forms.js';
import {
  currenciesOf,
  currenciesWithout,
  dependsOnNow,
  factsOf,
  isOfNow,
  readsBefore,
  readsOf,
} from './expression/formula.js';
import { INDICATORS, inPublic } from './metric.js';

const named = (asked: (formula: (typeof METRICS)[number]['formula']) => boolean) =>
  METRICS.filter(({ formula }) => asked(formula)).map(({ name }) => name);

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
    '%s is split and filtered by what all its facts have, but for the currency of some of them',
    (_, { formula, dimensions, parameters }) => {
      for (const fact of factsOf(formula)) {
        const without = currenciesWithout(formula, fact);
        expect([...askedDimensions(factOf(fact)), ...without]).toEqual(
          expect.arrayContaining([...dimensions]),
        );
      }
      expect(dimensions.slice(0, 3)).toEqual(['office', 'team', 'rep']);
      for (const { fact, where, reading } of readsOf(formula)) {
        for (const dimension of Object.keys(where)) expect(factOf(fact).dimensions).toContain(dimension);
        if (reading.as !== 'count' || typeof reading.keys === 'string') continue;
        const [parameter] = Object.values(reading.keys);
        expect(parameters.map(({ name }) => name)).toContain(parameter);
      }
    },
  );

  it('has shares of things counted alone', () => {
    for (const { name, unit, formula } of METRICS.filter((metric) => metric.formula.isShare)) {
      expect(unit, name).toBe('ratio');
      for (const { type, reading } of [
        ...quantitiesOf(formula.numerator!),
        ...quantitiesOf(formula.denominator!),
      ])
        expect(type === 'count' || type === 'sum' || reading.as === 'count', name).toBe(true);
    }
    expect(METRICS.filter(({ unit, formula }) => unit === 'ratio' && !formula.isShare)).toMatchObject([
      { name: 'close_rate_by_value' },
      { name: 'lead_conversion_rate_as_of_close' },
      { name: 'marketing_roi' },
      { name: 'marketing_roi_last' },
      { name: 'marketing_roi_linear' },
      { name: 'net_revenue_retention' },
      { name: 'gross_revenue_retention' },
    ]);
  });

  it.each(METRICS.map((metric) => [metric.name, metric] as const))(
    '%s says in a sentence what it is, and then what counts, what does not and what becomes of the odd cases',
    (_, metric) => {
      const SENTENCE = /^[A-Z0-9].{10,}[.]$/s;
      expect(metric.definition).toMatch(SENTENCE);
      // No second sentence begins in it.
      expect(metric.definition).not.toMatch(/[.] [A-Z]/);
      for (const words of [metric.counts, metric.omits, ...metric.edges]) expect(words).toMatch(SENTENCE);
      expect(metric.edges).not.toEqual([]);
      expect(metric.title).not.toBe('');
      expect(metric.source).not.toBe('');
      for (const { doc, default: value } of metric.parameters) {
        expect(doc).toMatch(/[.]$/);
        expect(value).toBeGreaterThanOrEqual(0);
      }
    },
  );

  it.each(METRICS.map((metric) => [metric.name, metric] as const))(
    '%s has an example that its own formula computes',
    (_, metric) => {
      const { value, n } = exampleOf(metric);
      expect(value).not.toBeNull();
      expect(n).toBeGreaterThan(0);
    },
  );

  it('says of each measure what it is, without a word about another one', () => {
    const docs = FACTS.flatMap(({ name, measures }) => measures.map((each) => `${name}: ${each.doc}`));
    expect(docs.filter((doc) => /\bthese\b/.test(doc))).toEqual([]);
  });

  it('has each of the four kinds of indicators', () => {
    expect(new Set(METRICS.map(({ indicator }) => indicator))).toEqual(new Set(INDICATORS));
  });

  it('is asked by name, and a duration without its kind means the mean', () => {
    expect(metricByName('churn_rate')?.name).toBe('churn_rate');
    expect(metricByName('first_response_time')?.name).toBe('first_response_time_mean');
    expect(metricByName('nonsense')).toBeUndefined();
  });
});

describe('a metric of several facts', () => {
  const calls = measuresOf('call').sum('calls');
  const won = measuresOf('deal').sum('won');
  const callsPerWin = metric({
    name: 'calls_per_win',
    title: 'Calls per win',
    unit: 'score',
    better: 'down',
    definition: 'Calls ÷ deals won.',
    counts: 'Calls above the line, deals won below it.',
    omits: 'Activities other than calls.',
    edges: ['Without deals won there is no value.'],
    indicator: 'process',
    given: { calls: 300, won: 12 },
    formula: ratio(calls, won, { n: plus(calls, won) }),
  });

  it('names all of them, and is split by what all of them have', () => {
    expect(callsPerWin).toMatchObject({
      facts: ['call', 'deal'],
      dimensions: ['office', 'team', 'rep'],
    });
    expect(inPublic(callsPerWin)).toMatchObject({ fact: 'call', facts: ['call', 'deal'] });
  });
});

describe('a metric that divides money by what has no currency', () => {
  it('is split by currency all the same', () => {
    expect(metricByName('cost_per_lead')!.dimensions).toEqual([
      'office',
      'team',
      'rep',
      'campaign',
      'currency',
    ]);
  });
});

describe('what an answer needs is said by its formula', () => {
  it('money, on either side of a division', () => {
    const money = named((formula) => currenciesOf(formula).length > 0);
    expect(money).toEqual(expect.arrayContaining(['revenue_won', 'deal_size_mean', 'close_rate_by_value']));
    expect(money).not.toContain('close_rate');
  });

  it('cells before the period', () => {
    const looksBack = named(readsBefore);
    expect(looksBack).toEqual(expect.arrayContaining(['customers_at_end', 'churn_rate', 'oldest_waiting']));
    expect(looksBack).not.toContain('customers_gained');
  });

  it('the instant of asking', () => {
    const changesWithTime = named(dependsOnNow);
    expect(changesWithTime).toEqual(expect.arrayContaining(['oldest_waiting', 'first_response_within']));
    expect(changesWithTime).not.toContain('tickets_waiting');
    expect(named(isOfNow)).toContain('oldest_waiting');
    expect(named(isOfNow)).not.toContain('first_response_within');
  });
});

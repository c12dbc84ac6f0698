import { WEEKDAYS } from '@tallyboard/calendar/dates';
import { INTERVALS } from '@tallyboard/calendar/intervals';
import { PERIODS } from '@tallyboard/calendar/periods';
import { METRICS } from '@tallyboard/metrics/catalogue';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal.js';
import { escaped, valuesIn } from './filters.js';
import { readMetricRequest, readQuestion } from './metric-request.js';

const asked = (q: string) => {
  const request = readQuestion(q);
  if (request instanceof Refusal) throw new Error(request.message);
  return request;
};
const refused = (q: string) => {
  const request = readQuestion(q);
  if (!(request instanceof Refusal)) throw new Error(`${q} was not refused`);
  return request;
};

describe('a request', () => {
  it('names a metric, a period, what to split by and what to filter', () => {
    expect(
      asked(
        'calls?period=today&tz=Europe%2FBerlin&by=office,%20rep&filter=direction:inbound|outbound&interval=hour',
      ),
    ).toMatchObject({
      metric: { name: 'calls' },
      by: ['office', 'rep'],
      filter: { direction: ['inbound', 'outbound'] },
      period: { tz: 'Europe/Berlin', interval: 'hour', span: { kind: 'named', name: 'today' } },
    });
  });

  it('gathers the values of a filter that is given twice, and takes values with colons and none', () => {
    expect(asked('calls?period=today&filter=rep:a:b|a:b&filter=rep:').filter).toEqual({ rep: ['a:b', ''] });
  });

  it('takes values that contain what separates them', () => {
    const filter = (text: string) =>
      asked(`calls?${new URLSearchParams({ period: 'today', filter: text })}`).filter;
    expect(filter(String.raw`rep:GTX \| Pro|a,b|c:d`)).toEqual({ rep: ['GTX | Pro', 'a,b', 'c:d'] });
    expect(filter(String.raw`rep:back\\|slash\\\|:|Sales\West|at the end\\`)).toEqual({
      rep: ['back\\', 'slash\\|:', 'Sales\\West', 'at the end\\'],
    });
    expect(filter('rep:😀|\n|')).toEqual({ rep: ['😀', '\n', ''] });
  });

  it('gets every value back that was escaped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('|', '\\', ':', ',', ' ', 'a', '😀', '') }), {
          minLength: 1,
        }),
        (values) => {
          expect(valuesIn(values.map(escaped).join('|'))).toEqual(values);
        },
      ),
    );
  });

  it('means the mean when a duration is named without its kind', () => {
    expect(asked('sales_cycle?period=today').metric.name).toBe('sales_cycle_mean');
  });

  it('splits money by currency unless it is filtered to one', () => {
    const by = (q: string) => asked(q).by;
    expect(by('revenue_won?period=today')).toEqual(['currency']);
    expect(by('revenue_won?period=today&by=rep')).toEqual(['rep', 'currency']);
    expect(by('revenue_won?period=today&filter=currency:EUR')).toEqual([]);
    expect(by('revenue_won?period=today&filter=currency:EUR|USD')).toEqual(['currency']);
    expect(by('close_rate_by_value?period=today')).toEqual(['currency']);
    expect(by('close_rate?period=today')).toEqual([]);
  });

  it('takes the parameters of its metric', () => {
    expect(asked('first_response_within?period=today&target=600').parameters).toEqual({ target: 600 });
  });
});

it('says of another name for a metric which it is', () => {
  const refusal = readMetricRequest('popular_products', 'period=today');
  expect(refusal instanceof Refusal && refusal.message).toContain(
    'that is units or revenue_orders by product, with top',
  );
});

describe('a refusal lists what is allowed', () => {
  const names = METRICS.map(({ name }) => name);
  const calls = asked('calls?period=today').metric.dimensions;

  it.each<[string, string, readonly string[]]>([
    ['calls_made?period=today', 'unknown_metric', names],
    ['?period=today', 'unknown_metric', names],
    ['__proto__?period=today', 'unknown_metric', names],
    ['calls', 'bad_period', PERIODS],
    ['calls?period=tody', 'bad_period', PERIODS],
    ['calls?period=today&from=2026-01-01', 'bad_period', PERIODS],
    ['calls?period=today&interval=minute', 'bad_interval', INTERVALS],
    ['oldest_waiting?period=today&interval=day', 'bad_interval', ['none']],
    ['calls?period=today&by=product', 'bad_by', calls],
    ['calls?period=today&by=rep;DROP', 'bad_by', calls],
    ['calls?period=today&filter=rep', 'bad_filter', calls],
    ['calls?period=today&filter=product:x', 'bad_filter', calls],
    ['calls?period=today&filter=:x', 'bad_filter', calls],
    ['calls?period=today&week_starts=mo', 'bad_week_starts', WEEKDAYS],
    ['calls?period=today&by=rep&zeros=yes', 'bad_zeros', ['true', 'false']],
    ['calls?period=today&top=3', 'bad_top', calls],
    ['calls?period=today&quality=1', 'bad_quality', ['true', 'false']],
    ['calls?period=today&by=outcome&zeros=true', 'bad_zeros', ['office', 'team', 'rep']],
    [
      'calls?period=today&tz=office&interval=hour',
      'bad_interval',
      ['none', 'day', 'week', 'month', 'quarter', 'year'],
    ],
    [
      'calls?period=today&fliter=rep:x',
      'unknown_parameter',
      ['from', 'to', 'period', 'tz', 'interval', 'week_starts', 'by', 'filter', 'zeros', 'top', 'quality'],
    ],
    [
      'first_response_within?period=today&limit=5',
      'unknown_parameter',
      [
        'from',
        'to',
        'period',
        'tz',
        'interval',
        'week_starts',
        'by',
        'filter',
        'zeros',
        'top',
        'quality',
        'target',
      ],
    ],
  ])('%s', (q, code, allowed) => {
    expect(refused(q).body.error).toMatchObject({ code, allowed });
    expect(refused(q).status).toBe(400);
  });

  it.each(['0', '-1', '2.5', 'all', '10001'])('has no top %s', (top) => {
    expect(refused(`calls?period=today&by=rep&top=${top}`).message).toContain('a whole number from 1 to');
  });

  it.each([
    ['cals?period=today', 'did you mean calls?'],
    ['calls?period=today&by=reps', 'did you mean "rep"?'],
    ['calls?perod=today', 'did you mean "period"?'],
    ['calls?period=this_mont', 'did you mean "this_month"?'],
  ])('%s: and what was probably meant', (q, hint) => {
    expect(refused(q).message).toContain(hint);
  });

  it.each([
    ['calls?period=today&period=today', 'period is given twice'],
    ['first_response_within?period=today&target=soon', 'target is "soon" but wants a number from 0'],
    ['first_response_within?period=today&target=-1', 'wants a number from 0'],
    ['first_response_within?period=today&target=', 'wants a number from 0'],
    [`calls?period=today&filter=rep:${'x'.repeat(513)}`, 'longer than 512 letters'],
    ['calls?from=2026-03-01T00:00:00Z&tz=office', 'from wants a date such as 2026-03-01'],
    ['calls?from=2026-03-01&to=2026-03-02T00:00:00Z&tz=office', 'to wants a date'],
    ['calls?from=2026-03-02&to=2026-03-02&tz=office', 'must be after from'],
    [
      `calls?period=today&filter=rep:${Array.from({ length: 201 }, (_, n) => n).join('|')}`,
      'more than 200 values',
    ],
  ])('%s: %s', (q, why) => {
    expect(refused(q).status).toBe(400);
    expect(refused(q).message).toContain(why);
  });

  it('stays short whatever was typed', () => {
    expect(refused(`${'x'.repeat(10_000)}?period=today`).message.length).toBeLessThan(200);
  });
});

describe('a currency into which amounts are converted', () => {
  it('leaves them together', () => {
    expect(asked('revenue_won?period=today&currency=eur')).toMatchObject({ currency: 'EUR', by: [] });
    expect(asked('revenue_won?period=today&by=currency&currency=EUR').by).toEqual(['currency']);
    expect(asked('revenue_won?period=today')).toMatchObject({ currency: null, by: ['currency'] });
  });

  it.each([
    ['calls?period=today&currency=EUR', 'adds up no money'],
    ['revenue_won?period=today&currency=euro', 'wants an ISO 4217 code'],
    ['net_revenue_retention?period=today&currency=EUR', 'follows each customer within its currency'],
  ])('%s is refused', (q, why) => {
    expect(refused(q).body.error).toMatchObject({
      code: 'bad_currency',
      message: expect.stringContaining(why),
    });
  });
});

import { metricByName } from '@tallyboard/metrics/catalogue';
import { factsOf, readsOf } from '@tallyboard/metrics/formula';
import { describe, expect, it } from 'vitest';
import { oneClock } from '../clocks.js';
import type { CellsQuery } from './cells-query.js';
import { cellsSql } from './cells-sql.js';

const asked = (name: string, query: Partial<CellsQuery> = {}, withOpening = true): string => {
  const { formula } = metricByName(name)!;
  const statement = cellsSql(
    factsOf(formula)[0]!,
    readsOf(formula),
    {
      tenant: 'acme',
      clocks: [oneClock([900, 1_800])],
      by: [],
      filter: {},
      parameters: { target: 3_600 },
      now: 10_000,
      ...query,
    },
    { withOpening },
  );
  return statement === null ? '' : statement.sql.replace(/\s+/g, ' ');
};

describe('the SQL over cells', () => {
  it('adds up the cells of the period, last revision alone, each by itself where its groups are not told apart', () => {
    expect(asked('calls')).toBe(
      'SELECT sum(calls) AS q0 ' +
        "FROM (SELECT calls FROM (SELECT * REPLACE (arraySum(calls) AS calls) FROM (SELECT calls FROM call_cells_packed FINAL WHERE tenant = {tenant:String} AND bucket < toDateTime(1800, 'UTC') AND bucket >= toDateTime(900, 'UTC') AND notEmpty(calls))))",
    );
    expect(asked('calls', { by: ['rep'] })).toMatch(/ARRAY JOIN rep, calls\) GROUP BY rep$/);
  });

  it('reads each measure once, whatever is made of it', () => {
    expect(asked('close_rate', { by: ['rep'] })).toMatch(
      /^SELECT rep, sum\(won\) AS q0, sum\(lost\) AS q1 FROM .* GROUP BY rep$/,
    );
  });

  it('adds up those alone that a term is of', () => {
    expect(asked('meetings')).toContain("sumIf(activities, kind = 'meeting') AS q0");
  });

  it('finds the interval of a bucket among the bounds, where there are several', () => {
    expect(asked('calls', { clocks: [oneClock([900, 1_800, 3_600])] })).toContain(
      'transform(roundDown(toUnixTimestamp(bucket), [900,1800]), [900,1800], range(2))',
    );
    expect(asked('calls', { clocks: [oneClock([900, 1_800, 2_700])] })).toContain(
      'intDiv(toUnixTimestamp(bucket) - 900, 900)',
    );
  });

  it('finds the interval by the clock of the office, where these have their own', () => {
    const clocks = [
      { offices: null, tz: 'UTC', bounds: [900, 1_800], intervals: [0] },
      { offices: ["o'hare"], tz: 'Asia/Kathmandu', bounds: [2_700, 3_600, 4_500], intervals: [0, 1] },
    ];
    const sql = asked('customers_lost', { clocks });
    expect(sql).toContain(String.raw`toInt32(multiIf(office IN ('o\'hare'), [0,1][transform(`);
    // No more is read than the clocks together ask for, and of each row its own part alone.
    expect(sql).toContain(
      "bucket < toDateTime(4500, 'UTC') AND bucket >= toDateTime(900, 'UTC')) ARRAY JOIN",
    );
    expect(sql).toMatch(
      /WHERE multiIf\(office IN \('o\\'hare'\), bucket < toDateTime\(4500, 'UTC'\) AND bucket >= toDateTime\(2700, 'UTC'\), bucket </,
    );
    expect(asked('churn_rate', { clocks })).toContain('key < start');
  });

  it('quotes what is filtered by', () => {
    expect(asked('calls', { filter: { rep: ["o'neil", '\\'], outcome: ['busy'] } })).toContain(
      String.raw`rep IN ('o\'neil', '\\') AND outcome IN ('busy')`,
    );
  });

  it('looks back to the beginning for a stock, unless somebody has kept what was before', () => {
    const opening = "bucket < toDateTime(900, 'UTC')";
    expect(asked('tickets_waiting')).toContain(opening);
    expect(asked('tickets_waiting', {}, false)).not.toContain(opening);
    expect(asked('tickets_waiting', {}, false)).toContain("bucket >= toDateTime(900, 'UTC')");
    // At the start of the period nothing of it counts.
    expect(asked('customers_at_start')).not.toContain('bucket >=');
    expect(asked('customers_at_start', {}, false)).toBe('');
  });

  it('reads of all of history what stocks need, and nothing else', () => {
    expect(asked('churn_rate')).toMatch(
      /UNION ALL SELECT toInt32\(-1\) AS i, NULL AS q0, sum\(gained\) AS q1/,
    );
  });

  it('takes parameters as whole numbers', () => {
    expect(asked('first_response_within')).toContain('key <= 3600');
    expect(asked('first_response_within', { parameters: { target: 90.7 } })).toContain('key <= 90,');
    expect(asked('first_response_within')).toContain('key + 3600 < 10000');
  });
});

import { describe, expect, it } from 'vitest';
import { metric } from '../catalogue/define.js';
import { METRICS, metricByName } from '../catalogue.js';
import { measuresOf, plus, quotient, ratio } from '../expression/forms.js';
import { dailyOf } from './daily.js';
import { metricDaily } from './metric-daily.js';
import { metricsView } from './metrics-view.js';
import { statementOf } from './statement.js';

const howOf = (name: string) => dailyOf(metricByName(name)!.formula).how;

describe('how days of a metric add up', () => {
  it.each([
    ['calls', 'sum'],
    ['revenue_won', 'sum'],
    ['close_rate', 'ratio'],
    ['nps', 'ratio'],
    ['first_response_within', 'ratio'],
    ['pipeline_value', 'stock at end'],
    ['customers_at_start', 'stock at start'],
    ['first_response_time_p90', 'percentile'],
    ['churn_rate', 'statement'],
    ['oldest_waiting', 'statement'],
  ])('%s: %s', (name, how) => {
    expect(howOf(name)).toBe(how);
  });

  it('is not by sums where a quotient is only a part', () => {
    const won = measuresOf('deal').sum('won');
    const rest = { kind: 'ratio', n: won, numerator: null, denominator: null, isShare: false } as const;
    expect(dailyOf({ ...rest, value: plus(won, quotient(won, won)) }).how).toBe('statement');
  });
});

describe('the view of days', () => {
  const { select } = metricDaily();

  it('names each metric whose days add up, once for each fact that it reads, and no other', () => {
    for (const { name, formula, facts } of METRICS) {
      const { how } = dailyOf(formula);
      const isThere = how !== 'percentile' && how !== 'statement';
      expect(select.split(`('${name}',`).length - 1, name).toBe(isThere ? facts.length : 0);
    }
  });

  it('has a metric of several facts from all of them, each adding its own', () => {
    const callsPerWin = metric({
      ...metricByName('close_rate')!,
      name: 'calls_per_win',
      parameters: [],
      formula: ratio(measuresOf('call').sum('calls'), measuresOf('deal').sum('won')),
    });
    const view = metricDaily('0', [callsPerWin]).select;
    expect(view.match(/FROM \w+_cells/g)).toEqual(['FROM call_cells', 'FROM deal_cells']);
    expect(view).toContain(
      "'Nullable(Decimal(38, 4))'), CAST(s0, 'Nullable(Float64)'), CAST(0, 'Nullable(Float64)'), CAST(0,",
    );
    expect(statementOf(callsPerWin, { by: ['office'] })).toBe(
      `SELECT office, toFloat64(sumIf(call_calls, day >= {from:Date})) / nullIf(toFloat64(sumIf(deal_won, day >= {from:Date})), 0) AS value, sumIf(deal_won, day >= {from:Date}) AS n
FROM (
    SELECT tenant, day, zone, office, calls AS call_calls, CAST(0, 'UInt64') AS deal_won FROM call_daily
    UNION ALL
    SELECT tenant, day, zone, office, CAST(0, 'UInt64') AS call_calls, won AS deal_won FROM deal_daily
)
WHERE tenant = {tenant:String} AND day < {to:Date}
GROUP BY office`,
    );
  });
});

it('the view of metrics says of each how its days are read, and gives SQL for any', () => {
  const { select, columns } = metricsView();
  expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['definition', 'how', 'statement']));
  for (const { name } of METRICS) expect(select).toContain(`('${name}',`);
});

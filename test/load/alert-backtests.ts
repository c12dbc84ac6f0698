import { backtest } from '@tallyboard/alerting/backtest';
import type { ReadSums } from '@tallyboard/alerting/history';
import { READY_RULES } from '@tallyboard/alerting/ready';
import type { Rule } from '@tallyboard/alerting/rule';
import { sumsOf } from '@tallyboard/answers/sums';
import { OFFICES } from './alert-history.js';
import { type Deployment, TENANT } from './deployment.js';
import { say, table, tenth, whole } from './report.js';
import { cpuBetween, usage } from './usage.js';

const YEAR = 365 * 86_400;
const ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York'];
const offices = Array.from({ length: OFFICES }, (_, i) => ({
  id: `office-${i}`,
  zone: ZONES[i % ZONES.length]!,
}));

const ready = (name: string): Rule => READY_RULES.find((rule) => rule.name === name)!;

const RULES: readonly Rule[] = [
  ready('rising-churn'),
  ready('slow-first-response'),
  ready('tickets-waiting'),
  { name: 'busy reps', metric: 'calls', by: ['rep'], window: '1h', every: '15m', above: 7 },
  { name: 'quiet reps', metric: 'calls', by: ['rep'], window: '2h', every: '1h', change: { by: -0.8 } },
  { name: 'slow tenth', metric: 'first_response_time_p90', by: ['office'], window: '4h', above: 7_200_000 },
];

/** How long it takes to say when a rule would have fired in a year, up to `to` (epoch seconds), and what that costs. */
export async function backtests({ clickhouse }: Deployment, to: number): Promise<void> {
  const read: ReadSums = ({ quantities, rule }, bounds, spans) =>
    sumsOf(clickhouse, {
      tenant: TENANT,
      quantities,
      by: rule.by ?? [],
      filter: rule.filter ?? {},
      bounds,
      spans,
    });
  const rows: string[][] = [];
  for (const rule of RULES) {
    say(`A year of ${rule.name}…`);
    const before = usage();
    const began = performance.now();
    const { judged, firings } = await backtest(TENANT, rule, offices, { from: to - YEAR, to }, read);
    const seconds = (performance.now() - began) / 1_000;
    const cpu = cpuBetween(before, usage());
    rows.push([
      rule.name,
      whole(judged),
      whole(firings.length),
      tenth(seconds),
      tenth(cpu.get('bench')! / 1_000),
      tenth(cpu.get('clickhouse')! / 1_000),
    ]);
  }
  console.log('\nA year of one rule, backtested\n');
  console.log(table(['rule', 'judged', 'fired', 'seconds', 'CPU s', 'CPU s of ClickHouse'], rows));
}

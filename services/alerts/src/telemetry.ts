import { Counter, Histogram, type Registry } from 'prom-client';

export function alertMetrics(registry: Registry) {
  const registers = [registry];
  const looks = new Histogram({
    name: 'tally_alerts_look_seconds',
    help: 'Time that it takes to judge a rule once',
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  });
  const steps = new Counter({
    name: 'tally_alerts_steps_total',
    help: 'Steps of alerts by what became of them: told, or why nobody was told',
    labelNames: ['outcome'] as const,
    registers,
  });
  const leftOut = new Counter({
    name: 'tally_alerts_records_left_out_total',
    help: 'Records of crm.alerts that do not fit and were left out',
    registers,
  });
  return {
    evaluated: (ms: number) => looks.observe(ms / 1_000),
    told: (outcome: string) => steps.inc({ outcome }),
    leftOut: () => leftOut.inc(),
  };
}

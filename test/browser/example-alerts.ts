import type { Alert, AlertRules, AlertStep, Backtest, Judgement } from '@tallyboard/api/alerts';

/** Alerts of the example company. All of it is made up; instants are counted back from `NOW_MS`. */
export const NOW_MS = Date.now();
const HOUR_MS = 3_600_000;
export const hoursAgo = (hours: number): string => new Date(NOW_MS - hours * HOUR_MS).toISOString();

export const judgement = (over: Partial<Judgement> = {}): Judgement => ({
  holds: true,
  value: 7_800_000,
  n: 120,
  from: hoursAgo(4),
  to: hoursAgo(0),
  against: { value: 2_460_000, n: 940, words: 'the same hours of 4 weeks' },
  chance: 0.0004,
  ...over,
});

export const alert = (over: Partial<Alert> = {}): Alert => ({
  id: 'slow-munich',
  rule: 'slow_first_response',
  title: 'First response is slow',
  severity: 'critical',
  metric: 'first_response_time_p50',
  unit: 'ms',
  group: { office: 'munich' },
  labels: { office: 'Munich' },
  state: 'firing',
  since: hoursAgo(2),
  fired_at: hoursAgo(1.5),
  ended_at: null,
  judgement: judgement(),
  words:
    'First response time, median of 4 hours, by office: more than 50 % above the same hours of 4 weeks, for 30 min',
  contributions: [
    { dimension: 'rep', value: 'munich-01', label: 'Amara Okafor', words: '12 of 20 unanswered, usually 3' },
    { dimension: 'rep', value: 'munich-07', words: '9 of 14 unanswered, usually 2' },
  ],
  learnt_late: false,
  is_history: false,
  ...over,
});

export const churn = alert({
  id: 'churn',
  rule: 'rising_churn',
  title: 'Churn is rising',
  severity: 'warning',
  metric: 'churn_rate',
  unit: 'ratio',
  group: {},
  labels: {},
  since: hoursAgo(50),
  fired_at: hoursAgo(26),
  judgement: judgement({ value: 0.041, against: { value: 0.02, n: 24_000, words: 'the 8 weeks before' } }),
});

export const step = (state: AlertStep['state'], hours: number, over: Partial<AlertStep> = {}): AlertStep => ({
  id: `${state}-${hours}`,
  state,
  at: hoursAgo(hours),
  judgement: judgement(),
  learnt_late: false,
  ...over,
});

export const rules: AlertRules['rules'] = [
  {
    name: 'slow_first_response',
    title: 'First response is slow',
    words: 'First response time is more than 50 % above the same hours of 4 weeks',
    severity: 'critical',
    enabled: true,
    source: 'ready',
    judged_to: hoursAgo(0),
    groups: 3,
    waiting_for: [],
    data_missing: false,
    failure: null,
    firing: 1,
    rule: {},
  },
];

/** A quiet history of `days` that is over its usual for the last hours. */
export function backtest(days: number): Backtest {
  const points = Array.from({ length: 96 }, (_, index) => {
    const hours = (days * 24 * (95 - index)) / 95;
    const holds = hours < 12;
    const value = holds ? 7_200_000 + index * 3_000 : 2_300_000 + 300_000 * Math.sin(index);
    return { at: hoursAgo(hours), value: index === 20 ? null : value, against: 2_460_000, n: 40, holds };
  });
  return {
    tenant: 'demo',
    rule: 'slow_first_response',
    words: 'First response time',
    unit: 'ms',
    from: hoursAgo(days * 24),
    to: hoursAgo(0),
    judged: days * 96,
    firings: [
      {
        group: { office: 'munich' },
        since: hoursAgo(12),
        fired_at: hoursAgo(11),
        ended_at: null,
        judgement: judgement(),
      },
    ],
    chart: { group: { office: 'munich' }, points },
  };
}

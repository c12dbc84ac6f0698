/** Goals as the query service tells them. All of it is made up. */

const goal = (name: string, title: string, facts: object) => ({
  name,
  title,
  ...{ metric: 'calls', unit: 'count', better: 'up', tz: 'Europe/London' },
  ...{ from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' },
  ...{ baseline: null, n: 100, adds_up: true, elapsed: 0.8, mark: 0.8, days_left: 6 },
  ...{ working_days_left: 5, schedule: 'london' },
  goal: { name, metric: 'calls', period: 'this_month', target: 1 },
  ...facts,
});

const ofMoney = { name: 'revenue', metric: 'revenue_won', target: 1, filter: { currency: ['EUR'] } };

export const goals = [
  goal('revenue', 'Revenue of Northwind Sales', {
    ...{ metric: 'revenue_won', unit: 'money', goal: ofMoney, status: 'behind' },
    ...{ target: 1_500_000, actual: 1_079_400, share: 0.7196, filled: 0.7196 },
    ...{ expected: 1_200_000, projection: 1_349_250 },
  }),
  goal('calls', 'Calls', {
    ...{
      target: 25_000,
      actual: 20_950,
      share: 0.838,
      filled: 0.838,
      expected: 20_000,
      projection: 26_187.5,
    },
    status: 'on_pace',
  }),
  goal('churn', 'Churn this year', {
    ...{ metric: 'churn_rate', unit: 'ratio', better: 'down', adds_up: false, baseline: 0.05 },
    ...{ target: 0.03, actual: 0.034, share: 0.8, filled: 0.8, expected: 0.034, projection: 0.034 },
    ...{ elapsed: 0.8, status: 'on_pace', working_days_left: 25 },
  }),
];

import { expect } from 'vitest';
import { rep, subscribed, subscriptionAmended, subscriptionRemoved, unsubscribed } from '../given.js';
import { MARCH, NOTHING, type Scenario } from '../scenario.js';

const EUR = `${MARCH}&filter=currency:EUR`;

export const subscriptions: readonly Scenario[] = [
  {
    name: 'recurring revenue from 300 to 290: 80 new, 50 more and 60 won back, less 80 that is paid no more and 120 churned',
    given: [
      subscribed('grows', '2026-02-10T09:00Z', 100),
      subscribed('grows', '2026-03-05T09:00Z', 150),
      subscribed('leaves', '2026-02-10T09:00Z', 200),
      subscribed('leaves', '2026-03-10T09:00Z', 120),
      unsubscribed('leaves', '2026-03-20T09:00Z', { reason: 'price' }),
      subscribed('is new', '2026-03-12T09:00Z', 80),
      subscribed('returns', '2026-01-10T09:00Z', 50),
      unsubscribed('returns', '2026-02-01T09:00Z'),
      subscribed('returns', '2026-03-15T09:00Z', 60),
      subscribed('pays in dollars', '2026-03-01T00:00Z', 1_000, { currency: 'USD' }),
    ],
    expect: {
      'mrr?from=2026-02-01&to=2026-03-01&filter=currency:EUR': { value: '300', n: 2 },
      [`mrr_new?${EUR}`]: { value: '80', n: 1 },
      [`mrr_expansion?${EUR}`]: { value: '50', n: 1 },
      [`mrr_won_back?${EUR}`]: { value: '60', n: 1 },
      [`mrr_contraction?${EUR}`]: { value: '80', n: 1 },
      [`mrr_churned?${EUR}`]: { value: '120', n: 1 },
      [`mrr_churned?${EUR}&by=reason`]: { reason: 'price', value: '120', n: 1 },
      [`mrr?${MARCH}`]: [
        { currency: 'USD', value: '1000', n: 1 },
        { currency: 'EUR', value: '290', n: 3 },
      ],
      [`arr?${EUR}`]: { value: '3480', n: 3 },
      [`arpa?${EUR}`]: { value: 290 / 3, n: 3, numerator: '290', denominator: 3 },
      [`subscribers?${EUR}`]: { value: 3, n: 3 },
      [`quick_ratio?${EUR}`]: { value: 0.95, n: 5, numerator: '190', denominator: '200' },
      // Of two at the start one stopped; 290 ÷ 3 a month for two months.
      [`logo_churn_rate?${EUR}`]: { value: 0.5, n: 2, numerator: 1, denominator: 2 },
      [`customer_lifetime_value?${EUR}`]: { value: 580 / 3, n: 4 },
      // Of a margin of 60 %.
      [`customer_lifetime_value?${EUR}&margin=0.6`]: { value: expect.closeTo(116, 9), n: 4 },
      [`customer_lifetime_value?${MARCH}&filter=currency:USD`]: { value: null, n: 1 },
      [`quick_ratio?${MARCH}&filter=currency:USD`]: { value: null, n: 1 },
    },
  },
  {
    name: 'net revenue retention: 27,000 at the start, 8,000 more and 5,000 churned of them are 1.1111; gross of them 0.8148',
    given: [
      subscribed('grows', '2026-02-01T09:00Z', 12_000),
      subscribed('grows', '2026-03-10T09:00Z', 20_000),
      subscribed('stays', '2026-02-01T09:00Z', 10_000),
      // What it pays in between is of no account.
      subscribed('stays', '2026-03-05T09:00Z', 1_000),
      subscribed('stays', '2026-03-06T09:00Z', 10_000),
      subscribed('leaves', '2026-02-01T09:00Z', 5_000),
      unsubscribed('leaves', '2026-03-20T09:00Z'),
      subscribed('comes', '2026-03-20T09:00Z', 9_000),
    ],
    expect: {
      [`net_revenue_retention?${EUR}`]: {
        value: 30 / 27,
        n: 3,
        numerator: '30000',
        denominator: '27000',
      },
      [`gross_revenue_retention?${EUR}`]: { value: 22 / 27, n: 3, numerator: '22000' },
      'net_revenue_retention?from=2026-02-01&to=2026-03-01&filter=currency:EUR': NOTHING,
      'net_revenue_retention?from=2026-03-01&to=2026-03-11&interval=week&filter=currency:EUR': [
        { numerator: '27000', denominator: '27000' },
        { numerator: '27000', denominator: '27000' },
        { numerator: '35000', denominator: '27000' },
      ],
    },
  },
  {
    name: 'all subscriptions of a customer are one: at one instant they net, and it churns with the last of them',
    given: [
      subscribed('A', '2026-03-02T09:00Z', 100),
      subscribed('A', '2026-03-03T09:00Z', 30, { subscription_id: 'A-2' }),
      // From the old contract to a dearer one.
      unsubscribed('A', '2026-03-04T09:00Z'),
      subscribed('A', '2026-03-04T09:00Z', 120, { subscription_id: 'A-3' }),
      unsubscribed('A', '2026-03-05T09:00Z', { subscription_id: 'A-2' }),
      // A pause.
      subscribed('A', '2026-03-06T09:00Z', 0, { subscription_id: 'A-3' }),
      subscribed('A', '2026-03-07T09:00Z', 120, { subscription_id: 'A-3' }),
    ],
    expect: {
      [`mrr?${EUR}`]: { value: '120', n: 1 },
      [`mrr_new?${EUR}`]: { value: '100', n: 1 },
      [`mrr_expansion?${EUR}`]: { value: '50', n: 2 },
      [`mrr_contraction?${EUR}`]: { value: '30', n: 1 },
      [`mrr_churned?${EUR}`]: { value: '120', n: 1 },
      [`mrr_won_back?${EUR}`]: { value: '120', n: 1 },
      [`logo_churn_rate?${EUR}`]: NOTHING,
    },
  },
  {
    name: 'a customer that is handed over takes its revenue along, which is no movement; what was wrong is put right',
    given: [
      rep('ann', 'berlin', 'hunters'),
      rep('bob', 'paris', 'farmers'),
      subscribed('A', '2026-02-02T09:00Z', 100, { rep_id: 'ann' }),
      subscriptionAmended('A', '2026-03-20T09:00Z', { rep_id: 'bob', effective_at: '2026-03-10T09:00Z' }),
      subscribed('A', '2026-03-12T09:00Z', 130),
      subscribed('wrong price', '2026-03-02T09:00Z', 1_000, { event_id: 'typo', rep_id: 'ann' }),
      subscribed('wrong price', '2026-03-02T09:00Z', 10, { replaces: 'typo', rep_id: 'ann' }),
      subscribed('never ended', '2026-02-02T09:00Z', 40, { rep_id: 'ann' }),
      unsubscribed('never ended', '2026-03-02T09:00Z', { event_id: 'mistaken' }),
      subscriptionAmended('never ended', '2026-03-03T09:00Z', { retracts: 'mistaken' }),
      subscribed('never was', '2026-02-02T09:00Z', 500),
      subscriptionRemoved('never was', '2026-03-03T09:00Z'),
    ],
    expect: {
      'mrr?from=2026-02-01&to=2026-03-01&by=rep': { rep: 'ann', currency: 'EUR', value: '140', n: 2 },
      [`mrr?${EUR}&by=office`]: [
        { office: 'paris', value: '130', n: 1 },
        { office: 'berlin', value: '50', n: 2 },
      ],
      [`mrr_new?${EUR}&by=rep`]: { rep: 'ann', value: '10', n: 1 },
      [`mrr_expansion?${EUR}&by=rep`]: { rep: 'bob', value: '30', n: 1 },
      [`mrr_contraction?${EUR}`]: { value: '0', n: 0 },
      [`mrr_churned?${EUR}`]: { value: '0', n: 0 },
    },
  },
];

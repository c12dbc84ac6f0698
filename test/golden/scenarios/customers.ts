import {
  accountCreated,
  accountMerged,
  becameCustomer,
  churned,
  dealWon,
  type Given,
  rep,
  times,
} from '../given.js';
import { MARCH, NOTHING, type Scenario } from '../scenario.js';

/** Customers since last summer: `prefix`-1 to `prefix`-`count`. */
const customersSince2025 = (prefix: string, count: number, facts: Record<string, unknown> = {}): Given[] =>
  times(count, (n) => [
    accountCreated(`${prefix}-${n}`, '2025-05-20T09:00Z', facts),
    becameCustomer(`${prefix}-${n}`, '2025-06-01T09:00Z'),
  ]);

export const customers: readonly Scenario[] = [
  {
    name: 'churn: of 200 at the start 14 are lost; 2 more are gained and lost inside and do not count',
    given: [
      ...customersSince2025('A', 200),
      ...times(14, (n) => churned(`A-${n}`, `2026-03-${String(n + 2).padStart(2, '0')}T15:00Z`)),
      ...times(2, (n) => [
        becameCustomer(`N-${n}`, '2026-03-05T09:00Z'),
        churned(`N-${n}`, '2026-03-20T09:00Z'),
      ]),
    ],
    expect: {
      [`churn_rate?${MARCH}`]: { value: 0.07, n: 200, numerator: 14, denominator: 200 },
      [`retention_rate?${MARCH}`]: { value: 0.93, n: 200, numerator: 186, denominator: 200 },
      [`customers_at_start?${MARCH}`]: { value: 200 },
      [`customers_at_end?${MARCH}`]: { value: 186 },
      [`customers_gained?${MARCH}`]: { value: 2 },
      [`customers_lost?${MARCH}`]: { value: 16 },
    },
  },
  {
    name: 'long-term customers: of ten since last June eight are left, beside one of long before, and two more came',
    given: [
      ...customersSince2025('A', 10),
      becameCustomer('old', '2024-02-29T09:00Z'),
      ...times(2, (n) => churned(`A-${n}`, `2026-03-0${n}T15:00Z`)),
      // Back again, and new once more.
      becameCustomer('A-1', '2026-03-05T09:00Z'),
      becameCustomer('N-1', '2026-03-05T09:00Z'),
    ],
    expect: {
      [`long_term_customers?${MARCH}&days=200`]: { value: 9, n: 9 },
      [`long_term_share?${MARCH}&days=200`]: { value: 9 / 11, n: 11, numerator: 9, denominator: 11 },
      // 303 days and 15 hours before the end.
      [`long_term_customers?${MARCH}&days=303`]: { value: 9 },
      [`long_term_customers?${MARCH}&days=304`]: { value: 1 },
      [`long_term_customers?${MARCH}`]: { value: 1 },
      'long_term_customers?from=2026-04-01&to=2026-05-01&days=319': { value: 1 },
      'long_term_customers?from=2026-04-01&to=2026-05-01&days=318': { value: 9 },
    },
  },
  {
    name: 'retention: from 100 to 105 with 15 gained, none of them lost, is 0.90',
    given: [
      ...customersSince2025('A', 100),
      ...times(10, (n) => churned(`A-${n}`, '2026-03-10T09:00Z')),
      ...times(15, (n) => becameCustomer(`N-${n}`, '2026-03-12T09:00Z')),
    ],
    expect: {
      [`retention_rate?${MARCH}`]: { value: 0.9, n: 100, numerator: 90, denominator: 100 },
      [`churn_rate?${MARCH}`]: { value: 0.1, n: 100, numerator: 10, denominator: 100 },
      [`customers_at_start?${MARCH}`]: { value: 100, n: 100 },
      [`customers_at_end?${MARCH}`]: { value: 105, n: 105 },
      [`customers_gained?${MARCH}`]: { value: 15, n: 15 },
      [`customers_lost?${MARCH}`]: { value: 10, n: 10 },
    },
  },
  {
    name: 'who came and left on one day was gained and lost, and is no customer afterwards',
    given: [
      ...customersSince2025('A', 4),
      becameCustomer('N-1', '2026-03-05T00:00Z'),
      churned('N-1', '2026-03-05T00:00Z'),
      // A renewal at one instant: the old contract ends, the new one begins.
      churned('A-1', '2026-03-10T00:00Z'),
      becameCustomer('A-1', '2026-03-10T00:00Z'),
    ],
    expect: {
      [`customers_gained?${MARCH}`]: { value: 2 },
      [`customers_lost?${MARCH}`]: { value: 2 },
      [`customers_at_start?${MARCH}`]: { value: 4 },
      [`customers_at_end?${MARCH}`]: { value: 4 },
    },
  },
  {
    name: 'two records of one company that are merged are one customer, who has not left while either of them stays',
    given: [
      ...customersSince2025('A', 4),
      // The same company once more, entered by another office; its contract is closed as the records are merged.
      ...customersSince2025('Twin', 1),
      churned('Twin-1', '2026-03-10T09:00Z', 'duplicate'),
      accountMerged('Twin-1', '2026-03-10T09:00Z', 'A-1'),
      // Of this one the first record left, and the second one came back after a fortnight.
      churned('A-2', '2026-03-05T09:00Z', 'price'),
      becameCustomer('Again', '2026-03-19T09:00Z'),
      accountMerged('Again', '2026-03-20T09:00Z', 'A-2'),
    ],
    expect: {
      [`customers_at_start?${MARCH}`]: { value: 4 },
      [`customers_at_end?${MARCH}`]: { value: 4 },
      [`customers_lost?${MARCH}`]: { value: 1 },
      [`customers_gained?${MARCH}`]: { value: 1 },
      [`customers_won_back?${MARCH}`]: { value: 1 },
      [`churn_rate?${MARCH}`]: { value: 0.25, n: 4, numerator: 1, denominator: 4 },
      'profiles_created?from=2025-05-01&to=2025-06-01': { value: 4 },
    },
  },
  {
    name: 'churn by segment, region, office and reason',
    given: [
      rep('ann', 'berlin', 'hunters'),
      rep('bob', 'pune', 'farmers'),
      ...customersSince2025('E', 10, { segment: 'enterprise', region: 'north', rep_id: 'ann' }),
      ...customersSince2025('S', 90, { segment: 'smb', region: 'south', rep_id: 'bob' }),
      churned('E-1', '2026-03-03T09:00Z', 'support'),
      ...times(20, (n) => churned(`S-${n}`, '2026-03-04T09:00Z', 'price')),
      ...times(7, (n) => churned(`S-${n + 20}`, '2026-03-30T09:00Z', 'support')),
    ],
    expect: {
      // Not (0.1 + 0.3) / 2.
      [`churn_rate?${MARCH}`]: { value: 0.28, n: 100, numerator: 28, denominator: 100 },
      [`churn_rate?${MARCH}&by=segment`]: [
        { segment: 'smb', value: 0.3, n: 90 },
        { segment: 'enterprise', value: 0.1, n: 10 },
      ],
      [`retention_rate?${MARCH}&by=region`]: [
        { region: 'north', value: 0.9, n: 10 },
        { region: 'south', value: 0.7, n: 90 },
      ],
      [`churn_rate?${MARCH}&filter=office:berlin`]: { value: 0.1, n: 10 },
      [`customers_at_end?${MARCH}&by=team`]: [
        { team: 'farmers', value: 63 },
        { team: 'hunters', value: 9 },
      ],
      [`customers_at_start?${MARCH}&by=rep`]: [
        { rep: 'bob', value: 90 },
        { rep: 'ann', value: 10 },
      ],
      [`customers_lost?${MARCH}&by=reason`]: [
        { reason: 'price', value: 20 },
        { reason: 'support', value: 8 },
      ],
    },
  },
  {
    name: 'a customer that comes back begins a second spell',
    given: [
      becameCustomer('back after winter', '2025-01-10T09:00Z'),
      churned('back after winter', '2025-12-01T09:00Z'),
      becameCustomer('back after winter', '2026-03-10T09:00Z'),
      becameCustomer('back within March', '2025-01-10T09:00Z'),
      churned('back within March', '2026-03-05T09:00Z'),
      becameCustomer('back within March', '2026-03-25T09:00Z'),
      becameCustomer('new', '2026-03-26T09:00Z'),
    ],
    expect: {
      [`customers_won_back?${MARCH}`]: { value: 2, n: 2 },
      [`customers_gained?${MARCH}`]: { value: 3 },
      [`customers_lost?${MARCH}`]: { value: 1 },
      [`customers_at_start?${MARCH}`]: { value: 1 },
      [`customers_at_end?${MARCH}`]: { value: 3 },
      [`churn_rate?${MARCH}`]: { value: 1, n: 1 },
      [`retention_rate?${MARCH}`]: { value: 0, n: 1 },
    },
  },
  {
    name: 'without customers there is no churn: null, with n = 0; the first instant of the period is too late to be there at its start',
    given: [
      becameCustomer('A', '2026-03-02T09:00Z'),
      churned('A', '2026-03-03T09:00Z'),
      becameCustomer('B', '2026-03-01T00:00Z'),
      churned('B', '2026-03-03T09:00Z'),
    ],
    expect: {
      [`churn_rate?${MARCH}`]: { ...NOTHING, numerator: 0, denominator: 0 },
      [`retention_rate?${MARCH}`]: { ...NOTHING, numerator: 0, denominator: 0 },
      [`customers_at_start?${MARCH}`]: { value: 0 },
      [`customers_at_end?${MARCH}`]: { value: 0 },
    },
  },
  {
    name: 'a statement that repeats the state, was replaced or taken back changes nothing',
    given: [
      becameCustomer('said twice', '2025-06-01T09:00Z'),
      becameCustomer('said twice', '2026-03-02T09:00Z'),
      becameCustomer('left later than was said', '2025-06-01T09:00Z'),
      churned('left later than was said', '2026-03-05T09:00Z', 'price', { event_id: 'too early' }),
      churned('left later than was said', '2026-04-05T09:00Z', 'price', { replaces: 'too early' }),
      becameCustomer('never left', '2025-06-01T09:00Z'),
      churned('never left', '2026-03-06T09:00Z', null, { event_id: 'by mistake' }),
      {
        type: 'account.amended',
        at: '2026-03-20T09:00Z',
        data: { account_id: 'never left', retracts: 'by mistake' },
      },
    ],
    expect: {
      [`customers_at_start?${MARCH}`]: { value: 3 },
      [`customers_gained?${MARCH}`]: { value: 0 },
      [`customers_lost?${MARCH}`]: { value: 0 },
      [`churn_rate?${MARCH}`]: { value: 0, n: 3 },
      'customers_lost?from=2026-04-01&to=2026-05-01': { value: 1 },
    },
  },
  {
    name: 'month by month each month has its own start',
    given: [
      ...customersSince2025('A', 4),
      churned('A-1', '2026-01-20T09:00Z'),
      becameCustomer('N', '2026-02-10T09:00Z'),
      churned('N', '2026-03-10T09:00Z'),
    ],
    expect: {
      'churn_rate?from=2026-01-01&to=2026-04-01&interval=month': [
        { start: '2026-01-01T00:00:00Z', value: 0.25, n: 4 },
        { start: '2026-02-01T00:00:00Z', value: 0, n: 3 },
        { start: '2026-03-01T00:00:00Z', value: 0.25, n: 4 },
      ],
      'customers_at_end?from=2026-01-01&to=2026-04-01&interval=month': [
        { start: '2026-01-01T00:00:00Z', value: 3 },
        { start: '2026-02-01T00:00:00Z', value: 4 },
        { start: '2026-03-01T00:00:00Z', value: 3 },
      ],
      'customers_at_start?from=2026-01-01&to=2026-04-01&interval=month': [
        { value: 4 },
        { value: 3 },
        { value: 4 },
      ],
    },
  },
  {
    name: 'profiles are counted when accounts are created, customers or not',
    given: [
      accountCreated('A', '2026-03-02T09:00Z', { region: 'north', segment: 'smb' }),
      accountCreated('B', '2026-03-31T23:59Z', { region: 'north' }),
      accountCreated('C', '2026-03-03T09:00Z', { region: 'south' }),
      accountCreated('D', '2026-04-01T00:00Z', { region: 'south' }),
      becameCustomer('A', '2026-03-05T09:00Z'),
    ],
    expect: {
      [`profiles_created?${MARCH}`]: { value: 3, n: 3 },
      [`profiles_created?${MARCH}&by=region`]: [
        { region: 'north', value: 2 },
        { region: 'south', value: 1 },
      ],
      [`customers_gained?${MARCH}&by=segment`]: [{ segment: 'smb', value: 1 }],
    },
  },
  {
    name: 'what customers brought so far is of all that ever were one, in each currency by itself',
    given: [
      rep('ann', 'berlin', ''),
      ...['stays', 'left', 'came back', 'never bought'].map((id) => becameCustomer(id, '2026-01-10T09:00Z')),
      churned('left', '2026-02-10T09:00Z'),
      churned('came back', '2026-02-10T09:00Z'),
      becameCustomer('came back', '2026-03-10T09:00Z'),
      becameCustomer('in April', '2026-04-10T09:00Z'),
      dealWon('D-1', '2026-01-09T09:00Z', 600),
      dealWon('D-2', '2026-03-09T09:00Z', 1_000),
      dealWon('D-3', '2026-03-20T09:00Z', 80, 'USD'),
      dealWon('in April', '2026-04-09T09:00Z', 900),
    ],
    expect: {
      [`customer_lifetime_value_historic?${MARCH}`]: [
        { currency: 'EUR', value: 400, n: 4, numerator: '1600', denominator: 4 },
        { currency: 'USD', value: 20, n: 4 },
      ],
      'customer_lifetime_value_historic?from=2026-01-01&to=2026-02-01': [
        { currency: 'EUR', value: 150, n: 4 },
      ],
      'customer_lifetime_value_historic?from=2025-12-01&to=2026-01-01': [],
    },
  },
];

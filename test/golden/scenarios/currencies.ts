import * as given from '../given.js';
import { MARCH, NOTHING, type Scenario } from '../scenario.js';

const { rate, rateRemoved, subscribed, campaignSpent: spent, leadCreated: lead } = given;

/** Opened and won. */
const won = (id: string, at: string, amount: number, currency: string) => [
  given.dealOpened(id, at),
  given.dealWon(id, at, amount, currency),
];

export const currencies: readonly Scenario[] = [
  {
    name: 'Four deals of 100 euros, three of them in dollars: each by the rate of its day, that of a Saturday by Friday’s, and a corrected rate corrects what was counted',
    given: [
      rate('EUR/USD', '2026-03-02', '1.25'),
      rate('EUR/USD', '2026-03-06', '1.28'),
      rate('EUR/USD', '2026-03-09', '1.2'),
      rate('EUR/USD', '2026-03-09', '1.6', '2026-04-02T09:00Z'),
      rate('EUR/USD', '2026-03-11', '8'),
      rateRemoved('EUR/USD', '2026-03-11', '2026-03-11T18:00Z'),
      ...won('in euros', '2026-03-03T09:00Z', 100, 'EUR'),
      ...won('on Wednesday', '2026-03-04T09:00Z', 125, 'USD'),
      ...won('on Saturday', '2026-03-07T09:00Z', 128, 'USD'),
      ...won('by the corrected rate', '2026-03-10T09:00Z', 80, 'USD'),
      ...won('not by the removed one', '2026-03-12T09:00Z', 80, 'USD'),
    ],
    expect: {
      [`revenue_won?${MARCH}&currency=EUR`]: { value: '400', n: 5 },
      [`revenue_won?${MARCH}&currency=EUR#conversion`]: {
        currency: 'EUR',
        converted: true,
        rates: [
          {
            ...{ currency: 'USD', how: 'inverse', pairs: ['EUR/USD'] },
            ...{ from: '2026-03-02', to: '2026-03-09', rates: 3 },
          },
        ],
        missing: [],
      },
      // 125 + 125 + 128 + 80 + 80.
      [`revenue_won?${MARCH}&currency=usd`]: { value: '538', n: 5 },
      [`revenue_won?${MARCH}&currency=EUR&by=currency`]: [
        { currency: 'USD', value: '300', n: 4 },
        { currency: 'EUR', value: '100', n: 1 },
      ],
      'revenue_won?from=2026-03-03&to=2026-03-13&interval=week&currency=EUR': [
        { value: '300' },
        { value: '100' },
      ],
      [`deal_size_mean?${MARCH}&currency=EUR`]: { value: 80, n: 5, numerator: '400', denominator: 5 },
      [`revenue_won?${MARCH}&currency=EUR&filter=currency:USD`]: { value: '300', n: 4 },
      // As ever where nobody asks for one.
      [`revenue_won?${MARCH}`]: [
        { currency: 'USD', value: '413' },
        { currency: 'EUR', value: '100' },
      ],
    },
  },
  {
    name: 'Yen and dinars by what both are worth of a euro, to the fourth place, and rounded only in the end',
    given: [
      rate('EUR/JPY', '2026-03-01', '160'),
      rate('EUR/KWD', '2026-03-01', '0.32'),
      ...won('in yen', '2026-03-03T09:00Z', 16_000, 'JPY'),
      ...won('in dinars', '2026-03-04T09:00Z', 3.125, 'KWD'),
      // 0.00004 dinars each: rounded one by one they would be nothing.
      ...given.times(3, (n) => won(`two hundredths of a yen ${n}`, '2026-03-05T09:00Z', 0.02, 'JPY')),
    ],
    expect: {
      // 16,000 × 0.002 + 3.125 + 3 × 0.00004.
      [`revenue_won?${MARCH}&currency=KWD`]: { value: '35.1251', n: 5 },
      [`revenue_won?${MARCH}&currency=JPY`]: { value: '17562.56', n: 5 },
      [`revenue_won?${MARCH}&currency=KWD#conversion`]: {
        converted: true,
        rates: [{ currency: 'JPY', how: 'cross', pairs: ['EUR/JPY', 'EUR/KWD'], rates: 2 }],
      },
    },
  },
  {
    name: 'Where a rate is missing amounts stay apart, and the answer says which rate of which day',
    given: [
      rate('CHF/EUR', '2026-03-10', '1.05'),
      ...won('before the first rate', '2026-03-05T09:00Z', 100, 'CHF'),
      ...won('by the first rate', '2026-03-10T00:00Z', 100, 'CHF'),
      ...won('in euros', '2026-03-12T09:00Z', 50, 'EUR'),
    ],
    expect: {
      [`revenue_won?${MARCH}&currency=EUR`]: [
        { currency: 'CHF', value: '200', n: 2 },
        { currency: 'EUR', value: '50', n: 1 },
      ],
      [`revenue_won?${MARCH}&currency=EUR#conversion`]: {
        currency: 'EUR',
        converted: false,
        missing: [{ pair: 'CHF/EUR', from: '2026-03-05', to: '2026-03-05' }],
      },
      'revenue_won?from=2026-03-10&to=2026-04-01&currency=EUR': { value: '155', n: 2 },
      'revenue_won?from=2026-03-10&to=2026-04-01&currency=USD#conversion': {
        converted: false,
        missing: [
          { pair: 'CHF/USD', from: '2026-03-10', to: '2026-03-10' },
          { pair: 'EUR/USD', from: '2026-03-12', to: '2026-03-12' },
        ],
      },
      'revenue_won?from=2026-03-20&to=2026-04-01&currency=EUR': { value: '0', n: 0 },
    },
  },
  {
    name: 'What flows goes by the rate of its day, in the zone that is asked for, and what is in stock by that of the instant',
    given: [
      rate('USD/EUR', '2026-01-01', '0.8'),
      rate('USD/EUR', '2026-03-15', '0.5'),
      rate('USD/EUR', '2026-04-10', '0.25'),
      rate('USD/EUR', '2026-05-01', '2', '2026-04-12T09:00Z'),
      subscribed('Initech', '2026-02-10T09:00Z', 100, { currency: 'USD' }),
      subscribed('Globex', '2026-02-10T09:00Z', 10),
      ...won('at midnight in Berlin', '2026-03-14T23:30Z', 1_000, 'USD'),
      given.dealOpened('open', '2026-02-01T09:00Z', { amount: '200', currency: 'USD', stage: 'offer' }),
    ],
    expect: {
      'mrr_new?from=2026-02-01&to=2026-03-01&currency=EUR': { value: '90', n: 2 },
      'mrr?from=2026-02-01&to=2026-03-01&currency=EUR': { value: '90', n: 2 },
      [`mrr?${MARCH}&currency=EUR`]: { value: '60', n: 2 },
      'mrr?from=2026-02-01&to=2026-06-01&interval=month&currency=EUR': [
        { value: '90' },
        { value: '60' },
        // Of a month that is not over as of now.
        { value: '35' },
      ],
      // What will be goes by the rate of now.
      'mrr?from=2026-06-01&to=2026-07-01&currency=EUR': { value: '35', n: 2 },
      'mrr?from=2026-06-01&to=2026-07-01&currency=EUR#conversion': {
        converted: true,
        rates: [{ currency: 'USD', how: 'told', from: '2026-04-10', to: '2026-04-10', rates: 1 }],
      },
      [`arr?${MARCH}&currency=EUR`]: { value: '720', n: 2 },
      [`arpa?${MARCH}&currency=EUR`]: { value: 30, n: 2 },
      [`pipeline_value?${MARCH}&currency=EUR`]: { value: '100', n: 1 },
      [`pipeline_value?${MARCH}&currency=EUR#conversion`]: {
        rates: [{ currency: 'USD', how: 'told', from: '2026-03-15', to: '2026-03-15', rates: 1 }],
      },
      [`revenue_won?${MARCH}&currency=EUR`]: { value: '800', n: 1 },
      [`revenue_won?${MARCH}&currency=EUR&tz=Europe/Berlin`]: { value: '500', n: 1 },
    },
  },
  {
    name: 'What is in stock goes by the day of each office: at one instant it is Wednesday in one and Thursday in another, with a rate of its own',
    given: [
      given.office('los angeles', 'America/Los_Angeles'),
      given.office('kiritimati', 'Pacific/Kiritimati'),
      given.rep('ann', 'los angeles', 'west'),
      given.rep('tina', 'kiritimati', 'east'),
      rate('USD/EUR', '2026-01-01', '0.5'),
      // Asked on 15 April at noon of UTC.
      rate('USD/EUR', '2026-04-16', '0.25', '2026-04-14T09:00Z'),
      subscribed('Initech', '2026-02-10T09:00Z', 100, { currency: 'USD', rep_id: 'ann' }),
      subscribed('Globex', '2026-02-10T09:00Z', 100, { currency: 'USD', rep_id: 'tina' }),
      subscribed('of nobody', '2026-02-10T09:00Z', 20, { currency: 'USD' }),
    ],
    expect: {
      'mrr?period=this_month&tz=office&currency=EUR': { value: '85', n: 3 },
      'mrr?period=this_month&tz=office&currency=EUR&by=office': [
        { office: 'los angeles', value: '50', n: 1 },
        { office: 'kiritimati', value: '25', n: 1 },
        { office: '', value: '10', n: 1 },
      ],
      'mrr?period=this_month&tz=Pacific/Kiritimati&currency=EUR': { value: '55', n: 3 },
      [`mrr?${MARCH}&tz=office&currency=EUR`]: { value: '110', n: 3 },
    },
  },
  {
    name: 'What customers brought so far goes by the rates of the days on which it came in, however long ago',
    given: [
      rate('EUR/USD', '2024-06-03', '1'),
      rate('EUR/USD', '2026-03-01', '1.25'),
      given.becameCustomer('Globex', '2024-06-03T09:00Z'),
      ...won('of long ago', '2024-06-03T09:00Z', 100, 'USD'),
      ...won('of March', '2026-03-10T09:00Z', 125, 'USD'),
    ],
    expect: {
      [`customer_lifetime_value_historic?${MARCH}&currency=EUR`]: { value: 200, n: 1, numerator: '200' },
      [`customer_lifetime_value_historic?${MARCH}&currency=EUR#conversion`]: {
        converted: true,
        rates: [{ currency: 'USD', how: 'inverse', from: '2024-06-03', to: '2026-03-01', rates: 2 }],
      },
      'customer_lifetime_value_historic?from=2026-02-01&to=2026-04-01&interval=month&tz=office&currency=EUR':
        [
          { value: 100, n: 1 },
          { value: 200, n: 1 },
        ],
      'revenue_won?from=2024-06-03&to=2024-06-04&currency=EUR': { value: '100', n: 1 },
      [`customer_lifetime_value_historic?${MARCH}`]: { currency: 'USD', value: 225, n: 1 },
    },
  },
  {
    name: 'Deals without a currency are left out of a velocity in one, as they are of each',
    given: [
      rate('EUR/USD', '2026-01-01', '1.25'),
      given.dealOpened('open', '2026-03-20T09:00Z', { amount: '900', currency: 'EUR' }),
      ...given.times(9, (n) => given.dealOpened(`of no currency ${n}`, '2026-03-20T09:00Z')),
      given.dealOpened('in euros', '2026-03-02T09:00Z', { currency: 'EUR' }),
      given.dealWon('in euros', '2026-03-12T09:00Z', 100),
      given.dealOpened('in dollars', '2026-03-02T09:00Z', { currency: 'USD' }),
      given.dealWon('in dollars', '2026-03-12T09:00Z', 125, 'USD'),
      ...given.times(2, (n) => given.dealOpened(`lost ${n}`, '2026-03-02T09:00Z', { currency: 'EUR' })),
      ...given.times(2, (n) => given.dealLost(`lost ${n}`, '2026-03-12T09:00Z')),
      given.dealOpened('lost for nothing', '2026-03-02T09:00Z'),
      given.dealLost('lost for nothing', '2026-03-12T09:00Z'),
    ],
    expect: {
      // One open deal, two of four won, 100 each, in ten days.
      [`sales_velocity?${MARCH}&currency=EUR`]: { value: 5, n: 2 },
      [`sales_velocity?${MARCH}&currency=EUR&filter=currency:EUR|USD`]: { value: 5, n: 2 },
      [`pipeline_open?${MARCH}`]: { value: 10 },
      [`close_rate?${MARCH}`]: { value: 0.4, n: 5 },
    },
  },
  {
    name: 'Cost per lead in one currency is all that was spent ÷ all leads: 80 euros and 100 dollars for ten leads are 16 euros each',
    given: [
      rate('EUR/USD', '2026-01-01', '1.25'),
      spent('spring', '2026-03-05T09:00Z', 80),
      spent('spring', '2026-03-07T09:00Z', 100, { currency: 'USD' }),
      ...given.times(10, (n) => lead(`lead ${n}`, '2026-03-03T09:00Z', { campaign_id: 'spring' })),
      lead('for nothing', '2026-03-03T09:00Z', { campaign_id: 'word of mouth' }),
    ],
    expect: {
      [`cost_per_lead?${MARCH}&currency=EUR&by=campaign`]: { campaign: 'spring', value: 16, n: 10 },
      [`cost_per_lead?${MARCH}&currency=EUR&by=currency,campaign`]: [
        { currency: 'EUR', campaign: 'spring', value: 8, n: 10 },
        { currency: 'USD', campaign: 'spring', value: 8, n: 10 },
      ],
      'cost_per_lead?from=2026-02-01&to=2026-03-01&currency=EUR': NOTHING,
      [`campaign_spend?${MARCH}&currency=USD`]: { value: '200', n: 2 },
    },
  },
];

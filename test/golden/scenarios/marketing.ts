import * as given from '../given.js';
import { MARCH, NOTHING, type Row, type Scenario } from '../scenario.js';

const { campaignSpent: spent, dealOpened: deal, dealWon: won, leadCreated: lead, touched } = given;

/** What a metric says of each campaign by each model. */
const byModel = (metric: string, first: Row[], last: Row[], linear: Row[]) => ({
  [`${metric}?${MARCH}&by=campaign`]: first,
  [`${metric}_last?${MARCH}&by=campaign`]: last,
  [`${metric}_linear?${MARCH}&by=campaign`]: linear,
});
const euros = (campaign: string, value: string, n = 1) => ({ campaign, currency: 'EUR', value, n });

export const marketing: readonly Scenario[] = [
  {
    name: 'Marketing ROI: of 10,000 that were spent 45,000 came, which is 3.5 for each; a deal of no campaign, and what was lost, is none of it',
    given: [
      given.campaignCreated('spring', '2026-02-20T09:00Z', { name: 'Spring', channel: 'search' }),
      given.campaignCreated('fair', '2026-02-20T09:00Z', { channel: 'trade_fair' }),
      spent('spring', '2026-03-01T09:00Z', 4_000),
      spent('spring', '2026-03-15T09:00Z', 2_000),
      spent('fair', '2026-03-10T09:00Z', 4_000),
      spent('fair', '2026-04-01T00:00Z', 500),
      deal('of spring', '2026-03-02T09:00Z', { campaign_id: 'spring' }),
      won('of spring', '2026-03-20T09:00Z', 30_000),
      deal('of the fair', '2026-03-02T09:00Z', { campaign_id: 'fair' }),
      won('of the fair', '2026-03-21T09:00Z', 15_000),
      deal('of none', '2026-03-02T09:00Z'),
      won('of none', '2026-03-21T09:00Z', 99_000),
      deal('lost', '2026-03-02T09:00Z', { campaign_id: 'fair' }),
      given.dealLost('lost', '2026-03-21T09:00Z', 7_000),
      deal('without an amount', '2026-03-02T09:00Z', { campaign_id: 'fair' }),
      won('without an amount', '2026-03-21T09:00Z'),
    ],
    expect: {
      [`marketing_roi?${MARCH}&filter=currency:EUR`]: {
        ...{ value: 3.5, n: 3, numerator: '35000', denominator: '10000' },
      },
      [`marketing_roi?${MARCH}&by=campaign&filter=currency:EUR`]: [
        // (30,000 − 6,000) ÷ 6,000 and (15,000 − 4,000) ÷ 4,000.
        { campaign: 'spring', value: 4, n: 2 },
        { campaign: 'fair', value: 2.75, n: 1 },
      ],
      [`campaign_spend?${MARCH}`]: { currency: 'EUR', value: '10000', n: 3 },
      [`campaign_spend?${MARCH}&by=channel`]: [
        { channel: 'search', currency: 'EUR', value: '6000' },
        { channel: 'trade_fair', currency: 'EUR', value: '4000' },
      ],
      [`campaign_revenue?${MARCH}`]: { currency: 'EUR', value: '45000', n: 2 },
      [`campaign_revenue?${MARCH}&by=campaign`]: [
        { campaign: 'spring', currency: 'EUR', value: '30000', n: 1 },
        { campaign: 'fair', currency: 'EUR', value: '15000', n: 1 },
      ],
      [`deals_won?${MARCH}&by=campaign`]: [
        { campaign: 'fair', value: 2 },
        { campaign: '', value: 1 },
        { campaign: 'spring', value: 1 },
      ],
    },
  },
  {
    name: 'An expense that was corrected or taken back is what was told last, and each currency is for itself',
    given: [
      spent('spring', '2026-03-01T09:00Z', 900, { spend_id: 'bill 1' }),
      { ...spent('spring', '2026-03-01T09:00Z', 1_000, { spend_id: 'bill 1' }), at: '2026-03-05T09:00Z' },
      spent('spring', '2026-03-02T09:00Z', 50, { spend_id: 'bill 2' }),
      given.campaignSpendRemoved('spring', '2026-03-06T09:00Z', 'bill 2'),
      spent('spring', '2026-03-03T09:00Z', -200),
      spent('spring', '2026-03-03T09:00Z', 100, { currency: 'USD' }),
      spent('never was', '2026-03-04T09:00Z', 7_000),
      given.campaignRemoved('never was', '2026-03-07T09:00Z'),
      deal('in dollars', '2026-03-02T09:00Z', { campaign_id: 'summer' }),
      given.dealAmended('in dollars', '2026-03-03T09:00Z', { campaign_id: 'spring' }),
      won('in dollars', '2026-03-20T09:00Z', 150, 'USD'),
      deal('whose campaign was cleared', '2026-03-02T09:00Z', { campaign_id: 'spring' }),
      given.dealAmended('whose campaign was cleared', '2026-03-03T09:00Z', { cleared: ['campaign_id'] }),
      won('whose campaign was cleared', '2026-03-20T09:00Z', 5_000),
    ],
    expect: {
      [`campaign_spend?${MARCH}`]: [
        { currency: 'EUR', value: '800', n: 2 },
        { currency: 'USD', value: '100', n: 1 },
      ],
      // Of euros nothing came, of dollars half as much again.
      [`marketing_roi?${MARCH}`]: [
        { currency: 'USD', value: 0.5, n: 1 },
        { currency: 'EUR', value: -1, n: 2 },
      ],
    },
  },
  {
    name: 'Leads of campaigns: two of three that came in name one, and one of February is converted in March; spending is of who owned the campaign then',
    given: [
      given.rep('ann', 'berlin', 'marketing'),
      given.rep('bob', 'paris', 'marketing'),
      given.campaignCreated('spring', '2026-02-01T09:00Z', { rep_id: 'ann' }),
      given.campaignAmended('spring', '2026-03-10T09:00Z', { rep_id: 'bob', channel: 'mail' }),
      spent('spring', '2026-03-05T09:00Z', 100),
      spent('spring', '2026-03-15T09:00Z', 300),
      lead('of February', '2026-02-20T09:00Z', { campaign_id: 'spring' }),
      given.leadConverted('of February', '2026-03-02T09:00Z'),
      lead('of spring', '2026-03-03T09:00Z', { campaign_id: 'spring', rep_id: 'ann' }),
      lead('of the fair', '2026-03-03T09:00Z', { campaign_id: 'fair' }),
      lead('of none', '2026-03-03T09:00Z'),
      given.leadConverted('of none', '2026-03-05T09:00Z'),
    ],
    expect: {
      [`campaign_leads?${MARCH}`]: { value: 2, n: 2 },
      [`campaign_leads?${MARCH}&by=campaign`]: [
        { campaign: 'fair', value: 1 },
        { campaign: 'spring', value: 1 },
      ],
      [`campaign_leads_converted?${MARCH}`]: { value: 1, n: 1 },
      [`campaign_leads_converted?${MARCH}&by=campaign`]: [{ campaign: 'spring', value: 1 }],
      [`campaign_spend?${MARCH}&by=office,channel`]: [
        { office: 'paris', channel: 'mail', currency: 'EUR', value: '300' },
        { office: 'berlin', channel: 'mail', currency: 'EUR', value: '100' },
      ],
    },
  },
  {
    name: 'Cost per lead: 900 euros and 500 dollars for ten leads are 90 euros and 50 dollars each, since a lead has no currency; a campaign that cost nothing has no cost',
    given: [
      given.rep('ann', 'berlin', 'marketing'),
      given.campaignCreated('spring', '2026-02-01T09:00Z', { rep_id: 'ann' }),
      spent('spring', '2026-02-10T09:00Z', 70, { currency: 'GBP' }),
      spent('spring', '2026-03-05T09:00Z', 600),
      spent('fair', '2026-03-06T09:00Z', 300),
      spent('spring', '2026-03-07T09:00Z', 500, { currency: 'USD' }),
      spent('without leads', '2026-03-07T09:00Z', 80, { currency: 'JPY' }),
      lead('of February', '2026-02-20T09:00Z', { campaign_id: 'spring', rep_id: 'ann' }),
      given.leadConverted('of February', '2026-03-02T09:00Z'),
      ...['1', '2', '3', '4', '5', '6'].map((n) =>
        lead(`of spring ${n}`, '2026-03-03T09:00Z', { campaign_id: 'spring', rep_id: 'ann' }),
      ),
      given.leadConverted('of spring 1', '2026-03-20T09:00Z'),
      lead('of the fair 1', '2026-03-03T09:00Z', { campaign_id: 'fair' }),
      lead('of the fair 2', '2026-03-03T09:00Z', { campaign_id: 'fair' }),
      lead('for nothing 1', '2026-03-03T09:00Z', { campaign_id: 'word of mouth' }),
      lead('for nothing 2', '2026-03-03T09:00Z', { campaign_id: 'word of mouth' }),
      lead('of none', '2026-03-03T09:00Z'),
      given.leadConverted('of none', '2026-03-05T09:00Z'),
    ],
    expect: {
      [`cost_per_lead?${MARCH}`]: [
        { currency: 'EUR', value: 90, n: 10, numerator: '900', denominator: 10 },
        { currency: 'USD', value: 50, n: 10, numerator: '500', denominator: 10 },
        { currency: 'JPY', value: 8, n: 10, numerator: '80', denominator: 10 },
      ],
      [`cost_per_lead?${MARCH}&filter=currency:USD`]: { value: 50, n: 10 },
      [`cost_per_lead?${MARCH}&filter=currency:CHF`]: NOTHING,
      [`cost_per_lead?${MARCH}&filter=currency:EUR&by=campaign`]: [
        { campaign: 'fair', value: 150, n: 2 },
        { campaign: 'spring', value: 100, n: 6 },
      ],
      [`cost_per_lead?${MARCH}&by=campaign,currency`]: [
        { campaign: 'fair', currency: 'EUR', value: 150, n: 2 },
        { campaign: 'spring', currency: 'EUR', value: 100, n: 6 },
        { campaign: 'spring', currency: 'USD', value: 500 / 6, n: 6 },
      ],
      // Ann's: all of spring, and none of the fair.
      [`cost_per_lead?${MARCH}&by=office`]: [
        { office: 'berlin', currency: 'EUR', value: 100, n: 6 },
        { office: 'berlin', currency: 'USD', value: 500 / 6, n: 6 },
        { office: '', currency: 'EUR', value: 75, n: 4 },
        { office: '', currency: 'JPY', value: 20, n: 4 },
      ],
      [`cost_per_customer?${MARCH}`]: [
        { currency: 'EUR', value: 450, n: 2 },
        { currency: 'USD', value: 250, n: 2 },
        { currency: 'JPY', value: 40, n: 2 },
      ],
      [`cost_per_customer?${MARCH}&by=campaign&filter=campaign:fair`]: [],
    },
  },
  {
    name: 'Three touches of a deal of 100.00: the first has all of it, or the last, or each a third, which add up to 100; what comes after the close has none',
    given: [
      given.rep('ann', 'berlin', 'marketing'),
      touched('mail', '2026-03-02T09:00Z', { deal_id: 'D' }),
      touched('search', '2026-03-05T09:00Z', { lead_id: 'L' }),
      touched('fair', '2026-03-09T09:00Z', { deal_id: 'D', lead_id: 'L' }),
      touched('too late', '2026-03-20T09:00:00.001Z', { deal_id: 'D' }),
      touched('of the account', '2026-03-03T09:00Z', { account_id: 'A' }),
      touched('of another deal', '2026-03-03T09:00Z', { deal_id: 'E' }),
      lead('L', '2026-03-04T09:00Z'),
      deal('D', '2026-03-06T09:00Z', { lead_id: 'L', account_id: 'A', rep_id: 'ann' }),
      won('D', '2026-03-20T09:00Z', 100),
      given.dealAmended('D', '2026-03-25T09:00Z', { rep_id: 'bob' }),
      deal('E', '2026-03-06T09:00Z'),
      given.dealLost('E', '2026-03-20T09:00Z', 70),
      spent('search', '2026-03-05T09:00Z', 10),
    ],
    expect: {
      ...byModel(
        'campaign_revenue',
        [euros('mail', '100')],
        [euros('fair', '100')],
        [euros('mail', '33.3334'), euros('fair', '33.3333'), euros('search', '33.3333')],
      ),
      [`campaign_revenue_linear?${MARCH}`]: { currency: 'EUR', value: '100', n: 3 },
      // Of who owned it at its close.
      [`campaign_revenue_linear?${MARCH}&by=office,campaign&filter=campaign:search`]: [
        { office: 'berlin', campaign: 'search', value: '33.3333' },
      ],
      [`marketing_roi?${MARCH}&filter=campaign:search`]: { value: -1, n: 1 },
      [`marketing_roi_last?${MARCH}&filter=campaign:search`]: { value: -1, n: 1 },
      [`marketing_roi_linear?${MARCH}&filter=campaign:search`]: { value: 2.33333, numerator: '23.3333' },
      [`revenue_won?${MARCH}`]: { currency: 'EUR', value: '100', n: 1 },
    },
  },
  {
    name: 'A touch that is told late counts where it happened, one that was taken back nowhere, and one that was corrected as it was told last',
    given: [
      touched('mail', '2026-03-05T09:00Z', { lead_id: 'L' }, 'T-1'),
      touched('wrong', '2026-03-03T09:00Z', { lead_id: 'L' }, 'T-2'),
      touched('fair', '2026-03-04T09:00Z', { lead_id: 'M' }, 'T-3'),
      lead('L', '2026-03-06T09:00Z'),
      lead('M', '2026-03-06T09:00Z'),
      given.leadConverted('L', '2026-03-10T09:00Z', { deal_id: 'D' }),
      deal('D', '2026-03-10T09:00Z'),
      won('D', '2026-03-12T09:00Z', 90),
      given.touchRemoved('wrong', '2026-03-13T09:00Z', 'T-2'),
      // Of another lead, as was told first.
      { ...touched('fair', '2026-03-04T09:00Z', { lead_id: 'L' }, 'T-3'), at: '2026-03-14T09:00Z' },
      { ...touched('search', '2026-03-02T09:00Z', { lead_id: 'L' }, 'T-4'), at: '2026-03-20T09:00Z' },
    ],
    expect: {
      ...byModel(
        'campaign_revenue',
        [euros('search', '90')],
        [euros('mail', '90')],
        [euros('fair', '30'), euros('mail', '30'), euros('search', '30')],
      ),
      ...byModel(
        'campaign_leads_converted',
        [{ campaign: 'search', value: 1 }],
        [{ campaign: 'mail', value: 1 }],
        [
          { campaign: 'search', value: '0.3334', n: 1 },
          { campaign: 'fair', value: '0.3333', n: 1 },
          { campaign: 'mail', value: '0.3333', n: 1 },
        ],
      ),
      [`campaign_leads_converted_linear?${MARCH}`]: { value: '1', n: 3 },
      [`campaign_leads?${MARCH}&by=campaign`]: [{ campaign: 'search', value: 1 }],
    },
  },
  {
    name: 'Two campaigns that were merged are one, also for what names the one that is gone; touches of one that never was are none',
    given: [
      given.campaignCreated('spring', '2026-02-20T09:00Z', { channel: 'search' }),
      given.campaignCreated('spring 2', '2026-02-20T09:00Z', { channel: 'mail' }),
      spent('spring', '2026-03-01T09:00Z', 100),
      spent('spring 2', '2026-03-01T09:00Z', 50),
      touched('spring 2', '2026-03-02T09:00Z', { deal_id: 'D' }),
      touched('fair', '2026-03-03T09:00Z', { deal_id: 'D' }),
      touched('never was', '2026-03-04T09:00Z', { deal_id: 'D' }),
      deal('D', '2026-03-02T09:00Z'),
      won('D', '2026-03-12T09:00Z', 300),
      lead('L', '2026-03-02T09:00Z', { campaign_id: 'spring 2' }),
      deal('E', '2026-03-02T09:00Z', { campaign_id: 'spring 2' }),
      won('E', '2026-03-12T09:00Z', 60),
      given.campaignRemoved('spring 2', '2026-03-20T09:00Z', { merged_into: 'spring' }),
      given.campaignRemoved('never was', '2026-03-20T09:00Z'),
    ],
    expect: {
      ...byModel(
        'campaign_revenue',
        [euros('spring', '360', 2)],
        [euros('fair', '300'), euros('spring', '60')],
        [euros('spring', '210', 2), euros('fair', '150')],
      ),
      // Money was spent where it was spent.
      [`campaign_spend?${MARCH}&by=campaign,channel`]: [
        { campaign: 'spring', channel: 'search', value: '100' },
        { campaign: 'spring', channel: 'mail', value: '50' },
      ],
      [`marketing_roi?${MARCH}`]: { value: 1.4, n: 2 },
      [`leads_created?${MARCH}&by=campaign`]: [{ campaign: 'spring', value: 1 }],
      [`campaign_leads?${MARCH}&by=campaign`]: [{ campaign: 'spring', value: 1 }],
      [`deals_won?${MARCH}&by=campaign`]: [
        { campaign: '', value: 1 },
        { campaign: 'spring', value: 1 },
      ],
    },
  },
  {
    name: 'A deal is of the campaign of its lead as that is known now, also when it is said after the deal was won; its own goes first',
    given: [
      lead('L', '2026-03-02T09:00Z', { campaign_id: 'as was thought' }),
      deal('D', '2026-03-03T09:00Z', { lead_id: 'L' }),
      won('D', '2026-03-12T09:00Z', 300),
      deal('E', '2026-03-03T09:00Z', { lead_id: 'L', campaign_id: 'own' }),
      won('E', '2026-03-12T09:00Z', 40),
      given.leadAmended('L', '2026-03-28T09:00Z', { campaign_id: 'in truth' }),
    ],
    expect: byModel(
      'campaign_revenue',
      [euros('in truth', '300'), euros('own', '40')],
      [euros('in truth', '300'), euros('own', '40')],
      [euros('in truth', '320', 2), euros('own', '20')],
    ),
  },
];

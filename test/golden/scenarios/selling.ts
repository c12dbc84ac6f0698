import {
  after,
  call,
  callAmended,
  callRemoved,
  dealAmended,
  dealLost,
  dealOpened,
  dealRemoved,
  dealReopened,
  dealWon,
  rep,
  stageChanged,
  times,
} from '../given.js';
import { days, MARCH, minutes, NOTHING, near, type Scenario } from '../scenario.js';

const FEBRUARY = 'from=2026-02-01&to=2026-03-01';
const APRIL = 'from=2026-04-01&to=2026-05-01';

export const selling: readonly Scenario[] = [
  {
    name: 'one deal that two people entered is one deal once they are merged, and two again when that was wrong',
    given: [
      ...['kept', 'entered again', 'another after all'].flatMap((id) => [
        dealOpened(id, '2026-03-01T09:00Z'),
        dealWon(id, '2026-03-05T09:00Z', 1_000),
      ]),
      dealRemoved('entered again', '2026-03-06T09:00Z', { merged_into: 'kept' }),
      dealRemoved('another after all', '2026-03-06T09:00Z', { merged_into: 'kept' }),
      { ...dealOpened('another after all', '2026-03-01T09:00Z'), at: '2026-03-07T09:00Z' },
    ],
    expect: {
      [`deals_won?${MARCH}`]: { value: 2 },
      [`revenue_won?${MARCH}`]: [{ currency: 'EUR', value: '2000', n: 2 }],
    },
  },
  {
    name: 'wins stay with who owned the deal when it was won; what a CRM clears has no value',
    given: [
      rep('ann', 'munich', 'west'),
      rep('bob', 'berlin', 'east'),
      dealOpened('D-1', '2026-03-02T09:00Z', { rep_id: 'ann', amount: 1000, currency: 'EUR' }),
      dealWon('D-1', '2026-03-10T09:00Z'),
      // Ann leaves in June, and Bob gets her book.
      dealAmended('D-1', '2026-06-01T09:00Z', { rep_id: 'bob' }),
      // Bob had taken over a day before the close, which is told later.
      dealOpened('D-2', '2026-03-02T09:00Z', { rep_id: 'ann', amount: 300, currency: 'EUR' }),
      dealWon('D-2', '2026-03-10T09:00Z'),
      dealAmended('D-2', '2026-03-20T09:00Z', { rep_id: 'bob', effective_at: '2026-03-09T09:00Z' }),
      // Its owner and amount were cleared before it was won.
      dealOpened('D-3', '2026-03-02T09:00Z', { rep_id: 'ann', amount: 5000, currency: 'EUR' }),
      dealAmended('D-3', '2026-03-04T09:00Z', { rep_id: null, cleared: ['amount'] }),
      dealWon('D-3', '2026-03-10T09:00Z'),
    ],
    expect: {
      [`revenue_won?${MARCH}&by=rep&filter=currency:EUR`]: [
        { rep: 'ann', value: '1000', n: 1 },
        { rep: 'bob', value: '300', n: 1 },
      ],
      [`deals_won?${MARCH}`]: { value: 3 },
      [`deals_opened?${MARCH}`]: { value: 3 },
    },
  },
  {
    name: 'calls count in the period in which they start; only connected ones are talked on',
    given: [
      rep('ann', 'berlin', 'hunters'),
      rep('bob', 'pune', 'farmers'),
      call('the first instant of March', '2026-03-01T00:00Z', 'ann', 60),
      call('C-2', '2026-03-02T09:00Z', 'ann', 180),
      call('a voicemail', '2026-03-02T10:00Z', 'ann', 20, { outcome: 'voicemail' }),
      call('nobody there', '2026-03-02T11:00Z', 'ann', 0, { outcome: 'no_answer' }),
      call('inbound', '2026-03-03T09:00Z', 'ann', 600, { direction: 'inbound', channel: 'video' }),
      call('of nobody', '2026-03-05T09:00Z', null, 0, { direction: 'inbound', outcome: 'busy' }),
      call('the last minute of March', '2026-03-31T23:59Z', 'bob', 30),
      call('before', '2026-02-28T23:59Z', 'bob', 999),
      call('after', '2026-04-01T00:00Z', 'bob', 999),
    ],
    expect: {
      [`calls?${MARCH}`]: { value: 7, n: 7 },
      [`calls?${MARCH}&by=rep`]: [
        { rep: 'ann', value: 5 },
        { rep: '', value: 1 },
        { rep: 'bob', value: 1 },
      ],
      [`calls?${MARCH}&by=office,team`]: [
        { office: 'berlin', team: 'hunters', value: 5 },
        { office: '', team: '', value: 1 },
        { office: 'pune', team: 'farmers', value: 1 },
      ],
      [`calls?${MARCH}&by=direction`]: [
        { direction: 'outbound', value: 5 },
        { direction: 'inbound', value: 2 },
      ],
      [`calls?${MARCH}&by=outcome`]: [
        { outcome: 'connected', value: 4 },
        { outcome: 'busy', value: 1 },
        { outcome: 'no_answer', value: 1 },
        { outcome: 'voicemail', value: 1 },
      ],
      [`calls?${MARCH}&by=channel`]: [
        { channel: 'phone', value: 6 },
        { channel: 'video', value: 1 },
      ],
      [`calls?${MARCH}&filter=rep:ann&filter=direction:outbound`]: { value: 4 },
      [`calls?${MARCH}&filter=rep:`]: { value: 1 },
      [`talk_time?${MARCH}`]: { value: 870_000, n: 4 },
      [`talk_time?${MARCH}&by=rep`]: [
        { rep: 'ann', value: 840_000, n: 3 },
        { rep: 'bob', value: 30_000, n: 1 },
      ],
      [`call_duration_mean?${MARCH}`]: { value: 217_500, n: 4, numerator: 870_000, denominator: 4 },
      [`call_duration_mean?${MARCH}&filter=rep:ann`]: { value: 280_000, n: 3 },
      [`connect_rate?${MARCH}`]: { value: 0.6, n: 5, numerator: 3, denominator: 5 },
    },
  },
  {
    name: 'percentiles of call durations are within 1 %, of the whole and of each part',
    given: times(100, (n) => call(`C-${n}`, after('2026-03-02T08:00Z', n), n % 2 ? 'ann' : 'bob', n * 7)),
    expect: {
      [`call_duration_mean?${MARCH}`]: { value: 353_500, n: 100 },
      [`call_duration_p50?${MARCH}`]: { value: near(353_500), n: 100 },
      [`call_duration_p90?${MARCH}`]: { value: near(630_700), n: 100 },
      [`call_duration_p50?${MARCH}&by=rep`]: [
        { rep: 'bob', value: near(357_000), n: 50 },
        { rep: 'ann', value: near(350_000), n: 50 },
      ],
      [`call_duration_p90?${MARCH}&by=rep`]: [
        { rep: 'bob', value: near(631_400), n: 50 },
        { rep: 'ann', value: near(624_400), n: 50 },
      ],
    },
  },
  {
    name: 'a connect rate is a ratio of sums, never a mean of ratios',
    given: [
      call('A-1', '2026-03-02T09:00Z', 'ann', 60),
      call('A-2', '2026-03-02T09:10Z', 'ann', 0, { outcome: 'busy' }),
      ...times(9, (n) => call(`B-${n}`, '2026-03-02T10:00Z', 'bob', 60)),
      ...times(81, (n) => call(`B-no-${n}`, '2026-03-20T10:00Z', 'bob', 0, { outcome: 'no_answer' })),
    ],
    expect: {
      [`connect_rate?${MARCH}`]: { value: 10 / 92, n: 92, numerator: 10, denominator: 92 },
      [`connect_rate?${MARCH}&by=rep`]: [
        { rep: 'ann', value: 0.5, n: 2 },
        { rep: 'bob', value: 0.1, n: 90 },
      ],
    },
  },
  {
    name: 'without anything to divide by there is no quotient: null, with n = 0',
    given: [call('C-1', '2026-03-02T09:00Z', 'ann', 0, { direction: 'inbound', outcome: 'no_answer' })],
    expect: {
      [`calls?${MARCH}`]: { value: 1, n: 1 },
      [`talk_time?${MARCH}`]: { value: 0, n: 0 },
      [`connect_rate?${MARCH}`]: { ...NOTHING, numerator: 0, denominator: 0 },
      [`call_duration_mean?${MARCH}`]: { ...NOTHING, numerator: 0, denominator: 0 },
      [`call_duration_p50?${MARCH}`]: NOTHING,
      [`call_duration_p90?${MARCH}`]: NOTHING,
      // Groups of which the metric knows nothing are not listed.
      [`connect_rate?${MARCH}&by=rep`]: [],
      [`deals_won?${MARCH}`]: { value: 0, n: 0 },
      [`close_rate?${MARCH}`]: NOTHING,
      [`sales_cycle_mean?${MARCH}`]: NOTHING,
      [`sales_cycle_p50?${MARCH}`]: NOTHING,
      // Money is by currency, and there is none.
      [`revenue_won?${MARCH}`]: [],
      [`revenue_won?${MARCH}&filter=currency:EUR`]: { value: '0', n: 0 },
      [`close_rate_by_value?${MARCH}&filter=currency:EUR`]: NOTHING,
    },
  },
  {
    name: 'a corrected call counts as corrected, a removed one not at all',
    given: [
      call('C-1', '2026-03-02T09:00Z', 'ann', 60),
      call('C-2', '2026-03-02T09:05Z', 'ann', 120),
      call('C-3', '2026-03-02T09:10Z', 'ann', 240),
      callAmended('C-1', '2026-03-02T09:00Z', '2026-03-03T08:00Z', { rep_id: 'bob' }),
      callAmended('C-2', '2026-03-02T09:05Z', '2026-03-03T08:00Z', { outcome: 'voicemail' }),
      callRemoved('C-3', '2026-03-02T09:10Z', '2026-03-03T08:00Z'),
      callAmended('never logged', '2026-03-02T09:15Z', '2026-03-03T08:00Z', { outcome: 'connected' }),
    ],
    expect: {
      [`calls?${MARCH}`]: { value: 2 },
      [`calls?${MARCH}&by=rep,outcome`]: [
        { rep: 'ann', outcome: 'voicemail', value: 1 },
        { rep: 'bob', outcome: 'connected', value: 1 },
      ],
      [`talk_time?${MARCH}`]: { value: 60_000, n: 1 },
    },
  },
  {
    name: 'a rep who moves takes along what comes after, not what was before',
    given: [
      rep('ann', 'berlin', 'hunters'),
      call('C-1', '2026-03-14T23:59Z', 'ann', 60),
      call('C-2', '2026-03-15T00:00Z', 'ann', 60),
      call('C-3', '2026-03-20T09:00Z', 'ann', 60),
      rep('ann', 'munich', 'farmers', '2026-03-15T00:00Z'),
    ],
    expect: {
      [`calls?${MARCH}&by=office`]: [
        { office: 'munich', value: 2 },
        { office: 'berlin', value: 1 },
      ],
      [`calls?${MARCH}&by=team`]: [
        { team: 'farmers', value: 2 },
        { team: 'hunters', value: 1 },
      ],
      [`talk_time?${MARCH}&filter=office:berlin`]: { value: minutes(1) },
    },
  },
  {
    name: 'deals count where they were opened and where they were closed; money stays in its currency',
    given: [
      rep('ann', 'berlin', 'hunters'),
      rep('bob', 'pune', 'farmers'),
      dealOpened('D-1', '2026-03-02T09:00Z', {
        rep_id: 'ann',
        product: 'GTX',
        pipeline: 'new',
        lead_source: 'web',
      }),
      dealWon('D-1', '2026-03-12T09:00Z', 1_000),
      dealOpened('D-2', '2026-03-03T09:00Z', { rep_id: 'ann' }),
      dealLost('D-2', '2026-03-10T09:00Z', 500),
      dealOpened('D-3', '2026-02-01T09:00Z', { rep_id: 'bob', product: 'MG', pipeline: 'renewal' }),
      dealWon('D-3', '2026-03-20T09:00Z', 2_500.5),
      dealOpened('in dollars', '2026-03-05T09:00Z', { rep_id: 'bob' }),
      dealWon('in dollars', '2026-03-06T09:00Z', 700, 'USD'),
      dealOpened('still open', '2026-03-09T09:00Z', { rep_id: 'bob' }),
      dealOpened('without an amount', '2026-03-01T09:00Z', { rep_id: 'ann' }),
      dealWon('without an amount', '2026-03-15T09:00Z'),
      dealOpened('lost in April', '2026-03-10T09:00Z', { rep_id: 'ann' }),
      dealLost('lost in April', '2026-04-02T09:00Z', 100),
    ],
    expect: {
      [`deals_opened?${MARCH}`]: { value: 6, n: 6 },
      [`deals_opened?${MARCH}&by=rep`]: [
        { rep: 'ann', value: 4 },
        { rep: 'bob', value: 2 },
      ],
      [`deals_won?${MARCH}`]: { value: 4, n: 4 },
      [`deals_won?${MARCH}&by=office`]: [
        { office: 'berlin', value: 2 },
        { office: 'pune', value: 2 },
      ],
      [`deals_won?${MARCH}&by=product`]: [
        { product: '', value: 2 },
        { product: 'GTX', value: 1 },
        { product: 'MG', value: 1 },
      ],
      [`deals_won?${MARCH}&filter=product:GTX|MG`]: { value: 2 },
      [`deals_won?${MARCH}&filter=product:GTX&filter=pipeline:renewal`]: { value: 0 },
      [`deals_won?${MARCH}&filter=lead_source:web&by=pipeline`]: [{ pipeline: 'new', value: 1 }],
      [`deals_lost?${MARCH}`]: { value: 1, n: 1 },
      [`revenue_won?${MARCH}`]: [
        { currency: 'EUR', value: '3500.5', n: 2 },
        { currency: 'USD', value: '700', n: 1 },
      ],
      [`revenue_won?${MARCH}&filter=currency:EUR&by=rep`]: [
        { rep: 'bob', value: '2500.5', n: 1 },
        { rep: 'ann', value: '1000', n: 1 },
      ],
      [`deal_size_mean?${MARCH}`]: [
        { currency: 'EUR', value: 1_750.25, n: 2, numerator: '3500.5', denominator: 2 },
        { currency: 'USD', value: 700, n: 1 },
      ],
      [`close_rate?${MARCH}`]: { value: 0.8, n: 5, numerator: 4, denominator: 5 },
      [`close_rate?${MARCH}&by=rep`]: [
        { rep: 'bob', value: 1, n: 2 },
        { rep: 'ann', value: 2 / 3, n: 3 },
      ],
      [`close_rate_by_value?${MARCH}`]: [
        { currency: 'USD', value: 1, n: 1 },
        { currency: 'EUR', value: 3_500.5 / 4_000.5, n: 3, numerator: '3500.5', denominator: '4000.5' },
      ],
      // 10, 47, 1 and 14 days.
      [`sales_cycle_mean?${MARCH}`]: { value: days(18), n: 4, numerator: days(72), denominator: 4 },
      [`sales_cycle?${MARCH}`]: { value: days(18) },
      // As spreadsheets have it: between 10 and 14, and seven tenths of the way from 14 to 47.
      [`sales_cycle_p50?${MARCH}`]: { value: near(days(12)), n: 4 },
      [`sales_cycle_p90?${MARCH}`]: { value: near(days(37.1)), n: 4 },
    },
  },
  {
    name: 'a close rate is a ratio of sums over reps',
    given: [
      ...times(2, (n) => [dealOpened(`A-${n}`, '2026-03-01T09:00Z', { rep_id: 'ann' })]),
      dealWon('A-1', '2026-03-05T09:00Z', 10),
      dealWon('A-2', '2026-03-05T09:00Z', 10),
      ...times(18, (n) => [
        dealOpened(`B-${n}`, '2026-03-01T09:00Z', { rep_id: 'bob' }),
        n <= 3 ? dealWon(`B-${n}`, '2026-03-06T09:00Z', 100) : dealLost(`B-${n}`, '2026-03-06T09:00Z', 100),
      ]),
    ],
    expect: {
      // Not (1 + 1/6) / 2.
      [`close_rate?${MARCH}`]: { value: 0.25, n: 20, numerator: 5, denominator: 20 },
      [`close_rate?${MARCH}&by=rep`]: [
        { rep: 'ann', value: 1, n: 2 },
        { rep: 'bob', value: 3 / 18, n: 18 },
      ],
      [`close_rate_by_value?${MARCH}`]: [{ currency: 'EUR', value: 320 / 1_820, n: 20 }],
    },
  },
  {
    name: 'a reopened deal leaves; a deal won again keeps its first close time',
    given: [
      ...['reopened', 'won again', 'won twice over', 'removed', 'lost, then won'].map((id) =>
        dealOpened(id, '2026-02-01T09:00Z'),
      ),
      dealWon('reopened', '2026-03-05T09:00Z', 1_000),
      dealReopened('reopened', '2026-03-20T09:00Z'),
      dealWon('won again', '2026-03-06T09:00Z', 1_000),
      dealWon('won again', '2026-04-03T09:00Z', 1_200),
      dealWon('won twice over', '2026-03-07T09:00Z', 5_000),
      dealReopened('won twice over', '2026-03-08T09:00Z'),
      dealWon('won twice over', '2026-04-04T09:00Z', 5_500),
      dealWon('removed', '2026-03-09T09:00Z', 9_000),
      dealRemoved('removed', '2026-03-25T09:00Z'),
      dealLost('lost, then won', '2026-03-10T09:00Z', 300),
      dealWon('lost, then won', '2026-03-12T09:00Z', 300),
    ],
    expect: {
      [`deals_opened?${FEBRUARY}`]: { value: 4 },
      [`deals_won?${MARCH}`]: { value: 2 },
      [`deals_won?${APRIL}`]: { value: 1 },
      [`deals_lost?${MARCH}`]: { value: 0 },
      [`close_rate?${MARCH}`]: { value: 1, n: 2 },
      [`revenue_won?${MARCH}`]: [{ currency: 'EUR', value: '1500', n: 2 }],
      [`revenue_won?${APRIL}`]: [{ currency: 'EUR', value: '5500', n: 1 }],
      // 33 and 39 days.
      [`sales_cycle_mean?${MARCH}`]: { value: days(36), n: 2 },
    },
  },
  {
    name: 'the pipeline at an instant is of deals opened before it and not closed by then, known to have been opened at all',
    given: [
      rep('ann', 'berlin', 'hunters'),
      rep('ann', 'pune', 'hunters', '2026-03-10T00:00Z'),
      dealOpened('open', '2026-02-10T09:00Z', { rep_id: 'ann', amount: '1200', currency: 'EUR' }),
      dealOpened('won in March', '2026-02-11T09:00Z', { rep_id: 'ann' }),
      dealWon('won in March', '2026-03-20T09:00Z', 100),
      dealOpened('lost in April', '2026-03-12T09:00Z', { rep_id: 'ann' }),
      dealLost('lost in April', '2026-04-02T09:00Z', 100),
      dealOpened('reopened', '2026-03-02T09:00Z'),
      dealWon('reopened', '2026-03-05T09:00Z', 100),
      dealReopened('reopened', '2026-03-20T09:00Z'),
      dealWon('never opened', '2026-03-06T09:00Z', 100),
      dealOpened('closed before it was opened', '2026-03-21T09:00Z'),
      dealLost('closed before it was opened', '2026-03-15T09:00Z', 100),
    ],
    expect: {
      [`pipeline_open?${FEBRUARY}`]: { value: 2, n: 2 },
      [`pipeline_open?${MARCH}`]: { value: 3, n: 3 },
      [`pipeline_open?${APRIL}`]: { value: 2, n: 2 },
      // What ann opened in Berlin stays a deal of Berlin, also where it ends.
      [`pipeline_open?${MARCH}&by=office`]: [
        { office: '', value: 1, n: 1 },
        { office: 'berlin', value: 1, n: 1 },
        { office: 'pune', value: 1, n: 1 },
      ],
      // As known now: what the deal was won for was said after February.
      [`pipeline_value?${FEBRUARY}`]: [{ currency: 'EUR', value: '1300', n: 2 }],
      [`pipeline_value?${MARCH}`]: [{ currency: 'EUR', value: '1400', n: 3 }],
      [`pipeline_value?${MARCH}&filter=office:pune`]: [{ currency: 'EUR', value: '100', n: 1 }],
      'pipeline_open?from=2026-03-14&to=2026-03-17&interval=day': [{ value: 4 }, { value: 4 }, { value: 4 }],
    },
  },
  {
    name: 'the pipeline by stage is what was said of that instant, whatever came later',
    given: [
      rep('ann', 'berlin', 'hunters'),
      dealOpened('won', '2026-02-02T09:00Z', {
        rep_id: 'ann',
        stage: 'lead',
        amount: '100',
        currency: 'EUR',
      }),
      stageChanged('won', '2026-02-12T09:00Z', 'demo'),
      stageChanged('won', '2026-03-04T09:00Z', 'offer'),
      // Said twice: it goes on.
      stageChanged('won', '2026-03-10T09:00Z', 'offer'),
      dealWon('won', '2026-03-24T09:00Z', 120),
      dealOpened('lost', '2026-02-20T09:00Z', { rep_id: 'ann', stage: 'lead' }),
      stageChanged('lost', '2026-03-02T09:00Z', 'demo'),
      dealLost('lost', '2026-03-12T09:00Z'),
      dealOpened('stuck', '2026-02-25T12:00Z', {
        rep_id: 'ann',
        stage: 'lead',
        amount: '40',
        currency: 'EUR',
      }),
      // Amended now: from now on.
      dealAmended('stuck', '2026-03-26T12:00Z', { stage: 'demo' }),
      dealOpened('without one', '2026-03-30T12:00Z', { rep_id: 'ann' }),
      dealOpened('lost and reopened', '2026-03-01T12:00Z', { stage: 'offer' }),
      dealLost('lost and reopened', '2026-03-03T12:00Z'),
      dealReopened('lost and reopened', '2026-03-05T12:00Z'),
    ],
    expect: {
      [`pipeline_open?${FEBRUARY}&by=stage`]: [
        { stage: 'lead', value: 2 },
        { stage: 'demo', value: 1 },
      ],
      [`pipeline_open?${MARCH}&by=stage`]: [
        { stage: '', value: 1 },
        { stage: 'demo', value: 1 },
        { stage: 'offer', value: 1 },
      ],
      'pipeline_open?from=2026-03-11&to=2026-03-12&by=stage': [
        { stage: 'offer', value: 2 },
        { stage: 'demo', value: 1 },
        { stage: 'lead', value: 1 },
      ],
      [`pipeline_value?${FEBRUARY}&by=stage`]: [
        { stage: 'demo', currency: 'EUR', value: '120', n: 1 },
        { stage: 'lead', currency: 'EUR', value: '40', n: 1 },
      ],
      // Demo 20 days and offer 20; lead 10 and demo 10; lead 29.
      [`time_in_stage_mean?${MARCH}`]: { n: 5, numerator: days(20 + 20 + 10 + 10 + 29) },
      [`time_in_stage_p50?${MARCH}`]: { value: near(days(20)), n: 5 },
      [`time_in_stage_p90?${MARCH}&by=stage`]: [
        { stage: 'lead', value: near(days(27.1)), n: 2 },
        { stage: 'offer', value: near(days(20)), n: 1 },
        { stage: 'demo', value: near(days(19)), n: 2 },
      ],
      // Lost and reopened is open; the one that was lost never had an offer.
      [`stage_close_rate?${MARCH}&by=stage`]: [
        { stage: 'offer', value: 1, n: 1 },
        { stage: 'demo', value: 0.5, n: 2 },
        { stage: 'lead', value: 0.5, n: 2 },
      ],
      [`stage_conversion_rate?${MARCH}&by=stage`]: [
        { stage: 'lead', value: 1, n: 2 },
        { stage: 'offer', value: 1, n: 1 },
        { stage: 'demo', value: 0.5, n: 2 },
      ],
      // Asked on 15 April at noon.
      [`oldest_in_stage?${MARCH}&by=stage`]: [
        { stage: 'offer', value: days(45), n: 1 },
        { stage: 'demo', value: days(20), n: 1 },
        { stage: '', value: days(16), n: 1 },
      ],
    },
  },
  {
    name: 'velocity is what open deals bring in a day at the rate, size and pace of those that were closed',
    given: [
      ...times(4, (n) => dealOpened(`open ${n}`, '2026-03-20T09:00Z', { amount: '900', currency: 'EUR' })),
      dealOpened('won', '2026-03-02T09:00Z', { currency: 'EUR' }),
      dealWon('won', '2026-03-12T09:00Z', 1_000),
      dealOpened('won, too', '2026-03-02T09:00Z', { currency: 'EUR' }),
      dealWon('won, too', '2026-03-22T09:00Z', 2_000),
      dealOpened('lost', '2026-03-02T09:00Z', { currency: 'EUR' }),
      dealLost('lost', '2026-03-22T09:00Z'),
      dealOpened('of no currency', '2026-03-02T09:00Z'),
      dealOpened('open in dollars', '2026-03-02T09:00Z', { amount: '900', currency: 'USD' }),
    ],
    expect: {
      // Four deals, two of three won, 1,500 each, in 15 days.
      [`sales_velocity?${MARCH}`]: [{ currency: 'EUR', value: near((4 * (2 / 3) * 1_500) / 15), n: 2 }],
      [`sales_velocity?${FEBRUARY}`]: [],
    },
  },
  {
    name: 'a correction to a deal closed last month restates last month',
    given: [
      dealOpened('D-1', '2026-02-01T09:00Z', { rep_id: 'ann' }),
      dealWon('D-1', '2026-03-05T09:00Z', 1_000),
      dealAmended('D-1', '2026-04-10T09:00Z', { closed_at: '2026-02-20T09:00Z' }),
      dealOpened('D-2', '2026-02-01T09:00Z', { rep_id: 'ann' }),
      dealWon('D-2', '2026-03-06T09:00Z', 1_000),
      dealAmended('D-2', '2026-04-11T09:00Z', {
        amount: '800',
        rep_id: 'bob',
        effective_at: '2026-02-01T09:00Z',
      }),
    ],
    expect: {
      [`deals_won?${FEBRUARY}&by=rep`]: [{ rep: 'ann', value: 1 }],
      [`deals_won?${MARCH}&by=rep`]: [{ rep: 'bob', value: 1 }],
      [`revenue_won?${FEBRUARY}`]: [{ currency: 'EUR', value: '1000' }],
      [`revenue_won?${MARCH}`]: [{ currency: 'EUR', value: '800' }],
      [`deals_opened?${FEBRUARY}&by=rep`]: [
        { rep: 'ann', value: 1 },
        { rep: 'bob', value: 1 },
      ],
    },
  },
  {
    name: 'everything spans what is counted, not what was once counted by mistake',
    given: [
      dealOpened('D-1', '2026-02-01T09:00Z'),
      dealAmended('D-1', '2026-04-10T09:00Z', { closed_at: '2026-03-05T09:00Z' }),
      dealOpened('D-2', '2026-02-02T09:00Z'),
      {
        type: 'deal.closed',
        at: '2026-03-05T09:00Z',
        data: { deal_id: 'D-1', closed_at: '2031-03-05T09:00Z', outcome: 'won' },
      },
    ],
    expect: {
      'deals_won?period=all': { value: 1 },
      'deals_won?period=all&interval=month': [
        { start: '2026-02-01T00:00:00Z', value: 0 },
        { start: '2026-03-01T00:00:00Z', value: 1 },
      ],
    },
  },
];

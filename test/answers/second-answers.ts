import { percentile } from '@tallyboard/domain/histogram';
import type { Cell } from '@tallyboard/domain/oracle';

/** The numbers of one row. Money in ten-thousandths. */
export interface Numbers {
  value: number | bigint | null;
  n: number;
  numerator?: number | bigint;
  denominator?: number | bigint;
}

/** The cells of one group that a row is about. Instants in epoch seconds. */
export interface Selection {
  /** Of the interval. */
  inside: readonly Cell[];
  /** Of all time before its start, and before its end. */
  beforeStart: readonly Cell[];
  beforeEnd: readonly Cell[];
  /** Those before its end once more, as what came in since the beginning and is not in stock. */
  soFar: readonly Cell[];
  /** Those of the interval whatever they are in the dimensions of each of WHOLES. */
  wholes: readonly (readonly Cell[])[];
  /** The start by the clock that a cell goes by. */
  startOf(cell: Cell): number;
  /** The end by the clock that a cell goes by. */
  endOf(cell: Cell): number;
  now: number;
  /** Of the interval up to now, where no schedule says otherwise. */
  workingDays: number;
  /** Of long-term customers. */
  days: number;
  /** Of first responses, seconds. */
  target: number;
}

/** Metrics that divide by wholes of a measure: each by dimensions of which it has all values. */
export const WHOLES: Readonly<Record<string, { measure: string; across: readonly (readonly string[])[] }>> = {
  activity_mix: { measure: 'activities', across: [['kind']] },
  product_preference: {
    measure: 'units',
    across: [
      ['product', 'category'],
      ['segment', 'region'],
      ['product', 'category', 'segment', 'region'],
    ],
  },
};

/**
 * Every metric once more, from its definition in words, without SQL and without the catalogue's formulas: the second
 * implementation of the answers, as `packages/domain` is of the cells.
 */
export const SECOND_ANSWERS: Readonly<Record<string, (selection: Selection) => Numbers>> = {
  calls: ({ inside }) => counted(sum(inside, 'calls')),
  talk_time: ({ inside }) => ({ value: sum(inside, 'talk_ms'), n: sum(connected(inside), 'calls') }),
  call_duration_mean: ({ inside }) => divided(sum(inside, 'talk_ms'), sum(connected(inside), 'calls')),
  call_duration_p50: ({ inside }) => quantile(inside, 'talk_hist', 0.5),
  call_duration_p90: ({ inside }) => quantile(inside, 'talk_hist', 0.9),
  connect_rate: ({ inside }) => {
    const outbound = inside.filter(({ dimensions }) => dimensions.direction === 'outbound');
    return divided(sum(connected(outbound), 'calls'), sum(outbound, 'calls'));
  },

  contacts_per_day: ({ inside, workingDays }) => {
    const connectedCalls = sum(connected(inside.filter(({ fact }) => fact === 'call')), 'calls');
    const activities = inside.filter(({ fact }) => fact === 'activity');
    const done = ['email_sent', 'meeting', 'demo'].map((kind) => ofKind(activities, kind));
    return divided(
      done.reduce((all, each) => all + each, connectedCalls),
      workingDays,
    );
  },
  activity_mix: ({ inside, wholes: [whole = []] }) =>
    divided(sum(inside, 'activities'), sum(whole, 'activities')),
  activities: ({ inside }) => counted(sum(inside, 'activities')),
  emails_sent: ({ inside }) => counted(ofKind(inside, 'email_sent')),
  email_requests: ({ inside }) => counted(ofKind(inside, 'email_request')),
  web_requests: ({ inside }) => counted(ofKind(inside, 'web_request')),
  meetings: ({ inside }) => counted(ofKind(inside, 'meeting')),
  demos: ({ inside }) => counted(ofKind(inside, 'demo')),
  proposals: ({ inside }) => counted(ofKind(inside, 'proposal')),
  catalogues_mailed: ({ inside }) => counted(ofKind(inside, 'catalogue_mailed')),
  referrals: ({ inside }) => counted(ofKind(inside, 'referral')),
  workshop_prospects: ({ inside }) =>
    counted(
      sum(
        inside.filter(({ dimensions }) => dimensions.kind === 'workshop'),
        'quantity',
      ),
    ),

  leads_created: ({ inside }) => counted(sum(inside, 'created')),
  leads_qualified: ({ inside }) => counted(sum(inside, 'qualified')),
  leads_converted: ({ inside }) => counted(sum(inside, 'converted')),
  leads_disqualified: ({ inside }) => counted(sum(inside, 'disqualified')),
  lead_conversion_rate: ({ inside }) => divided(sum(inside, 'created_converted'), sum(inside, 'created')),
  lead_conversion_rate_as_of_close: ({ inside }) => divided(sum(inside, 'converted'), sum(inside, 'created')),
  lead_qualification_rate: ({ inside }) => divided(sum(inside, 'created_qualified'), sum(inside, 'created')),
  lead_contact_rate: ({ inside }) => divided(sum(inside, 'created_contacted'), sum(inside, 'created')),
  follow_up_time_mean: ({ inside }) => divided(sum(inside, 'follow_up_ms'), sum(inside, 'follow_up_count')),
  follow_up_time_p50: ({ inside }) => quantile(inside, 'follow_up_hist', 0.5),
  follow_up_time_p90: ({ inside }) => quantile(inside, 'follow_up_hist', 0.9),

  campaign_spend: ({ inside }) => ({ value: money(inside, 'spent'), n: sum(inside, 'spends') }),
  campaign_leads: ({ inside }) => counted(sum(inside, 'first_created')),
  campaign_leads_converted: ({ inside }) => counted(sum(inside, 'first_converted')),
  campaign_leads_converted_last: ({ inside }) => counted(sum(inside, 'last_converted')),
  campaign_leads_converted_linear: ({ inside }) => ({
    value: money(inside, 'linear_converted'),
    n: sum(inside, 'linear_touches'),
  }),
  cost_per_lead: ({ inside }) =>
    divided(money(ofSpending(inside), 'spent'), leadsOf(inside, 'first_created')),
  cost_per_customer: ({ inside }) =>
    divided(money(ofSpending(inside), 'spent'), leadsOf(inside, 'first_converted')),
  campaign_revenue: ({ inside }) => ({
    value: money(inside, 'first_amount'),
    n: sum(inside, 'first_priced'),
  }),
  campaign_revenue_last: ({ inside }) => ({
    value: money(inside, 'last_amount'),
    n: sum(inside, 'last_priced'),
  }),
  campaign_revenue_linear: ({ inside }) => ({
    value: money(inside, 'linear_amount'),
    n: sum(inside, 'linear_touches'),
  }),
  marketing_roi: (selection) => returned(selection, 'first_amount'),
  marketing_roi_last: (selection) => returned(selection, 'last_amount'),
  marketing_roi_linear: (selection) => returned(selection, 'linear_amount'),

  mrr: ({ beforeEnd }) => ({ value: money(beforeEnd, 'mrr'), n: sum(beforeEnd, 'subscribers') }),
  mrr_new: ({ inside }) => ({ value: money(inside, 'new_mrr'), n: sum(inside, 'new_subscribers') }),
  mrr_expansion: ({ inside }) => ({ value: money(inside, 'expansion_mrr'), n: sum(inside, 'expanded') }),
  mrr_contraction: ({ inside }) => ({
    value: money(inside, 'contraction_mrr'),
    n: sum(inside, 'contracted'),
  }),
  mrr_churned: ({ inside }) => ({ value: money(inside, 'churned_mrr'), n: sum(inside, 'churned') }),
  mrr_won_back: ({ inside }) => ({ value: money(inside, 'won_back_mrr'), n: sum(inside, 'won_back') }),
  arr: ({ beforeEnd }) => ({ value: 12n * money(beforeEnd, 'mrr'), n: sum(beforeEnd, 'subscribers') }),
  arpa: ({ beforeEnd }) => divided(money(beforeEnd, 'mrr'), sum(beforeEnd, 'subscribers')),
  subscribers: ({ beforeEnd }) => counted(sum(beforeEnd, 'subscribers')),
  quick_ratio: ({ inside }) => {
    const all = (...measures: string[]) =>
      measures.reduce((total, measure) => total + money(inside, measure), 0n);
    const times = ['new_subscribers', 'expanded', 'won_back', 'contracted', 'churned'];
    return {
      ...divided(all('new_mrr', 'expansion_mrr', 'won_back_mrr'), all('contraction_mrr', 'churned_mrr')),
      n: times.reduce((total, measure) => total + sum(inside, measure), 0),
    };
  },
  logo_churn_rate: (selection) =>
    divided(stoppedOfThoseAtStart(selection), sum(selection.beforeStart, 'subscribers')),
  net_revenue_retention: (selection) => retained(selection, (_, closing) => closing),
  gross_revenue_retention: (selection) =>
    retained(selection, (opening, closing) => opening - (closing < opening ? opening - closing : 0n)),
  customer_lifetime_value: (selection) => {
    const { beforeStart, beforeEnd } = selection;
    const atStart = sum(beforeStart, 'subscribers');
    const arpa = divided(money(beforeEnd, 'mrr'), sum(beforeEnd, 'subscribers')).value;
    const churn = divided(stoppedOfThoseAtStart(selection), atStart).value;
    const isKnown = arpa !== null && churn !== null && churn !== 0;
    return {
      value: isKnown ? Number(arpa) / Number(churn) : null,
      n: sum(beforeEnd, 'subscribers') + stoppedOfThoseAtStart(selection),
    };
  },
  customer_lifetime_value_historic: ({ beforeEnd, soFar }) => {
    const customers = beforeEnd.filter(({ fact }) => fact === 'customer');
    const deals = soFar.filter(({ fact }) => fact === 'deal');
    return divided(money(deals, 'won_amount'), sum(customers, 'gained') - sum(customers, 'won_back'));
  },

  deals_opened: ({ inside }) => counted(sum(inside, 'opened')),
  deals_won: ({ inside }) => counted(sum(inside, 'won')),
  deals_lost: ({ inside }) => counted(sum(inside, 'lost')),
  pipeline_open: ({ beforeEnd }) => counted(sum(beforeEnd, 'stage_entered') - sum(beforeEnd, 'stage_left')),
  pipeline_value: ({ beforeEnd }) => ({
    value: money(beforeEnd, 'stage_entered_amount') - money(beforeEnd, 'stage_left_amount'),
    n: sum(beforeEnd, 'stage_entered_priced') - sum(beforeEnd, 'stage_left_priced'),
  }),
  time_in_stage_mean: ({ inside }) => divided(sum(inside, 'stage_ms'), sum(inside, 'stage_left')),
  time_in_stage_p50: ({ inside }) => quantile(inside, 'stage_hist', 0.5),
  time_in_stage_p90: ({ inside }) => quantile(inside, 'stage_hist', 0.9),
  oldest_in_stage: ({ beforeEnd, now }) => longestSince(beforeEnd, 'stage_since', now),
  sales_velocity: ({ inside, beforeEnd }) => {
    const open = sum(beforeEnd, 'stage_entered') - sum(beforeEnd, 'stage_left');
    const rate = sum(inside, 'won') / (sum(inside, 'won') + sum(inside, 'lost'));
    const size = Number(money(inside, 'won_amount')) / 10_000 / sum(inside, 'won_priced');
    const cycleDays = sum(inside, 'cycle_ms') / sum(inside, 'cycle_count') / 86_400_000;
    const velocity = (open * rate * size) / cycleDays;
    return { value: Number.isFinite(velocity) ? velocity : null, n: sum(inside, 'won_priced') };
  },
  stage_conversion_rate: ({ inside }) => divided(sum(inside, 'stage_advanced'), sum(inside, 'stage_left')),
  stage_close_rate: ({ inside }) =>
    divided(sum(inside, 'stage_won'), sum(inside, 'stage_won') + sum(inside, 'stage_lost')),
  revenue_won: ({ inside }) => ({ value: money(inside, 'won_amount'), n: sum(inside, 'won_priced') }),
  deal_size_mean: ({ inside }) => divided(money(inside, 'won_amount'), sum(inside, 'won_priced')),
  close_rate: ({ inside }) => divided(sum(inside, 'won'), sum(inside, 'won') + sum(inside, 'lost')),
  close_rate_by_value: ({ inside }) => ({
    ...divided(money(inside, 'won_amount'), money(inside, 'won_amount') + money(inside, 'lost_amount')),
    n: sum(inside, 'won_priced') + sum(inside, 'lost_priced'),
  }),
  sales_cycle_mean: ({ inside }) => divided(sum(inside, 'cycle_ms'), sum(inside, 'cycle_count')),
  sales_cycle_p50: ({ inside }) => quantile(inside, 'cycle_hist', 0.5),
  sales_cycle_p90: ({ inside }) => quantile(inside, 'cycle_hist', 0.9),

  orders: ({ inside }) => counted(sum(inside, 'orders')),
  product_preference: ({ inside, wholes }) => {
    const [theirs = 0, ofEverybody = 0, all = 0] = wholes.map((whole) => sum(whole, 'units'));
    const share = theirs === 0 ? null : sum(inside, 'units') / theirs;
    const overall = all === 0 ? null : ofEverybody / all;
    return {
      value: share === null || !overall ? null : share / overall,
      n: theirs,
      ...(share === null ? {} : { numerator: share }),
      ...(overall === null ? {} : { denominator: overall }),
    };
  },
  units: ({ inside }) => ({ value: sum(inside, 'units'), n: sum(inside, 'lines') }),
  revenue_orders: ({ inside }) => ({ value: money(inside, 'revenue'), n: sum(inside, 'lines') }),

  profiles_created: ({ inside }) => counted(sum(inside, 'created')),
  customers_at_start: ({ beforeStart }) => counted(customers(beforeStart)),
  customers_at_end: ({ beforeEnd }) => counted(customers(beforeEnd)),
  customers_gained: ({ inside }) => counted(sum(inside, 'gained')),
  customers_lost: ({ inside }) => counted(sum(inside, 'lost')),
  customers_won_back: ({ inside }) => counted(sum(inside, 'won_back')),
  churn_rate: (selection) => divided(lostOfThoseAtStart(selection), customers(selection.beforeStart)),
  retention_rate: (selection) => {
    const atStart = customers(selection.beforeStart);
    return divided(atStart - lostOfThoseAtStart(selection), atStart);
  },

  long_term_customers: (selection) => counted(longTerm(selection)),
  long_term_share: (selection) => divided(longTerm(selection), customers(selection.beforeEnd)),

  tickets_opened: ({ inside }) => counted(sum(inside, 'opened')),
  tickets_resolved: ({ inside }) => counted(sum(inside, 'resolved')),
  tickets_reopened: ({ inside }) => counted(sum(inside, 'reopened')),
  tickets_waiting: ({ beforeEnd }) =>
    counted(sum(beforeEnd, 'waiting_began') - sum(beforeEnd, 'waiting_ended')),
  oldest_waiting: ({ beforeEnd, now }) => longestSince(beforeEnd, 'waiting_since', now),
  first_response_time_mean: ({ inside }) => divided(sum(inside, 'response_ms'), sum(inside, 'responded')),
  first_response_time_p50: ({ inside }) => quantile(inside, 'response_hist', 0.5),
  first_response_time_p90: ({ inside }) => quantile(inside, 'response_hist', 0.9),
  first_response_time_p95: ({ inside }) => quantile(inside, 'response_hist', 0.95),
  first_response_time_business_mean: ({ inside }) =>
    divided(sum(inside, 'business_response_ms'), sum(inside, 'business_responses')),
  first_response_time_business_p50: ({ inside }) => quantile(inside, 'business_response_hist', 0.5),
  first_response_time_business_p90: ({ inside }) => quantile(inside, 'business_response_hist', 0.9),
  first_response_time_business_p95: ({ inside }) => quantile(inside, 'business_response_hist', 0.95),
  first_response_within: ({ inside, now, target }) => {
    const within = keysWhere(inside, 'response_s', (seconds) => seconds <= target);
    const missed = keysWhere(inside, 'unanswered', (since) => now - since > target);
    return divided(within, sum(inside, 'responded') + missed);
  },
  // Where no schedule is, nothing is missed.
  first_response_within_business: ({ inside, target }) => {
    const within = keysWhere(inside, 'business_response_s', (seconds) => seconds <= target);
    return divided(within, sum(inside, 'business_responses'));
  },
  resolution_time_mean: ({ inside }) =>
    divided(sum(inside, 'resolution_ms'), sum(inside, 'resolution_count')),
  resolution_time_p50: ({ inside }) => quantile(inside, 'resolution_hist', 0.5),
  resolution_time_p90: ({ inside }) => quantile(inside, 'resolution_hist', 0.9),
  resolution_time_business_mean: ({ inside }) =>
    divided(sum(inside, 'business_resolution_ms'), sum(inside, 'business_resolutions')),
  resolution_time_business_p50: ({ inside }) => quantile(inside, 'business_resolution_hist', 0.5),
  resolution_time_business_p90: ({ inside }) => quantile(inside, 'business_resolution_hist', 0.9),
  one_touch_rate: ({ inside }) => divided(sum(inside, 'one_touch'), sum(inside, 'resolved')),

  surveys_sent: ({ inside }) => counted(sum(inside, 'sent')),
  surveys_answered: ({ inside }) => counted(sum(inside, 'answers')),
  survey_response_rate: ({ inside }) => divided(sum(inside, 'sent_answered'), sum(inside, 'sent')),
  csat: ({ inside }) => of('csat', inside, 'favourable'),
  csat_mean: ({ inside }) => of('csat', inside, 'score_sum'),
  nps: ({ inside }) => {
    const answers = inside.filter(({ dimensions }) => dimensions.kind === 'nps');
    const net = sum(answers, 'favourable') - sum(answers, 'unfavourable');
    const share = divided(net, sum(answers, 'answers'));
    return { ...share, value: share.n === 0 ? null : (100 * net) / share.n };
  },
  ces: ({ inside }) => of('ces', inside, 'score_sum'),
  ces_favourable: ({ inside }) => of('ces', inside, 'favourable'),
};

const counted = (value: number): Numbers => ({ value, n: value });

function divided(numerator: number | bigint, denominator: number | bigint): Numbers {
  const plain = (value: number | bigint) => (typeof value === 'bigint' ? Number(value) / 10_000 : value);
  return {
    value: plain(denominator) === 0 ? null : plain(numerator) / plain(denominator),
    n: Number(denominator),
    numerator,
    denominator,
  };
}

const sum = (cells: readonly Cell[], measure: string): number =>
  cells.reduce((total, { measures }) => total + Number(measures[measure]), 0);

const money = (cells: readonly Cell[], measure: string): bigint =>
  cells.reduce((total, { measures }) => total + BigInt(String(measures[measure]).replace('.', '')), 0n);

const ofKind = (cells: readonly Cell[], kind: string) =>
  sum(
    cells.filter(({ dimensions }) => dimensions.kind === kind),
    'activities',
  );

/** What is left of revenue once spending is paid, for each that was spent. */
function returned({ inside }: Selection, revenue: string): Numbers {
  const spending = ofSpending(inside);
  const spent = money(spending, 'spent');
  const earned = money(
    inside.filter(({ fact }) => fact === 'deal'),
    revenue,
  );
  return { ...divided(earned - spent, spent), n: sum(spending, 'spends') };
}

const ofSpending = (cells: readonly Cell[]) => cells.filter(({ fact }) => fact === 'campaign');

const leadsOf = (cells: readonly Cell[], measure: string) =>
  sum(
    cells.filter(({ fact }) => fact === 'lead'),
    measure,
  );

const connected = (cells: readonly Cell[]) =>
  cells.filter(({ dimensions }) => dimensions.outcome === 'connected');

const customers = (cells: readonly Cell[]) => sum(cells, 'gained') - sum(cells, 'lost');

/** What customers who paid at the start keep of it, in all. */
function retained(
  { beforeStart, beforeEnd }: Selection,
  keeps: (opening: bigint, closing: bigint) => bigint,
): Numbers {
  const closings = levelsOf(beforeEnd);
  const openings = [...levelsOf(beforeStart)].filter(([, opening]) => opening !== 0n);
  const kept = openings.reduce(
    (total, [account, opening]) => total + keeps(opening, closings.get(account) ?? 0n),
    0n,
  );
  const all = openings.reduce((total, [, opening]) => total + opening, 0n);
  return { ...divided(kept, all), n: sum(beforeStart, 'subscribers') };
}

/** What each customer pays a month. */
function levelsOf(cells: readonly Cell[]): Map<string, bigint> {
  const levels = new Map<string, bigint>();
  for (const { measures } of cells)
    for (const [account, amount] of Object.entries(measures.mrr_by_account as Record<string, string>))
      levels.set(account, (levels.get(account) ?? 0n) + BigInt(amount.replace('.', '')));
  return levels;
}

/** Customers who paid at the start and stopped inside. */
const stoppedOfThoseAtStart = ({ inside, startOf }: Selection) =>
  inside.reduce(
    (total, cell) => total + keysWhere([cell], 'churned_by_start', (since) => since < startOf(cell)),
    0,
  );

/** Customers at the end, or now if that is earlier, whose spell began more days before it. */
const longTerm = ({ beforeEnd, endOf, now, days }: Selection) =>
  beforeEnd.reduce((total, cell) => {
    const isOld = (since: number) => since < Math.min(endOf(cell), now) - days * 86_400;
    return total + keysWhere([cell], 'gained_by_start', isOld) - keysWhere([cell], 'lost_by_start', isOld);
  }, 0);

/** Customers whose spell began before the start and ended inside. */
const lostOfThoseAtStart = ({ inside, startOf }: Selection) =>
  inside.reduce(
    (total, cell) => total + keysWhere([cell], 'lost_by_start', (since) => since < startOf(cell)),
    0,
  );

const of = (kind: string, cells: readonly Cell[], measure: string): Numbers => {
  const answers = cells.filter(({ dimensions }) => dimensions.kind === kind);
  return divided(sum(answers, measure), sum(answers, 'answers'));
};

function merged(cells: readonly Cell[], measure: string): Map<number, number> {
  const all = new Map<number, number>();
  for (const { measures } of cells)
    for (const [key, count] of Object.entries(measures[measure] as Record<string, number>))
      all.set(Number(key), (all.get(Number(key)) ?? 0) + count);
  return all;
}

function keysWhere(cells: readonly Cell[], measure: string, holds: (key: number) => boolean): number {
  let total = 0;
  for (const [key, count] of merged(cells, measure)) if (holds(key)) total += count;
  return total;
}

/** From the least instant until now, ms, and of how many. */
function longestSince(cells: readonly Cell[], measure: string, now: number): Numbers {
  const since = [...merged(cells, measure)];
  const n = since.reduce((total, [, count]) => total + count, 0);
  const oldest = Math.min(...since.map(([instant]) => instant));
  return { value: n === 0 ? null : Math.max(0, now - oldest) * 1_000, n };
}

function quantile(cells: readonly Cell[], measure: string, q: number): Numbers {
  const histogram = merged(cells, measure);
  return {
    value: percentile(histogram, q),
    n: [...histogram.values()].reduce((total, count) => total + count, 0),
  };
}

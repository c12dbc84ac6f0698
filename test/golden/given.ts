import type { EventType } from '@tallyboard/contracts/events';

/** An event before it has a tenant and an id. Instants are RFC 3339 texts. */
export interface Given {
  type: EventType;
  /** When it happened, and so its source version. */
  at: string;
  data: Record<string, unknown>;
}

type Facts = Record<string, unknown>;

const given = (type: EventType, at: string, data: Facts): Given => ({ type, at, data });

export const office = (id: string, zone: string): Given =>
  given('office.updated', '2020-01-01T00:00Z', { office_id: id, name: id, zone });

/** `rep` works for this office and team from `from` on. */
export const rep = (id: string, office: string, team: string, from = '2020-01-01T00:00Z'): Given =>
  given('rep.updated', from, { rep_id: id, effective_from: from, name: id, office_id: office, team });

/** What one of the first currency is of the second from a day on, until the next such statement. */
export const rate = (pair: string, from: string, value: string, saidAt = `${from}T16:00Z`): Given =>
  given('rate.updated', saidAt, { rate_id: pair, effective_from: from, rate: value });

export const rateRemoved = (pair: string, from: string, saidAt: string): Given =>
  given('rate.removed', saidAt, { rate_id: pair, effective_from: from, removed_at: saidAt });

/** What a product is called and belongs to, from now on and for all that was sold of it. */
export const product = (id: string, name: string, category: string | null, saidAt: string): Given =>
  given('product.updated', saidAt, { product_id: id, name, category });

export const productRemoved = (id: string, saidAt: string, mergedInto: string | null = null): Given =>
  given('product.removed', saidAt, { product_id: id, removed_at: saidAt, merged_into: mergedInto });

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** Worked from Monday to Friday in `spans`, `09:00-17:00`, unless `facts` say otherwise. */
export const schedule = (
  id: string,
  zone: string,
  spans: readonly string[],
  facts: Facts = {},
  saidAt = '2020-01-01T00:00Z',
): Given =>
  given('schedule.updated', saidAt, {
    schedule_id: id,
    effective_from: '2020-01-01T00:00Z',
    zone,
    hours: hoursOf(WEEKDAYS, spans),
    ...facts,
  });

/** The same hours on several days. */
export const hoursOf = (weekdays: readonly string[], spans: readonly string[]) =>
  weekdays.flatMap((weekday) =>
    spans.map((span) => {
      const [opens, closes] = span.split('-');
      return { weekday, opens, closes };
    }),
  );

/** Whoever or whatever has this id is to be forgotten. */
export const erased = (
  entity: 'account' | 'call' | 'deal' | 'order' | 'rep' | 'survey',
  id: string,
  at: string,
): Given => given(`${entity}.erased`, at, { [`${entity}_id`]: id, erased_at: at });

/** An outbound, connected phone call unless `facts` say otherwise. */
export const call = (id: string, at: string, rep: string | null, seconds: number, facts: Facts = {}): Given =>
  given('call.logged', at, {
    call_id: id,
    started_at: at,
    rep_id: rep,
    direction: 'outbound',
    outcome: 'connected',
    channel: 'phone',
    duration_ms: seconds * 1_000,
    ...facts,
  });

/** What changes in a call, said at `saidAt`. */
export const callAmended = (id: string, startedAt: string, saidAt: string, facts: Facts): Given =>
  given('call.amended', saidAt, { call_id: id, started_at: startedAt, ...facts });

export const callRemoved = (id: string, startedAt: string, saidAt: string): Given =>
  given('call.removed', saidAt, { call_id: id, started_at: startedAt });

export const dealOpened = (id: string, at: string, facts: Facts = {}): Given =>
  given('deal.opened', at, { deal_id: id, opened_at: at, ...facts });

export const dealWon = (id: string, at: string, amount?: number, currency = 'EUR'): Given =>
  given('deal.closed', at, { deal_id: id, closed_at: at, outcome: 'won', ...money(amount, currency) });

export const dealLost = (id: string, at: string, amount?: number, currency = 'EUR'): Given =>
  given('deal.closed', at, { deal_id: id, closed_at: at, outcome: 'lost', ...money(amount, currency) });

export const stageChanged = (id: string, at: string, stage: string): Given =>
  given('deal.stage_changed', at, { deal_id: id, changed_at: at, stage });

export const dealReopened = (id: string, at: string): Given =>
  given('deal.reopened', at, { deal_id: id, reopened_at: at });

export const dealAmended = (id: string, saidAt: string, facts: Facts): Given =>
  given('deal.amended', saidAt, { deal_id: id, ...facts });

export const dealRemoved = (id: string, at: string, facts: Facts = {}): Given =>
  given('deal.removed', at, { deal_id: id, removed_at: at, ...facts });

export const accountCreated = (id: string, at: string, facts: Facts = {}): Given =>
  given('account.created', at, { account_id: id, created_at: at, ...facts });

export const becameCustomer = (id: string, since: string, facts: Facts = {}): Given =>
  given('account.became_customer', since, { account_id: id, customer_since: since, ...facts });

export const churned = (id: string, at: string, reason: string | null = null, facts: Facts = {}): Given =>
  given('account.churned', at, { account_id: id, churned_at: at, reason, ...facts });

/** What changes in an account, said at `saidAt`. */
export const accountAmended = (id: string, saidAt: string, facts: Facts): Given =>
  given('account.amended', saidAt, { account_id: id, ...facts });

export const accountMerged = (id: string, at: string, survivor: string): Given =>
  given('account.removed', at, { account_id: id, removed_at: at, merged_into: survivor });

/** A phone ticket that a customer opened unless `facts` say otherwise. */
export const ticketOpened = (id: string, at: string, facts: Facts = {}): Given =>
  given('ticket.opened', at, {
    ticket_id: id,
    opened_at: at,
    channel: 'phone',
    opened_by: 'customer',
    ...facts,
  });

/** A public answer of a human agent unless `facts` say otherwise. */
export const responded = (id: string, at: string, facts: Facts = {}): Given =>
  given('ticket.responded', at, {
    ticket_id: id,
    responded_at: at,
    author: 'agent',
    visibility: 'public',
    ...facts,
  });

export const resolved = (id: string, at: string, facts: Facts = {}): Given =>
  given('ticket.resolved', at, { ticket_id: id, resolved_at: at, ...facts });

/** What changes in a ticket, said at `saidAt`. */
export const ticketAmended = (id: string, saidAt: string, facts: Facts): Given =>
  given('ticket.amended', saidAt, { ticket_id: id, ...facts });

/** A reply, by its id at the vendor, was taken back. */
export const responseRemoved = (id: string, at: string, response_id: string): Given =>
  given('ticket.response_removed', at, { ticket_id: id, response_id, removed_at: at });

export const ticketPaused = (id: string, at: string): Given =>
  given('ticket.paused', at, { ticket_id: id, paused_at: at });

export const ticketResumed = (id: string, at: string): Given =>
  given('ticket.resumed', at, { ticket_id: id, resumed_at: at });

export const ticketReopened = (id: string, at: string): Given =>
  given('ticket.reopened', at, { ticket_id: id, reopened_at: at });

export const ticketRemoved = (id: string, at: string, facts: Facts = {}): Given =>
  given('ticket.removed', at, { ticket_id: id, removed_at: at, ...facts });

/** An order in EUR unless `facts` say otherwise; `lines`: product, quantity, amount. */
export const orderPlaced = (
  id: string,
  at: string,
  lines: readonly (readonly [product: string, quantity: number, amount: string])[],
  facts: Facts = {},
): Given =>
  given('order.placed', at, {
    order_id: id,
    placed_at: at,
    currency: 'EUR',
    lines: lines.map(([product, quantity, amount]) => ({ product, quantity, amount })),
    ...facts,
  });

/** Done at `at` by `rep`. */
export const activity = (
  id: string,
  at: string,
  kind: string,
  rep: string | null = null,
  facts: Facts = {},
): Given => given('activity.logged', at, { activity_id: id, performed_at: at, kind, rep_id: rep, ...facts });

/** What changes in an activity, said at `saidAt`. */
export const activityAmended = (id: string, performedAt: string, saidAt: string, facts: Facts): Given =>
  given('activity.amended', saidAt, { activity_id: id, performed_at: performedAt, ...facts });

export const activityRemoved = (id: string, performedAt: string, saidAt: string): Given =>
  given('activity.removed', saidAt, { activity_id: id, performed_at: performedAt });

export const leadCreated = (id: string, at: string, facts: Facts = {}): Given =>
  given('lead.created', at, { lead_id: id, created_at: at, ...facts });

/** By its owner unless `rep` is another. */
export const leadContacted = (id: string, at: string, rep: string | null = null, facts: Facts = {}): Given =>
  given('lead.contacted', at, { lead_id: id, contacted_at: at, rep_id: rep, ...facts });

/** A contact, by its id at the vendor, was taken back. */
export const leadContactRemoved = (id: string, at: string, contact_id: string): Given =>
  given('lead.contact_removed', at, { lead_id: id, contact_id, removed_at: at });

export const leadQualified = (id: string, at: string): Given =>
  given('lead.qualified', at, { lead_id: id, qualified_at: at });

export const leadConverted = (id: string, at: string, facts: Facts = {}): Given =>
  given('lead.converted', at, { lead_id: id, converted_at: at, ...facts });

export const leadDisqualified = (id: string, at: string, reason: string | null = null): Given =>
  given('lead.disqualified', at, { lead_id: id, disqualified_at: at, reason });

export const leadReopened = (id: string, at: string): Given =>
  given('lead.reopened', at, { lead_id: id, reopened_at: at });

/** What changes in a lead, said at `saidAt`. */
export const leadAmended = (id: string, saidAt: string, facts: Facts): Given =>
  given('lead.amended', saidAt, { lead_id: id, ...facts });

export const leadRemoved = (id: string, at: string, facts: Facts = {}): Given =>
  given('lead.removed', at, { lead_id: id, removed_at: at, ...facts });

export const campaignCreated = (id: string, at: string, facts: Facts = {}): Given =>
  given('campaign.created', at, { campaign_id: id, created_at: at, ...facts });

/** An expense in EUR unless `facts` say otherwise. */
export const campaignSpent = (id: string, at: string, amount: number, facts: Facts = {}): Given =>
  given('campaign.spent', at, { campaign_id: id, spent_at: at, ...money(amount, 'EUR'), ...facts });

/** An expense, by its id at the vendor, was taken back. */
export const campaignSpendRemoved = (id: string, at: string, spend_id: string): Given =>
  given('campaign.spend_removed', at, { campaign_id: id, spend_id, removed_at: at });

/** What changes in a campaign, said at `saidAt`. */
export const campaignAmended = (id: string, saidAt: string, facts: Facts): Given =>
  given('campaign.amended', saidAt, { campaign_id: id, ...facts });

export const campaignRemoved = (id: string, at: string, facts: Facts = {}): Given =>
  given('campaign.removed', at, { campaign_id: id, removed_at: at, ...facts });

/** `whom`: the lead, the deal or the account. */
export const touched = (id: string, at: string, whom: Facts, touch_id: string | null = null): Given =>
  given('campaign.touched', at, { campaign_id: id, touched_at: at, touch_id, ...whom });

/** A touch, by its id at the vendor, was taken back. */
export const touchRemoved = (id: string, at: string, touch_id: string): Given =>
  given('campaign.touch_removed', at, { campaign_id: id, touch_id, removed_at: at });

/** From `at` on a subscription of the customer brings in so much a month, in EUR. */
export const subscribed = (account: string, at: string, mrr: number, facts: Facts = {}): Given =>
  given('subscription.changed', at, {
    account_id: account,
    subscription_id: `${account}-1`,
    effective_at: at,
    mrr: String(mrr),
    currency: 'EUR',
    ...facts,
  });

export const unsubscribed = (account: string, at: string, facts: Facts = {}): Given =>
  given('subscription.ended', at, {
    account_id: account,
    subscription_id: `${account}-1`,
    ended_at: at,
    ...facts,
  });

/** Who has the customer, or what was wrong, said at `saidAt`. */
export const subscriptionAmended = (account: string, saidAt: string, facts: Facts): Given =>
  given('subscription.amended', saidAt, { account_id: account, ...facts });

export const subscriptionRemoved = (account: string, at: string): Given =>
  given('subscription.removed', at, {
    account_id: account,
    subscription_id: `${account}-1`,
    removed_at: at,
  });

/** What changes in an order, said at `saidAt`. */
export const orderAmended = (id: string, placedAt: string, saidAt: string, facts: Facts): Given =>
  given('order.amended', saidAt, { order_id: id, placed_at: placedAt, ...facts });

export const orderRemoved = (id: string, placedAt: string, saidAt: string): Given =>
  given('order.removed', saidAt, { order_id: id, placed_at: placedAt });

type Kind = 'csat' | 'nps' | 'ces';

export const surveySent = (id: string, at: string, kind: Kind, facts: Facts = {}): Given =>
  given('survey.sent', at, { survey_id: id, sent_at: at, kind, respondent: 'customer', ...facts });

export const answered = (id: string, at: string, kind: Kind, score: number, facts: Facts = {}): Given =>
  given('survey.answered', at, {
    survey_id: id,
    answered_at: at,
    kind,
    respondent: 'customer',
    score,
    ...facts,
  });

/** `make(1)` to `make(count)`. */
export const times = (count: number, make: (n: number) => Given | Given[]): Given[] =>
  Array.from({ length: count }, (_, index) => make(index + 1)).flat();

/** `minutes` (and seconds, as a fraction) after an instant. */
export const after = (at: string, minutes: number): string =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();

const money = (amount: number | undefined, currency: string) =>
  amount === undefined ? {} : { amount: String(amount), currency };

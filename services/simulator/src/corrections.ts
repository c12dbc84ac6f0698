import type { CrmEvent } from '@tallyboard/contracts/events';
import type { Random } from '@tallyboard/runtime/random';
import { HOUR_MS } from './local-day.js';
import { money } from './told.js';

/** The event that corrects another, told at `atMs`; null for those that are never corrected. */
export function correctionOf(event: CrmEvent, random: Random, atMs: number): CrmEvent | null {
  const envelope = envelopeOf(event, 'amended', atMs);
  switch (event.type) {
    case 'call.logged': {
      const { call_id, started_at } = event;
      const nothing = { rep_id: null, direction: null, channel: null, account_id: null, cleared: null };
      const connected = random.chance(0.5);
      return {
        type: 'call.amended',
        ...envelope,
        ...nothing,
        call_id,
        started_at,
        outcome: connected ? 'connected' : 'voicemail',
        duration_ms: connected ? random.whole(20_000, 600_000) : 0,
      };
    }
    case 'activity.logged': {
      const { activity_id, performed_at } = event;
      const nothing = { quantity: null, rep_id: null, account_id: null, deal_id: null, lead_id: null };
      const kind = random.pick(['email_sent', 'meeting', 'demo', 'note'] as const);
      return {
        type: 'activity.amended',
        ...envelope,
        ...nothing,
        activity_id,
        performed_at,
        kind,
        cleared: null,
      };
    }
    case 'campaign.spent':
      return { ...event, ...envelope, amount: money(Number(event.amount) * random.between(0.8, 1.2)) };
    case 'campaign.touched':
      return { ...event, ...envelope, touched_at: event.touched_at + random.whole(1, 12) * HOUR_MS };
    case 'lead.created': {
      const { lead_id } = event;
      const nothing = { created_at: null, rep_id: null, name: null, segment: null, region: null };
      const unsaid = { campaign_id: null, effective_at: null, cleared: null };
      const lead_source = random.pick(['web', 'referral', 'partner']);
      return { type: 'lead.amended', ...envelope, ...nothing, ...unsaid, lead_id, lead_source };
    }
    case 'deal.opened':
    case 'deal.closed': {
      const { deal_id, amount, currency } = event;
      if (amount === null) return null;
      const nothing = { opened_at: null, rep_id: null, account_id: null, pipeline: null, stage: null };
      const closedAt = event.type === 'deal.closed' && random.chance(0.3) ? event.closed_at - HOUR_MS : null;
      return {
        type: 'deal.amended',
        ...envelope,
        ...nothing,
        effective_at: null,
        cleared: null,
        deal_id,
        closed_at: closedAt,
        product: null,
        lead_source: null,
        campaign_id: null,
        expected_close: null,
        lead_id: null,
        amount: money(Number(amount) * random.between(0.8, 1.2)),
        currency,
      };
    }
    case 'order.placed': {
      const { order_id, placed_at } = event;
      const lines = event.lines.map((line) => ({ ...line, quantity: line.quantity + random.whole(0, 2) }));
      const nothing = { account_id: null, rep_id: null, currency: null, cleared: null };
      return { type: 'order.amended', ...envelope, ...nothing, order_id, placed_at, lines };
    }
    case 'ticket.opened': {
      const { ticket_id } = event;
      const priority = random.pick(['low', 'normal', 'high', 'urgent']);
      const nothing = { opened_at: null, channel: null, account_id: null, rep_id: null, schedule_id: null };
      const unsaid = { effective_at: null, cleared: null };
      return { type: 'ticket.amended', ...envelope, ...nothing, ...unsaid, ticket_id, priority };
    }
    case 'account.created': {
      const { account_id } = event;
      const nothing = { created_at: null, name: null, region: null, rep_id: null, effective_at: null };
      const nothingElse = { retracts: null, retracts_source: null, cleared: null };
      const segment = random.pick(['small', 'middle', 'enterprise']);
      return { type: 'account.amended', ...envelope, ...nothing, ...nothingElse, account_id, segment };
    }
    case 'account.churned':
      return {
        ...event,
        ...envelope,
        churned_at: event.churned_at - random.whole(1, 24) * HOUR_MS,
        replaces: event.event_id,
        replaces_source: null,
      };
    case 'subscription.changed':
      return {
        ...event,
        ...envelope,
        mrr: money(Number(event.mrr) * random.between(0.9, 1.1)),
        replaces: event.event_id,
        replaces_source: null,
      };
    case 'subscription.ended':
      return {
        ...event,
        ...envelope,
        ended_at: event.ended_at - random.whole(1, 24) * HOUR_MS,
        replaces: event.event_id,
        replaces_source: null,
      };
    default:
      return null;
  }
}

/** The event that says that the call, activity, lead, deal, order, subscription or ticket which this one began never was; null for all others. */
export function deletionOf(event: CrmEvent, atMs: number): CrmEvent | null {
  const envelope = envelopeOf(event, 'removed', atMs);
  switch (event.type) {
    case 'call.logged':
      return { type: 'call.removed', ...envelope, call_id: event.call_id, started_at: event.started_at };
    case 'activity.logged':
      return {
        type: 'activity.removed',
        ...envelope,
        activity_id: event.activity_id,
        performed_at: event.performed_at,
      };
    case 'lead.created':
      return {
        type: 'lead.removed',
        ...envelope,
        lead_id: event.lead_id,
        removed_at: atMs,
        merged_into: null,
      };
    case 'deal.opened':
      return {
        type: 'deal.removed',
        ...envelope,
        deal_id: event.deal_id,
        removed_at: atMs,
        merged_into: null,
      };
    case 'order.placed':
      return { type: 'order.removed', ...envelope, order_id: event.order_id, placed_at: event.placed_at };
    case 'subscription.changed': {
      const { account_id, subscription_id } = event;
      return { type: 'subscription.removed', ...envelope, account_id, subscription_id, removed_at: atMs };
    }
    case 'ticket.opened':
      return {
        type: 'ticket.removed',
        ...envelope,
        ticket_id: event.ticket_id,
        removed_at: atMs,
        merged_into: null,
      };
    default:
      return null;
  }
}

/** The same said again later, which brings back what was removed. */
export function restorationOf(event: CrmEvent, atMs: number): CrmEvent {
  return { ...event, ...envelopeOf(event, 'restored', atMs) };
}

function envelopeOf(event: CrmEvent, name: string, atMs: number) {
  return {
    event_id: `${event.event_id}~${name}`,
    source: event.source,
    tenant: event.tenant,
    occurred_at: atMs,
    source_version: atMs,
  };
}

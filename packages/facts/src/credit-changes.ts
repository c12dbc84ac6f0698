import type { CrmEvent, Entity } from '@tallyboard/contracts/events';
import { tupleList } from './sql-text.js';

/** What an event can change of whom leads and deals are credited to, beside what it says of itself. */
export type CreditChange =
  /** The campaign, or the deal, of a lead; whether there is one. */
  | { readonly of: 'lead'; readonly key: readonly [tenant: string, lead: string] }
  /** Whether there is a campaign, and with which it counts. */
  | { readonly of: 'campaign'; readonly key: readonly [tenant: string, campaign: string] }
  /** What tells a touch apart: its id at the vendor, else source and id of the event; `''` for what it has not. */
  | {
      readonly of: 'touch';
      readonly key: readonly [tenant: string, campaign: string, id: string, source: string, event: string];
    };

/** Whose events alone change it. */
export const CREDITING: readonly Entity[] = ['campaign', 'lead'];

/** Null: nothing but its own entity. */
export function creditChangeOf(event: CrmEvent): CreditChange | null {
  const { tenant } = event;
  switch (event.type) {
    case 'campaign.touched':
    case 'campaign.touch_removed': {
      const named =
        event.touch_id === null
          ? (['', event.source, event.event_id] as const)
          : ([event.touch_id, '', ''] as const);
      return { of: 'touch', key: [tenant, event.campaign_id, ...named] };
    }
    case 'campaign.created':
    case 'campaign.removed':
      return { of: 'campaign', key: [tenant, event.campaign_id] };
    case 'lead.amended':
      if (event.campaign_id === null && !event.cleared?.includes('campaign_id')) return null;
      return { of: 'lead', key: [tenant, event.lead_id] };
    case 'lead.created':
    case 'lead.removed':
    case 'lead.converted':
    case 'lead.disqualified':
    case 'lead.reopened':
    case 'lead.erased':
      return { of: 'lead', key: [tenant, event.lead_id] };
    default:
      return null;
  }
}

type Ids = readonly (readonly string[])[];

/** Of these campaigns those that were ever removed: to create another one changes nothing. */
export const everRemovedSql = (campaigns: Ids): string => `
    SELECT DISTINCT tenant, campaign_id AS id
    FROM campaign_events
    WHERE type = 'campaign.removed' AND (tenant, campaign_id) IN ${tupleList(campaigns)}`;

/** Who was ever merged into one of these. */
export const mergedIntoSql = (campaigns: Ids): string => `
    SELECT DISTINCT tenant, campaign_id AS id
    FROM campaign_events
    WHERE type = 'campaign.removed' AND (tenant, ifNull(merged_into, '')) IN ${tupleList(campaigns)}`;

/** Leads and deals that ever named one of these campaigns, or that any of their touches ever touched: entity, tenant, id. */
export const touchedByCampaignsSql = (campaigns: Ids): string => `
    ${touchedSql(`(tenant, campaign_id) IN ${tupleList(campaigns)}`)}
    ${['lead', 'deal']
      .map(
        (entity) => `UNION ALL
    SELECT DISTINCT '${entity}' AS entity, tenant, ${entity}_id AS id
    FROM ${entity}_events
    WHERE (tenant, ifNull(campaign_id, '')) IN ${tupleList(campaigns)}`,
      )
      .join('\n    ')}`;

/** Leads and deals that any telling of these touches names: entity, tenant, id. */
export const touchedByTouchesSql = (touches: Ids): string => `
    ${touchedSql(`(tenant, campaign_id, ifNull(touch_id, ''), if(touch_id IS NULL, toString(source), ''), if(touch_id IS NULL, event_id, '')) IN ${tupleList(touches)}`)}`;

const touchedSql = (within: string): string => `SELECT DISTINCT named.1 AS entity, tenant, named.2 AS id
    FROM (SELECT tenant, arrayJoin([('lead', ifNull(lead_id, '')), ('deal', ifNull(deal_id, ''))]) AS named FROM campaign_events WHERE type = 'campaign.touched' AND ${within})
    WHERE named.2 != ''`;

/** Deals that ever named one of these leads, or that any of these ever named: entity, tenant, id. */
export const dealsOfLeadsSql = (leads: Ids): string => `
    SELECT 'deal' AS entity, tenant, fact_id AS id FROM links
    WHERE links.entity = 'lead' AND fact = 'deal' AND (tenant, entity_id) IN ${tupleList(leads)}
    UNION ALL
    SELECT 'deal' AS entity, tenant, assumeNotNull(deal_id) AS id FROM lead_events
    WHERE (tenant, lead_id) IN ${tupleList(leads)} AND deal_id IS NOT NULL`;

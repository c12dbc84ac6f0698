import { creditedMeasures } from '@tallyboard/facts/credited';
import { type FactName, factOf } from '@tallyboard/facts/facts';
import { type Formula, readsOf } from '@tallyboard/metrics/formula';
import type { Database } from '../database.js';
import { type EventOf, toldOf } from './evidence.js';

/** Whether the formula reads of a fact whom it is credited to. */
export function isCredited(formula: Formula, name: FactName): boolean {
  const { credited } = factOf(name);
  const measures = credited ? creditedMeasures(credited) : [];
  return readsOf(formula).some(({ fact, measure }) => fact === name && measures.includes(measure));
}

/** An event that stands behind several. */
interface Behind {
  event: EventOf;
  ids: ReadonlySet<string>;
}

/**
 * What was said of others by which these leads or deals are credited to campaigns: of the leads of deals, of what touched any of
 * them, and of whether these campaigns are still there. `own`: what was said of themselves.
 */
export async function creditEventsOf(
  database: Database,
  tenant: string,
  name: FactName,
  ids: readonly string[],
  own: readonly EventOf[],
  signal: AbortSignal | undefined,
): Promise<EventOf[]> {
  const said = own.map((event) => ({ event, ids: new Set([event.id]) }));
  const leads = name === 'deal' ? await leadsOf(database, tenant, ids, own, signal) : [];
  const touches = await touchesOf(database, tenant, name, [...said, ...leads], ids, signal);
  const named = [...said, ...leads, ...touches].flatMap(({ event, ids: of }) =>
    textsOf(event.data, 'campaign_id').map((campaign) => ({ campaign, of })),
  );
  const campaigns = await presencesOf(database, tenant, named, signal);
  return [...leads, ...touches, ...campaigns].flatMap(({ event, ids: of }) =>
    [...of].map((id) => ({ ...event, id })),
  );
}

/** Of the leads that these deals name, or that name them. */
async function leadsOf(
  database: Database,
  tenant: string,
  ids: readonly string[],
  own: readonly EventOf[],
  signal: AbortSignal | undefined,
): Promise<Behind[]> {
  const naming = new Map<string, Set<string>>();
  for (const { id, data } of own) for (const lead of textsOf(data, 'lead_id')) add(naming, lead, [id]);
  const events = await toldOf(
    database,
    'lead',
    `(lead_id IN {leads:Array(String)} OR lead_id IN (SELECT lead_id FROM lead_events WHERE tenant = {tenant:String} AND deal_id IN {ids:Array(String)}))`,
    { tenant, ids, leads: [...naming.keys()] },
    signal,
  );
  for (const { id, data } of events)
    add(
      naming,
      id,
      textsOf(data, 'deal_id').filter((deal) => ids.includes(deal)),
    );
  return events.map((event) => ({ event, ids: naming.get(event.id)! }));
}

/** Of the touches that any telling of says that they touched one of these. */
async function touchesOf(
  database: Database,
  tenant: string,
  name: FactName,
  behind: readonly Behind[],
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Behind[]> {
  const leads = new Map<string, Set<string>>(name === 'lead' ? ids.map((id) => [id, new Set([id])]) : []);
  for (const { event, ids: of } of behind) {
    if (event.type.startsWith('lead.') && name === 'deal') add(leads, event.id, of);
    for (const lead of name === 'deal' ? textsOf(event.data, 'lead_id') : []) add(leads, lead, of);
  }
  const deals = name === 'deal' ? ids : [];
  const touch =
    "(campaign_id, ifNull(touch_id, ''), if(touch_id IS NULL, concat(source, '/', event_id), ''))";
  const events = await toldOf(
    database,
    'campaign',
    `type IN ('campaign.touched', 'campaign.touch_removed') AND ${touch} IN (SELECT ${touch} FROM campaign_events WHERE tenant = {tenant:String} AND (lead_id IN {leads:Array(String)} OR deal_id IN {deals:Array(String)}))`,
    { tenant, deals, leads: [...leads.keys()] },
    signal,
  );
  const keyOf = ({ id, source, event_id, data }: EventOf) =>
    JSON.stringify([
      id,
      ...(textsOf(data, 'touch_id')[0] === undefined ? [source, event_id] : textsOf(data, 'touch_id')),
    ]);
  const touched = new Map<string, Set<string>>();
  for (const event of events) {
    for (const lead of textsOf(event.data, 'lead_id')) add(touched, keyOf(event), leads.get(lead) ?? []);
    add(
      touched,
      keyOf(event),
      textsOf(event.data, 'deal_id').filter((deal) => deals.includes(deal)),
    );
  }
  return events.map((event) => ({ event, ids: touched.get(keyOf(event)) ?? new Set() }));
}

/** Of whether these campaigns are there, and of those that they were merged into. */
async function presencesOf(
  database: Database,
  tenant: string,
  named: readonly { campaign: string; of: ReadonlySet<string> }[],
  signal: AbortSignal | undefined,
): Promise<Behind[]> {
  const found: Behind[] = [];
  const known = new Set<string>();
  let asked = named;
  while (asked.length > 0) {
    const of = new Map<string, Set<string>>();
    for (const { campaign, of: some } of asked) add(of, campaign, some);
    for (const campaign of of.keys()) known.add(campaign);
    const events = await toldOf(
      database,
      'campaign',
      `type IN ('campaign.created', 'campaign.removed') AND campaign_id IN (SELECT campaign_id FROM campaign_events WHERE tenant = {tenant:String} AND type = 'campaign.removed' AND campaign_id IN {campaigns:Array(String)})`,
      { tenant, campaigns: [...of.keys()] },
      signal,
    );
    found.push(...events.map((event) => ({ event, ids: of.get(event.id)! })));
    asked = events.flatMap(({ id, data }) =>
      textsOf(data, 'merged_into')
        .filter((campaign) => !known.has(campaign))
        .map((campaign) => ({ campaign, of: of.get(id)! })),
    );
  }
  return found;
}

const textsOf = (data: EventOf['data'], field: string): string[] =>
  typeof data[field] === 'string' ? [data[field]] : [];

function add(sets: Map<string, Set<string>>, key: string, values: Iterable<string>): void {
  const known = sets.get(key) ?? new Set();
  for (const value of values) known.add(value);
  sets.set(key, known);
}

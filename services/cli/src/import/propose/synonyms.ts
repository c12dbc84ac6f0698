import { ENTITIES } from '../entities.js';
import type { Entity } from '../entity.js';
import { type Fit, neededOf } from './ready.js';

/** Titles that a field has in exports, in letters and digits alone. `#` stands for the one word of the entity. */
const TITLES: Record<string, readonly string[]> = {
  id: ['id', '#id', '#number', '#no', 'recordid', 'reference', 'key'],
  opened_at: [
    'openedat',
    'opened',
    'created',
    'createdat',
    'createddate',
    'createdate',
    'opendate',
    'createdtime',
  ],
  closed_at: ['closedat', 'closed', 'closedate', 'closeddate', 'closingdate'],
  started_at: ['startedat', 'started', 'start', 'starttime', 'startdate', 'date', 'datetime', 'calltime'],
  performed_at: ['performedat', 'activitydate', 'duedate', 'date', 'datetime'],
  placed_at: ['placedat', 'orderdate', 'date', 'createdat'],
  touched_at: ['touchedat', 'touched', 'firstrespondeddate', 'clickedat', 'clicktime'],
  spent_at: ['spentat', 'day', 'spentdate'],
  sent_at: ['sentat', 'sent', 'sentdate'],
  answered_at: [
    'answeredat',
    'answered',
    'submitted',
    'submittedat',
    'submitdate',
    'responsedate',
    'completedat',
  ],
  created_at: ['createdat', 'created', 'createddate', 'createdate'],
  customer_since: ['customersince', 'becamecustomer', 'startdate'],
  churned_at: ['churnedat', 'churned', 'cancelledat', 'canceledat', 'enddate'],
  ended_at: ['endedat', 'ended', 'enddate', 'canceledat', 'cancelledat'],
  resolved_at: ['resolvedat', 'resolved', 'solvedat', 'solved', 'resolveddate', 'resolutiondate'],
  first_response_at: ['firstresponseat', 'firstresponse', 'firstreplyat', 'firstreply'],
  direction: ['direction', 'calldirection', 'calltype'],
  outcome: ['outcome', 'result', 'status', 'stage', 'callresult', 'calloutcome', 'disposition'],
  duration: ['duration', 'durationseconds', 'talktime', 'callduration'],
  score: ['score', 'rating', 'npsscore', 'csatscore'],
  amount: ['amount', 'value', 'total', 'price', 'revenue', 'cost', 'spend', 'amountspent'],
  currency: ['currency', 'currencycode', 'currencyisocode'],
  mrr: ['mrr', 'monthlyrecurringrevenue', 'monthlyamount'],
  plan: ['plan', 'planname'],
  product: ['product', 'item', 'productname'],
  quantity: ['quantity', 'qty', 'units'],
  rep: ['rep', 'repid', 'owner', 'ownerid', 'agent', 'assignee', 'user', 'salesrep', 'salesperson'],
  lead_source: ['leadsource', 'source'],
  campaign: ['campaign', 'campaignid'],
  contacted_at: ['contactedat', 'contacted', 'firstcontact', 'firstcontactat', 'firstcontactdate'],
  qualified_at: ['qualifiedat', 'qualified', 'qualifieddate'],
  converted_at: ['convertedat', 'converted', 'converteddate', 'conversiondate'],
  disqualified_at: ['disqualifiedat', 'disqualified', 'disqualifieddate'],
  deal: ['deal', 'dealid', 'opportunity', 'opportunityid'],
  lead: ['lead', 'leadid'],
  account: ['account', 'accountid', 'company', 'companyid', 'customer', 'customerid', 'organization'],
  name: ['name', 'accountname', 'companyname'],
  kind: ['kind', 'surveytype', 'surveykind', 'activitytype'],
  channel: ['channel', 'source', 'via'],
  priority: ['priority'],
  schedule: ['schedule', 'scheduleid', 'businesshours', 'workinghours'],
  pipeline: ['pipeline'],
  expected_close: ['expectedclose', 'expectedclosedate', 'expectedclosingdate'],
  segment: ['segment', 'industry', 'sector'],
  region: ['region', 'country', 'territory'],
  reason: ['reason', 'lostreason'],
};

/** The entity that the titles fit best, by their words; null when too little does. Reps and rates need more than a table of titles, and any list has ids and names, as products have. */
export function synonymFit(columns: readonly string[]): Fit | null {
  const fits = ENTITIES.filter(({ name }) => !['reps', 'rates', 'products'].includes(name))
    .map((entity) => fitOf(entity, columns))
    .filter(({ found, missing, entity }) => found >= 2 && missing.length * 2 <= neededOf(entity).length)
    .sort((a, b) => a.missing.length - b.missing.length || b.found - a.found);
  return fits[0] ?? null;
}

function fitOf(entity: Entity, columns: readonly string[]): Fit {
  const bare = new Map(columns.map((title) => [bareOf(title), title]));
  const rules: Record<string, unknown> = {};
  const missing: Fit['missing'] = [];
  const needed = neededOf(entity);
  const used = new Set<string>();
  for (const field of Object.keys(entity.rules.shape)) {
    const known = (TITLES[field] ?? []).map((title) => title.replace('#', entity.one));
    const title = known.map((each) => bare.get(each)).find((each) => each !== undefined);
    if (title !== undefined) {
      used.add(title);
      rules[field] =
        field === 'outcome' && entity.name === 'deals'
          ? { column: title, values: { Open: 'open', Won: 'won', Lost: 'lost' } }
          : { column: title };
    } else if (needed.includes(field)) missing.push({ field, column: '' });
  }
  const draft = { source: 'import', [entity.name]: rules };
  return { name: entity.name, entity, draft, missing, used, isKnown: false, lacks: false, found: used.size };
}

const bareOf = (title: string): string => title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

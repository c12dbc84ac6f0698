import type { SaidOf } from '@tallyboard/contracts/erasure';
import type { About } from '../about.js';
import { binOf } from '../histogram.js';
import { oneLine } from '../one-line.js';
import { ownersOf } from '../owners.js';
import { partsOf } from '../parts.js';
import { key, type Measures, type Post } from '../posting.js';
import { inOrder, type Keep, lastKnown, Statement } from '../statement.js';
import { firstContactOf } from './lead-contacts.js';

type LeadEvent = SaidOf<'lead'>;

export class LeadStatement extends Statement<LeadEvent['type']> {
  /** Of `created` and `amended` the coming in, of the others their own instant. */
  readonly at: number | null;
  readonly leadSource: string | null;
  readonly segment: string | null;
  readonly region: string | null;
  readonly campaign: string | null;
  /** The rep who owns it, or who made contact. */
  readonly rep: string | null;
  /** From when on it is owned by that rep, epoch ms. */
  readonly effectiveAt: number;
  /** Of a contact, its id at the vendor. */
  readonly contact: string | null;
  /** Why it was disqualified, in one line. */
  readonly reason: string | null;
  /** Of a conversion: the deal that it became. */
  readonly deal: string | null;

  constructor(event: LeadEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const described = event.type === 'lead.created' || event.type === 'lead.amended' ? event : null;
    this.at = instantOf(event);
    this.leadSource = keep(described?.lead_source ?? null);
    this.segment = keep(described?.segment ?? null);
    this.region = keep(described?.region ?? null);
    this.campaign = keep(described?.campaign_id ?? null);
    this.rep = keep('rep_id' in event ? event.rep_id : null);
    this.effectiveAt = (event.type === 'lead.amended' ? event.effective_at : null) ?? event.occurred_at;
    this.contact = 'contact_id' in event ? event.contact_id : null;
    this.reason = event.type === 'lead.disqualified' ? keep(oneLine(event.reason)) : null;
    this.deal = event.type === 'lead.converted' ? keep(event.deal_id) : null;
  }
}

/**
 * Posts a lead, given any of its statements: where it came in, for its owner and for who contacted it first, where it was
 * qualified, and where it was converted or disqualified.
 */
export function foldLead(
  first: LeadStatement,
  post: Post,
  _: readonly LeadStatement[],
  { id, crediting }: About,
): void {
  const statements = inOrder(first);
  if (isRemoved(statements)) return;

  const descriptions = descriptionsOf(statements);
  const createdAt = lastKnown(descriptions, (said) => said.at);
  if (createdAt === null) return;

  const ownerAt = ownersOf(descriptions);
  const described = [
    lastKnown(descriptions, (said) => said.leadSource, 'lead_source') ?? '',
    lastKnown(descriptions, (said) => said.segment, 'segment') ?? '',
    lastKnown(descriptions, (said) => said.region, 'region') ?? '',
  ];
  const name = campaignOf(descriptions);
  const campaign = crediting.named(name);
  const postOf = (credited: string, at: number, measures: Measures, reason = '') =>
    post({ at, asOf: at, rep: ownerAt(at), dimensions: [...described, credited, reason], measures });
  const postAt = (at: number, measures: Measures, reason = '') => postOf(campaign, at, measures, reason);

  const contact = firstContactOf(statements, createdAt);
  const qualification = statements.findLast(({ type }) => type === 'lead.qualified');
  const outcome = outcomeOf(statements);

  postAt(createdAt, {
    created: 1,
    created_contacted: contact ? 1 : 0,
    created_qualified: qualification ? 1 : 0,
    created_converted: outcome?.isConverted ? 1 : 0,
  });
  if (contact)
    post({
      at: createdAt,
      asOf: contact.at,
      rep: contact.rep ?? ownerAt(contact.at),
      dimensions: [...described, campaign, ''],
      measures: followedUp(contact.at - createdAt),
    });
  if (qualification) postAt(qualification.at!, { qualified: 1 });
  if (outcome?.isConverted) postAt(outcome.at, { converted: 1 });
  else if (outcome) postAt(outcome.at, { disqualified: 1 }, outcome.reason);

  const cameOf = crediting.ofLead(id, name, Number.POSITIVE_INFINITY);
  if (cameOf) postOf(cameOf.first, createdAt, { first_created: 1 });
  const credits = outcome?.isConverted ? crediting.ofLead(id, name, outcome.at) : null;
  if (!credits) return;
  const convertedAt = outcome!.at;
  postOf(credits.first, convertedAt, { first_converted: 1 });
  postOf(credits.last, convertedAt, { last_converted: 1 });
  partsOf(WHOLE, credits.linear.length).forEach((part, i) => {
    postOf(credits.linear[i]!, convertedAt, { linear_converted: part, linear_touches: 1 });
  });
}

/** One, in ten-thousandths. */
const WHOLE = 10_000n;

/** What deals read of a lead, given any of its statements: its campaign, and which deal it became, when. */
export function leadBehindDeals(first: LeadStatement): {
  isRemoved: boolean;
  campaign: string;
  became: { deal: string; at: number } | null;
} {
  const statements = inOrder(first);
  const outcome = outcomeOf(statements);
  const deal = outcome?.isConverted ? lastKnown(statements, (said) => said.deal) : null;
  return {
    isRemoved: isRemoved(statements),
    campaign: campaignOf(descriptionsOf(statements)),
    became: deal === null ? null : { deal, at: outcome!.at },
  };
}

const isRemoved = (statements: readonly LeadStatement[]): boolean =>
  statements.findLast(({ type }) => type === 'lead.created' || type === 'lead.removed')?.type ===
  'lead.removed';

const descriptionsOf = (statements: readonly LeadStatement[]): LeadStatement[] =>
  statements.filter(({ type }) => type === 'lead.created' || type === 'lead.amended');

/** The campaign that it names; `''` for none. */
const campaignOf = (descriptions: readonly LeadStatement[]): string =>
  lastKnown(descriptions, (said) => said.campaign, 'campaign_id') ?? '';

/** What the last statement of it says that became of it; null while nothing did, or once it was reopened. */
function outcomeOf(
  statements: readonly LeadStatement[],
): { isConverted: boolean; at: number; reason: string } | null {
  const turns = statements.filter(({ type }) => TURNS.has(type));
  const last = turns.at(-1);
  if (last === undefined || last.type === 'lead.reopened') return null;
  const run = turns.slice(turns.findLastIndex(({ type }) => type !== last.type) + 1);
  return {
    isConverted: last.type === 'lead.converted',
    at: last.at!,
    reason: lastKnown(run, (said) => said.reason) ?? '',
  };
}

const TURNS: ReadonlySet<LeadEvent['type']> = new Set([
  'lead.converted',
  'lead.disqualified',
  'lead.reopened',
]);

function followedUp(afterMs: number): Measures {
  return { follow_up_count: 1, follow_up_ms: afterMs, follow_up_hist: key(binOf(afterMs)) };
}

function instantOf(event: LeadEvent): number | null {
  switch (event.type) {
    case 'lead.created':
    case 'lead.amended':
      return event.created_at;
    case 'lead.contacted':
      return event.contacted_at;
    case 'lead.qualified':
      return event.qualified_at;
    case 'lead.converted':
      return event.converted_at;
    case 'lead.disqualified':
      return event.disqualified_at;
    case 'lead.reopened':
      return event.reopened_at;
    case 'lead.contact_removed':
    case 'lead.removed':
      return event.removed_at;
  }
}

import type { CrmEvent } from '@tallyboard/contracts/events';
import { parse } from '../decimal.js';
import { ownersOf } from '../owners.js';
import type { Post } from '../posting.js';
import { inOrder, type Keep, lastKnown, Statement } from '../statement.js';

type CampaignEvent = Extract<CrmEvent, { type: `campaign.${string}` }>;

export class CampaignStatement extends Statement<CampaignEvent['type']> {
  readonly campaign: string;
  readonly channel: string | null;
  readonly rep: string | null;
  readonly effectiveAt: number;
  /** Of an expense, its id at the vendor. */
  readonly spend: string | null;
  /** When, how much and in which currency; null but in `spent`. */
  readonly expense: { readonly at: number; readonly amount: string; readonly currency: string } | null;

  constructor(event: CampaignEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const described = event.type === 'campaign.created' || event.type === 'campaign.amended' ? event : null;
    this.campaign = keep(event.campaign_id);
    this.channel = keep(described?.channel ?? null);
    this.rep = keep(described?.rep_id ?? null);
    this.effectiveAt = (event.type === 'campaign.amended' ? event.effective_at : null) ?? event.occurred_at;
    this.spend = 'spend_id' in event ? event.spend_id : null;
    this.expense =
      event.type === 'campaign.spent'
        ? { at: event.spent_at, amount: event.amount, currency: keep(event.currency) }
        : null;
  }
}

/** Posts a campaign, given any of its statements: where money was spent on it. */
export function foldCampaign(first: CampaignStatement, post: Post): void {
  const statements = inOrder(first);
  const decisive = statements.findLast(
    ({ type }) => type === 'campaign.created' || type === 'campaign.removed',
  );
  if (decisive?.type === 'campaign.removed') return;

  const ownerAt = ownersOf(statements);
  const channel = lastKnown(statements, (said) => said.channel, 'channel') ?? '';
  for (const { at, amount, currency } of expensesOf(statements))
    post({
      at,
      asOf: at,
      rep: ownerAt(at),
      dimensions: [first.campaign, channel, currency],
      measures: { spends: 1, spent: parse(amount) },
    });
}

/** What was last told of each expense, by its id at the vendor, else by source and id of the event, unless it was taken back. */
function expensesOf(ascending: readonly CampaignStatement[]) {
  const last = new Map<string, CampaignStatement>();
  for (const said of ascending)
    if (said.type === 'campaign.spent' || said.type === 'campaign.spend_removed')
      last.set(JSON.stringify(said.spend === null ? [said.source, said.eventId] : [said.spend]), said);
  return [...last.values()].flatMap(({ expense }) => expense ?? []);
}

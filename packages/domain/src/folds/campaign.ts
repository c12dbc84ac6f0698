import type { SaidOf } from '@tallyboard/contracts/erasure';
import type { About } from '../about.js';
import { parse } from '../decimal.js';
import { ownersOf } from '../owners.js';
import type { Post } from '../posting.js';
import { inOrder, type Keep, lastKnown, Statement } from '../statement.js';

type CampaignEvent = SaidOf<'campaign'>;

export class CampaignStatement extends Statement<CampaignEvent['type']> {
  readonly campaign: string;
  readonly channel: string | null;
  readonly rep: string | null;
  readonly effectiveAt: number;
  /** Of an expense, its id at the vendor. */
  readonly spend: string | null;
  /** When, how much and in which currency; null but in `spent`. */
  readonly expense: { readonly at: number; readonly amount: string; readonly currency: string } | null;
  /** Of a touch, its id at the vendor. */
  readonly touch: string | null;
  /** When, and whom; null but in `touched`. */
  readonly touched: Touched | null;
  /** Of a removal: the campaign that it was merged into. */
  readonly mergedInto: string | null;

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
    this.touch = 'touch_id' in event ? event.touch_id : null;
    this.touched =
      event.type === 'campaign.touched'
        ? { at: event.touched_at, lead: keep(event.lead_id), deal: keep(event.deal_id) }
        : null;
    this.mergedInto = event.type === 'campaign.removed' ? keep(event.merged_into) : null;
  }
}

/** A touch of a lead, of a deal, or of both; epoch ms. */
export interface Touched {
  readonly at: number;
  readonly lead: string | null;
  readonly deal: string | null;
}

/** Posts a campaign, given any of its statements: where money was spent on it, for the campaign that it counts with. */
export function foldCampaign(
  first: CampaignStatement,
  post: Post,
  _: readonly CampaignStatement[],
  { crediting }: About,
): void {
  const campaign = crediting.countsWith(first.campaign);
  if (campaign === null) return;
  const statements = inOrder(first);
  const ownerAt = ownersOf(statements);
  const channel = lastKnown(statements, (said) => said.channel, 'channel') ?? '';
  for (const { at, amount, currency } of expensesOf(statements))
    post({
      at,
      asOf: at,
      rep: ownerAt(at),
      dimensions: [campaign, channel, currency],
      measures: { spends: 1, spent: parse(amount) },
    });
}

/** Whether it was removed, and into which it was merged, given any of its statements. */
export function presenceOf(first: CampaignStatement): { isRemoved: boolean; mergedInto: string | null } {
  const decisive = inOrder(first).findLast(
    ({ type }) => type === 'campaign.created' || type === 'campaign.removed',
  );
  return { isRemoved: decisive?.type === 'campaign.removed', mergedInto: decisive?.mergedInto ?? null };
}

/** Whom it touched, given any of its statements, each as it was last told and unless it was taken back. */
export function touchesOf(first: CampaignStatement): Touched[] {
  const told = inOrder(first).filter(
    ({ type }) => type === 'campaign.touched' || type === 'campaign.touch_removed',
  );
  return lastTold(told, ({ touch }) => touch).flatMap(({ touched }) => touched ?? []);
}

/** What was spent, each expense as it was last told and unless it was taken back. */
function expensesOf(ascending: readonly CampaignStatement[]) {
  const told = ascending.filter(({ type }) => type === 'campaign.spent' || type === 'campaign.spend_removed');
  return lastTold(told, ({ spend }) => spend).flatMap(({ expense }) => expense ?? []);
}

/** The last telling of each thing, which is one by its id at the vendor, else by source and id of the event. */
function lastTold(
  ascending: readonly CampaignStatement[],
  idOf: (said: CampaignStatement) => string | null,
): CampaignStatement[] {
  const last = new Map<string, CampaignStatement>();
  for (const said of ascending) {
    const id = idOf(said);
    last.set(JSON.stringify(id === null ? [said.source, said.eventId] : [id]), said);
  }
  return [...last.values()];
}

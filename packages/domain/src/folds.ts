import type { CrmEvent } from '@tallyboard/contracts/events';
import type { FactName } from '@tallyboard/facts/facts';
import type { About } from './about.js';
import { ActivityStatement, foldActivity } from './folds/activity.js';
import { CallStatement, foldCall } from './folds/call.js';
import { CampaignStatement, foldCampaign } from './folds/campaign.js';
import { AccountStatement, accountMergedInto, foldCustomer } from './folds/customer.js';
import { DealStatement, foldDeal } from './folds/deal.js';
import { foldLead, LeadStatement } from './folds/lead.js';
import { foldOrder, OrderStatement } from './folds/order.js';
import { foldSubscription, SubscriptionStatement } from './folds/subscription.js';
import { foldSurvey, SurveyStatement } from './folds/survey.js';
import { foldTicket, TicketStatement } from './folds/ticket.js';
import type { Post } from './posting.js';
import type { Keep, Statement } from './statement.js';

/** What the events of an entity come to. */
export interface Fold {
  /** What is kept of an event of the fact's entity. */
  state(event: CrmEvent, digest: number, keep: Keep): Statement;
  /** Posts an entity, given any of its statements, any of each entity that is merged into it, and what it reads beside these. */
  fold(first: Statement, post: Post, mergedAway: readonly Statement[], about: About): void;
  /** The entity that one was merged into, given any of its statements; absent where merging joins nothing. */
  mergedInto?(first: Statement): string | null;
}

/** The fold of each fact. */
export const FOLDS: Readonly<Record<FactName, Fold>> = {
  call: foldOf(CallStatement, foldCall),
  activity: foldOf(ActivityStatement, foldActivity),
  deal: foldOf(DealStatement, foldDeal),
  lead: foldOf(LeadStatement, foldLead),
  campaign: foldOf(CampaignStatement, foldCampaign),
  order: foldOf(OrderStatement, foldOrder),
  ticket: foldOf(TicketStatement, foldTicket),
  survey: foldOf(SurveyStatement, foldSurvey),
  customer: foldOf(AccountStatement, foldCustomer, accountMergedInto),
  subscription: foldOf(SubscriptionStatement, foldSubscription),
};

/** A fold is given only statements of its own class, made of events of its own entity. */
function foldOf<E extends CrmEvent, S extends Statement>(
  Stated: new (event: E, digest: number, keep: Keep) => S,
  fold: (first: S, post: Post, mergedAway: readonly S[], about: About) => void,
  mergedInto?: (first: S) => string | null,
): Fold {
  return {
    state: (event, digest, keep) => new Stated(event as E, digest, keep),
    fold: (first, post, mergedAway, about) => fold(first as S, post, mergedAway as readonly S[], about),
    ...(mergedInto && { mergedInto: (first: Statement) => mergedInto(first as S) }),
  };
}

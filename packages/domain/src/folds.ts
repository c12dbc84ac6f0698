import type { CrmEvent } from '@tallyboard/contracts/events';
import type { FactName } from '@tallyboard/facts/facts';
import { CallStatement, foldCall } from './folds/call.js';
import { AccountStatement, foldCustomer } from './folds/customer.js';
import { DealStatement, foldDeal } from './folds/deal.js';
import { foldOrder, OrderStatement } from './folds/order.js';
import { foldSurvey, SurveyStatement } from './folds/survey.js';
import { foldTicket, TicketStatement } from './folds/ticket.js';
import type { Post } from './posting.js';
import type { Keep, Statement } from './statement.js';

/** What the events of an entity come to. */
export interface Fold {
  /** What is kept of an event of the fact's entity. */
  state(event: CrmEvent, digest: number, keep: Keep): Statement;
  /** Posts an entity, given any of its statements. */
  fold(first: Statement, post: Post): void;
}

/** The fold of each fact. */
export const FOLDS: Readonly<Record<FactName, Fold>> = {
  call: foldOf(CallStatement, foldCall),
  deal: foldOf(DealStatement, foldDeal),
  order: foldOf(OrderStatement, foldOrder),
  ticket: foldOf(TicketStatement, foldTicket),
  survey: foldOf(SurveyStatement, foldSurvey),
  customer: foldOf(AccountStatement, foldCustomer),
};

/** A fold is given only statements of its own class, made of events of its own entity. */
function foldOf<E extends CrmEvent, S extends Statement>(
  Stated: new (event: E, digest: number, keep: Keep) => S,
  fold: (first: S, post: Post) => void,
): Fold {
  return {
    state: (event, digest, keep) => new Stated(event as E, digest, keep),
    fold: (first, post) => fold(first as S, post),
  };
}

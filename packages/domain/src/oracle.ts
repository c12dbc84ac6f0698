import type { CrmEvent } from '@tallyboard/contracts/events';
import { dimensionsOf, type Fact } from './facts.js';
import { CallStatement, foldCall } from './fold-call.js';
import { AccountStatement, foldCustomer } from './fold-customer.js';
import { DealStatement, foldDeal } from './fold-deal.js';
import { foldSurvey, SurveyStatement } from './fold-survey.js';
import { foldTicket, TicketStatement } from './fold-ticket.js';
import type { Post } from './posting.js';
import { placeOfReps, RepStatement } from './reps.js';
import { createKeep, type Statement } from './statement.js';
import { createTally, joined } from './tally.js';

/** One row of a cell table as it must be. */
export interface Cell {
  tenant: string;
  fact: Fact;
  /** Start of the quarter of an hour, epoch seconds. */
  bucket: number;
  /** Every dimension of the fact by name; `''` for none. */
  dimensions: Record<string, string>;
  /** Every measure of the fact by name: a count or sum, a decimal with four places, or a map with decimal keys. */
  measures: Record<string, number | string | Record<string, number>>;
}

/** What the cells must be, computed from the events alone. */
export interface Oracle {
  /** Takes events in any order, duplicates too. `digest`: as `decode` gives it. */
  add(event: CrmEvent, digest: number): void;
  /** Folds everything anew; in no particular order. */
  cells(): IterableIterator<Cell>;
}

/** The one place of a cell: equal for two rows exactly if they are rows of the same cell and dimensions. */
export function cellKey({ tenant, fact, bucket, dimensions }: Omit<Cell, 'measures'>): string {
  return joined([tenant, fact, String(bucket), ...dimensionsOf(fact).map((name) => dimensions[name] ?? '')]);
}

/** Keeps what the folds read of every event in memory, some hundred bytes each. */
export function createOracle(): Oracle {
  const keep = createKeep();
  const tenants = new Map<string, Books>();

  function booksOf(tenant: string): Books {
    const known = tenants.get(tenant);
    if (known !== undefined) return known;
    const books = openBooks();
    tenants.set(tenant, books);
    return books;
  }

  return {
    add(event, digest) {
      const books = booksOf(event.tenant);
      switch (event.type) {
        case 'call.logged':
        case 'call.amended':
        case 'call.removed':
          return file(
            books.calls,
            `${event.started_at}/${event.call_id}`,
            new CallStatement(event, digest, keep),
          );
        case 'deal.opened':
        case 'deal.stage_changed':
        case 'deal.amended':
        case 'deal.closed':
        case 'deal.reopened':
        case 'deal.removed':
          return file(books.deals, event.deal_id, new DealStatement(event, digest, keep));
        case 'ticket.opened':
        case 'ticket.amended':
        case 'ticket.responded':
        case 'ticket.resolved':
        case 'ticket.reopened':
        case 'ticket.removed':
          return file(books.tickets, event.ticket_id, new TicketStatement(event, digest, keep));
        case 'survey.sent':
        case 'survey.answered':
          return file(books.surveys, event.survey_id, new SurveyStatement(event, digest, keep));
        case 'account.created':
        case 'account.amended':
        case 'account.became_customer':
        case 'account.churned':
          return file(books.accounts, event.account_id, new AccountStatement(event, digest, keep));
        case 'rep.updated':
          return file(books.reps, event.rep_id, new RepStatement(event, digest, keep));
        case 'office.updated':
          return;
      }
    },
    *cells() {
      for (const [tenant, books] of tenants) {
        yield* factCells(tenant, 'call', books, books.calls, foldCall);
        yield* factCells(tenant, 'deal', books, books.deals, foldDeal);
        yield* factCells(tenant, 'ticket', books, books.tickets, foldTicket);
        yield* factCells(tenant, 'survey', books, books.surveys, foldSurvey);
        yield* factCells(tenant, 'customer', books, books.accounts, foldCustomer);
      }
    },
  };
}

type Book<S extends Statement> = Map<string, S>;
type Books = ReturnType<typeof openBooks>;

/** The first statement of every entity of one tenant, by entity. */
function openBooks() {
  return {
    calls: new Map<string, CallStatement>(),
    deals: new Map<string, DealStatement>(),
    tickets: new Map<string, TicketStatement>(),
    surveys: new Map<string, SurveyStatement>(),
    accounts: new Map<string, AccountStatement>(),
    reps: new Map<string, RepStatement>(),
  };
}

function file<S extends Statement>(book: Book<S>, entity: string, statement: S): void {
  const first = book.get(entity);
  if (first === undefined) {
    book.set(entity, statement);
    return;
  }
  statement.next = first.next;
  first.next = statement;
}

function* factCells<S extends Statement>(
  tenant: string,
  fact: Fact,
  { reps }: Books,
  book: Book<S>,
  fold: (first: S, post: Post) => void,
): IterableIterator<Cell> {
  const placeOf = placeOfReps(reps);
  const tally = createTally(fact);
  for (const first of book.values())
    fold(first, (posting) => tally.add(posting, placeOf(posting.rep, posting.asOf)));
  for (const cell of tally.cells()) yield { tenant, fact, ...cell };
}

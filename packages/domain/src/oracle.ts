import { entityIdOf, entityOf } from '@tallyboard/contracts/codec';
import { isErasure } from '@tallyboard/contracts/erasure';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { FACTS, type Fact, type FactName, factOf, factOfEntity } from '@tallyboard/facts/facts';
import type { About } from './about.js';
import { accountsThen } from './accounts.js';
import { creditingOf } from './crediting.js';
import { FOLDS, type Fold } from './folds.js';
import { mergedAwayInto } from './merges.js';
import type { Posting } from './posting.js';
import { placeOfReps, RepStatement } from './reps.js';
import { ScheduleStatement, workedBySchedules } from './schedules.js';
import { createKeep, type Statement } from './statement.js';
import { createTally } from './tally.js';

/** One row of a cell table as it must be. */
export interface Cell {
  tenant: string;
  fact: FactName;
  /** Start of the quarter of an hour, epoch seconds. */
  bucket: number;
  /** Every dimension of the fact by name; `''` for none. */
  dimensions: Record<string, string>;
  /** Every measure of the fact by name: a count or sum (as text beyond 2^53), a decimal with four places, a map of counts with decimal keys, or one of decimals. */
  measures: Record<string, number | string | Record<string, number | string>>;
}

/** What the cells must be, computed from the events alone. */
export interface Oracle {
  /** Takes events in any order, duplicates too. `digest`: as `decode` gives it. */
  add(event: CrmEvent, digest: number): void;
  /** Folds everything of some facts anew, of all unless told; in no particular order. */
  cells(facts?: readonly Fact[]): IterableIterator<Cell>;
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
      if (isErasure(event)) {
        const fact = factOfEntity(entityOf(event.type));
        if (fact) books.erased.get(fact.name)!.add(entityIdOf(event));
        return;
      }
      if (event.type === 'rep.updated')
        return file(books.reps, event.rep_id, new RepStatement(event, digest, keep));
      if (event.type === 'schedule.updated')
        return file(books.schedules, event.schedule_id, new ScheduleStatement(event, digest, keep));
      const fact = factOfEntity(entityOf(event.type));
      if (fact)
        file(books.facts.get(fact.name)!, keyOf(fact, event), FOLDS[fact.name].state(event, digest, keep));
    },
    *cells(facts = FACTS) {
      for (const [tenant, books] of tenants) {
        const about = {
          crediting: creditingOf(bookOf(books, 'campaign'), bookOf(books, 'lead')),
          accountThen: accountsThen(bookOf(books, 'customer')),
        };
        for (const fact of facts) yield* factCells(tenant, fact, books, about);
      }
    },
  };
}

/** What tells the entities of a fact apart: of a fixed one the instant that places it is part of it. */
function keyOf(fact: Fact, event: CrmEvent): string {
  const id = entityIdOf(event);
  if (fact.placement === 'moving') return id;
  return `${(event as unknown as Record<string, number>)[fact.bucketing[0]!]}/${id}`;
}

type Book<S extends Statement> = Map<string, S>;
type Books = ReturnType<typeof openBooks>;

/** The first statement of every entity of one tenant, by entity. */
function openBooks() {
  return {
    facts: new Map<FactName, Book<Statement>>(FACTS.map(({ name }) => [name, new Map()])),
    /** Ids of those that count nowhere, whatever is said of them. */
    erased: new Map<FactName, Set<string>>(FACTS.map(({ name }) => [name, new Set()])),
    reps: new Map<string, RepStatement>(),
    schedules: new Map<string, ScheduleStatement>(),
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

/** A book has only statements of its own fact; who is erased is not in it, as if nothing had ever been said. */
const bookOf = <S extends Statement>(books: Books, name: FactName) =>
  withoutErased(factOf(name), books) as Book<S>;

function* factCells(
  tenant: string,
  fact: Fact,
  books: Books,
  about: Omit<About, 'id'>,
): IterableIterator<Cell> {
  const { reps, schedules } = books;
  const placeOf = placeOfReps(reps);
  const workedOf = workedBySchedules(schedules);
  const tally = createTally(fact);
  const fold = FOLDS[fact.name];
  const book = bookOf(books, fact.name);
  const mergedAway = mergedAwayIn(book, fold);
  for (const [entity, first] of book) {
    const losers = mergedAway.get(entity)?.map((loser) => book.get(loser)!) ?? [];
    const post = (posting: Posting) => {
      const place = placeOf(posting.rep, posting.asOf);
      tally.add(posting, place);
      if (posting.working)
        tally.add({ ...posting, measures: workedOf(posting.working, place.office) }, place);
    };
    fold.fold(first, post, losers, { id: entity, ...about });
  }
  for (const cell of tally.cells()) yield { tenant, fact: fact.name, ...cell };
}

/** An erased one is as if nothing had ever been said of it: it is nobody's survivor, and was merged into nobody. */
function withoutErased(fact: Fact, { facts, erased }: Books): Book<Statement> {
  const book = facts.get(fact.name)!;
  const ids = erased.get(fact.name)!;
  if (ids.size === 0) return book;
  const idOf = (key: string) => (fact.placement === 'moving' ? key : key.slice(key.indexOf('/') + 1));
  return new Map([...book].filter(([key]) => !ids.has(idOf(key))));
}

/** By survivor, who was merged into it. */
function mergedAwayIn(book: Book<Statement>, { mergedInto }: Fold): Map<string, string[]> {
  const merges = new Map<string, string>();
  if (mergedInto)
    for (const [entity, first] of book) {
      const target = mergedInto(first);
      if (target !== null) merges.set(entity, target);
    }
  return mergedAwayInto(merges);
}

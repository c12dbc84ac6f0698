import type { SaidOf } from '@tallyboard/contracts/erasure';
import { bucketOf } from '../bucket.js';
import { oneLine } from '../one-line.js';
import { ownersOf } from '../owners.js';
import { key, type Measures, type Post } from '../posting.js';
import { compareEvents, compareUtf8 } from '../rank.js';
import { inOrder, type Keep, lastKnown, Statement } from '../statement.js';

type AccountEvent = SaidOf<'account'>;

export class AccountStatement extends Statement<AccountEvent['type']> {
  /** Of `created` and `amended` the creation, else the start or end of a spell. */
  readonly at: number | null;
  readonly segment: string | null;
  readonly region: string | null;
  readonly rep: string | null;
  readonly effectiveAt: number;
  /** Why the customer left, in one line. */
  readonly reason: string | null;
  /** The identity of a start or end that is as if never said. */
  readonly voids: string | null;
  /** Of a removal: the account that it was merged into. */
  readonly mergedInto: string | null;

  constructor(event: AccountEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const described = event.type === 'account.created' || event.type === 'account.amended' ? event : null;
    this.at = instantOf(event);
    this.segment = keep(described?.segment ?? null);
    this.region = keep(described?.region ?? null);
    this.rep = keep(described?.rep_id ?? null);
    this.effectiveAt = (event.type === 'account.amended' ? event.effective_at : null) ?? event.occurred_at;
    this.reason = event.type === 'account.churned' ? keep(oneLine(event.reason)) : null;
    this.voids = voidedBy(event);
    this.mergedInto = event.type === 'account.removed' ? keep(event.merged_into) : null;
  }
}

/** From becoming a customer to leaving; `end` is null while it lasts. Instants in epoch ms. */
interface Spell {
  readonly start: number;
  readonly end: { readonly at: number; readonly reason: string } | null;
}

/** What says that there is such an account, or that there never was. */
const PRESENCE: ReadonlySet<AccountEvent['type']> = new Set([
  'account.created',
  'account.became_customer',
  'account.removed',
]);

/**
 * Posts an account, given any of its statements and any of each account that is merged into it: its creation, and the start
 * and end of each spell as a customer. One that is removed, or merged away, is posted nowhere.
 */
export function foldCustomer(
  first: AccountStatement,
  post: Post,
  mergedAway: readonly AccountStatement[] = [],
): void {
  const statements = inOrder(first);
  if (decisiveOf(statements)?.type === 'account.removed') return;

  const descriptions = statements.filter(
    ({ type }) => type === 'account.created' || type === 'account.amended',
  );
  const ownerAt = ownersOf(descriptions);
  const segment = lastKnown(descriptions, (said) => said.segment, 'segment') ?? '';
  const region = lastKnown(descriptions, (said) => said.region, 'region') ?? '';
  const postAt = (at: number, asOf: number, reason: string, measures: Measures) =>
    post({ at, asOf, rep: ownerAt(asOf), dimensions: [segment, region, reason], measures });

  const createdAt = lastKnown(descriptions, (said) => said.at);
  if (createdAt !== null) postAt(createdAt, createdAt, '', { created: 1 });
  const spells = spellsOf(statements);
  const joined = mergedAway.flatMap((loser) => spellsOf(inOrder(loser)));
  (joined.length === 0 ? spells : unionOf([...spells, ...joined])).forEach(({ start, end }, i) => {
    postAt(start, start, '', {
      gained: 1,
      gained_by_start: key(bucketOf(start)),
      won_back: i === 0 ? 0 : 1,
    });
    if (end !== null) postAt(end.at, start, end.reason, { lost: 1, lost_by_start: key(bucketOf(start)) });
  });
}

/** The account that this one was merged into, given any of its statements; null: it stands for itself, or is only removed. */
export function accountMergedInto(first: AccountStatement): string | null {
  for (let one: AccountStatement | null = first; one !== null; one = one.next)
    if (one.mergedInto !== null) return decisiveOf(inOrder(first))?.mergedInto ?? null;
  return null;
}

const decisiveOf = (ascending: readonly AccountStatement[]): AccountStatement | undefined =>
  ascending.findLast(({ type }) => PRESENCE.has(type));

/** The spells of one who is a customer while any of several is; one that begins as another ends is a spell of its own. */
function unionOf(spells: readonly Spell[]): Spell[] {
  const union: Spell[] = [];
  for (const spell of spells.toSorted(
    (left, right) => left.start - right.start || compareEnds(left, right),
  )) {
    const last = union.at(-1);
    if (last === undefined || isApart(last, spell)) union.push(spell);
    else if (compareEnds(last, spell) < 0) union[union.length - 1] = { start: last.start, end: spell.end };
  }
  return union;
}

/** One that comes and goes at an instant belongs to the spell that begins or ends there. */
function isApart(last: Spell, { start, end }: Spell): boolean {
  if (last.end === null || last.end.at > start) return false;
  return last.end.at < start || (last.start < start && end?.at !== start);
}

/** The later end, of two at one instant the greater reason; never is later than any. */
function compareEnds({ end: left }: Spell, { end: right }: Spell): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return left.at - right.at || compareUtf8(left.reason, right.reason);
}

/** Walks the starts and ends that still stand, in time; one that does not change who is a customer is ignored. */
function spellsOf(statements: readonly AccountStatement[]): Spell[] {
  const voided = new Set(statements.map(({ voids }) => voids));
  const turns = statements
    .filter((said) => isTurn(said.type) && !voided.has(identityOf(said.source, said.eventId)))
    .sort((left, right) => left.at! - right.at! || compareEvents(left, right));
  const spells: Spell[] = [];
  let start: number | null = null;
  for (const { at, starts, ends } of byInstant(turns)) {
    const end = ends && { at, reason: ends.reason ?? '' };
    // At one instant an end ends the spell that is open before the next one starts, else the one that starts there.
    if (start !== null && end !== null) {
      spells.push({ start, end });
      start = starts ? at : null;
    } else if (starts && end !== null) spells.push({ start: at, end });
    else if (starts) start ??= at;
  }
  return start === null ? spells : [...spells, { start, end: null }];
}

/** What is said of one instant: whether a spell starts, and the first statement that one ends. */
interface Turn {
  readonly at: number;
  starts: boolean;
  ends: AccountStatement | null;
}

function byInstant(turns: readonly AccountStatement[]): Turn[] {
  const instants = new Map<number, Turn>();
  for (const said of turns) {
    const turn = instants.get(said.at!) ?? { at: said.at!, starts: false, ends: null };
    if (said.type === 'account.became_customer') turn.starts = true;
    else turn.ends ??= said;
    instants.set(said.at!, turn);
  }
  return [...instants.values()];
}

function isTurn(type: AccountEvent['type']): boolean {
  return type === 'account.became_customer' || type === 'account.churned';
}

function instantOf(event: AccountEvent): number | null {
  switch (event.type) {
    case 'account.became_customer':
      return event.customer_since;
    case 'account.churned':
      return event.churned_at;
    case 'account.removed':
      return null;
    default:
      return event.created_at;
  }
}

function voidedBy(event: AccountEvent): string | null {
  if (event.type === 'account.created' || event.type === 'account.removed') return null;
  const [id, source] =
    event.type === 'account.amended'
      ? [event.retracts, event.retracts_source]
      : [event.replaces, event.replaces_source];
  return id === null ? null : identityOf(source ?? event.source, id);
}

/** An id is one only within its source; no text of an event has a NUL. */
const identityOf = (source: string, eventId: string): string => `${source}\0${eventId}`;

import type { CrmEvent } from '@tallyboard/contracts/events';
import { bucketOf } from '../bucket.js';
import { oneLine } from '../one-line.js';
import { key, type Measures, type Post } from '../posting.js';
import { compareEvents } from '../rank.js';
import { inOrder, type Keep, lastKnown, Statement } from '../statement.js';

type AccountEvent = Extract<CrmEvent, { type: `account.${string}` }>;

export class AccountStatement extends Statement<AccountEvent['type']> {
  /** Of `created` and `amended` the creation, else the start or end of a spell. */
  readonly at: number | null;
  readonly segment: string | null;
  readonly region: string | null;
  readonly rep: string | null;
  /** Why the customer left, in one line. */
  readonly reason: string | null;
  /** The event_id of a start or end that is as if never said. */
  readonly voids: string | null;

  constructor(event: AccountEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const described = event.type === 'account.created' || event.type === 'account.amended' ? event : null;
    this.at = instantOf(event);
    this.segment = keep(described?.segment ?? null);
    this.region = keep(described?.region ?? null);
    this.rep = keep(described?.rep_id ?? null);
    this.reason = event.type === 'account.churned' ? keep(oneLine(event.reason)) : null;
    this.voids = voidedBy(event);
  }
}

/** From becoming a customer to leaving; `end` is null while it lasts. Instants in epoch ms. */
interface Spell {
  readonly start: number;
  readonly end: { readonly at: number; readonly reason: string } | null;
}

/** Posts an account, given any of its statements: its creation, and the start and end of each spell as a customer. */
export function foldCustomer(first: AccountStatement, post: Post): void {
  const statements = inOrder(first);
  const descriptions = statements.filter(
    ({ type }) => type === 'account.created' || type === 'account.amended',
  );
  const rep = lastKnown(descriptions, (said) => said.rep) ?? '';
  const segment = lastKnown(descriptions, (said) => said.segment) ?? '';
  const region = lastKnown(descriptions, (said) => said.region) ?? '';
  const postAt = (at: number, asOf: number, reason: string, measures: Measures) =>
    post({ at, asOf, rep, dimensions: [segment, region, reason], measures });

  const createdAt = lastKnown(descriptions, (said) => said.at);
  if (createdAt !== null) postAt(createdAt, createdAt, '', { created: 1 });
  spellsOf(statements).forEach(({ start, end }, i) => {
    postAt(start, start, '', { gained: 1, won_back: i === 0 ? 0 : 1 });
    if (end !== null) postAt(end.at, start, end.reason, { lost: 1, lost_by_start: key(bucketOf(start)) });
  });
}

/** Walks the starts and ends that still stand, in time; one that does not change who is a customer is ignored. */
function spellsOf(statements: readonly AccountStatement[]): Spell[] {
  const voided = new Set(statements.map(({ voids }) => voids));
  const turns = statements
    .filter(({ type, eventId }) => isTurn(type) && !voided.has(eventId))
    .sort((left, right) => left.at! - right.at! || endsFirst(left, right) || compareEvents(left, right));
  const spells: Spell[] = [];
  let start: number | null = null;
  for (const { type, at, reason } of turns) {
    if (type === 'account.became_customer') start ??= at;
    else if (start !== null) {
      spells.push({ start, end: { at: at!, reason: reason ?? '' } });
      start = null;
    }
  }
  return start === null ? spells : [...spells, { start, end: null }];
}

function isTurn(type: AccountEvent['type']): boolean {
  return type === 'account.became_customer' || type === 'account.churned';
}

/** Leaving and coming back in one instant ends one spell and starts the next. */
function endsFirst(left: AccountStatement, right: AccountStatement): number {
  return Number(right.type === 'account.churned') - Number(left.type === 'account.churned');
}

function instantOf(event: AccountEvent): number | null {
  if (event.type === 'account.became_customer') return event.customer_since;
  return event.type === 'account.churned' ? event.churned_at : event.created_at;
}

function voidedBy(event: AccountEvent): string | null {
  if (event.type === 'account.created') return null;
  return event.type === 'account.amended' ? event.retracts : event.replaces;
}

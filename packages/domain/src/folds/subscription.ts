import type { SaidOf } from '@tallyboard/contracts/erasure';
import { bucketOf } from '../bucket.js';
import { parse } from '../decimal.js';
import { oneLine } from '../one-line.js';
import { ownersOf } from '../owners.js';
import { key, type Measures, type Post } from '../posting.js';
import { clears, inOrder, type Keep, Statement } from '../statement.js';

type SubscriptionEvent = SaidOf<'subscription'>;

export class SubscriptionStatement extends Statement<SubscriptionEvent['type']> {
  readonly account: string;
  /** Null of what is said of the customer. */
  readonly subscription: string | null;
  readonly rep: string | null;
  /** From when on what is said holds, epoch ms. */
  readonly effectiveAt: number;
  /** What the subscription brings in, a plain decimal; null: nothing. */
  readonly mrr: string | null;
  readonly currency: string | null;
  /** Why it ended, in one line. */
  readonly reason: string | null;
  /** The identity of a statement that is as if never said. */
  readonly voids: string | null;

  constructor(event: SubscriptionEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    this.account = keep(event.account_id);
    this.subscription = event.type === 'subscription.amended' ? null : event.subscription_id;
    this.rep = keep('rep_id' in event ? event.rep_id : null);
    this.effectiveAt = instantOf(event);
    this.mrr = event.type === 'subscription.changed' ? event.mrr : null;
    this.currency = keep(event.type === 'subscription.changed' ? event.currency : null);
    this.reason = event.type === 'subscription.ended' ? keep(oneLine(event.reason)) : null;
    this.voids = voidedBy(event);
  }
}

/** What a customer brings in in one currency, as the walk has it. */
interface Standing {
  level: bigint;
  owner: string;
  /** When this level and owner began, epoch ms. */
  since: number;
  /** When the level was last 0 before, epoch ms. */
  paidSince: number;
  hasPaid: boolean;
}

/** Posts the subscriptions of a customer, given any of their statements: where the level in a currency or the owner changes. */
export function foldSubscription(first: SubscriptionStatement, post: Post): void {
  const standing = standingOf(inOrder(first));
  const ownerAt = ownersOf(standing);
  const assigns = standing.filter((said) => said.rep !== null || clears(said, 'rep_id'));
  const levels = standing.filter(saysLevel);
  const instants = new Set([...levels, ...assigns].map(({ effectiveAt }) => effectiveAt));
  const running = new Map<string, SubscriptionStatement>();
  const currencies = new Map<string, Standing>();
  for (const at of [...instants].sort((left, right) => left - right)) {
    const said = levels.filter(({ effectiveAt }) => effectiveAt === at);
    for (const each of said) running.set(each.subscription!, each);
    const reason = said.findLast(({ type }) => type === 'subscription.ended')?.reason ?? '';
    const sums = levelsOf(running.values());
    for (const currency of new Set([...currencies.keys(), ...sums.keys()])) {
      const level = sums.get(currency) ?? 0n;
      const before = currencies.get(currency);
      const after = { level, owner: ownerAt(at), since: at };
      currencies.set(currency, turn(before, after, { account: first.account, currency, reason }, post));
    }
  }
}

/** What of an ascending list is not as if never said. */
function standingOf(ascending: readonly SubscriptionStatement[]): SubscriptionStatement[] {
  const voided = new Set(ascending.map(({ voids }) => voids));
  const left = ascending.filter(
    (said) => !saysLevel(said) || !voided.has(identityOf(said.source, said.eventId)),
  );
  const decisive = new Map<string, SubscriptionStatement>();
  for (const said of left)
    if (said.type === 'subscription.changed' || said.type === 'subscription.removed')
      decisive.set(said.subscription!, said);
  return left.filter(
    ({ subscription }) =>
      subscription === null || decisive.get(subscription)?.type !== 'subscription.removed',
  );
}

/** By currency, what these bring in together. */
function levelsOf(running: Iterable<SubscriptionStatement>): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { mrr, currency } of running)
    if (mrr !== null) sums.set(currency!, (sums.get(currency!) ?? 0n) + parse(mrr));
  return sums;
}

/** Posts what ends and begins at `after.since`, and gives what stands from there on. */
function turn(
  before: Standing | undefined,
  after: Pick<Standing, 'level' | 'owner' | 'since'>,
  { account, currency, reason }: { account: string; currency: string; reason: string },
  post: Post,
): Standing {
  const was = before ?? { level: 0n, owner: after.owner, since: after.since, paidSince: 0, hasPaid: false };
  const { level, owner, since: at } = after;
  if (before && level === was.level && owner === was.owner) return before;
  const postFor = (rep: string, asOf: number, why: string, measures: Measures) =>
    post({ at, asOf, rep, dimensions: [currency, why], measures });
  const piece = (amount: bigint) => ({ mrr: amount, mrr_by_account: { key: account, amount } });
  if (was.level !== 0n) postFor(was.owner, was.since, '', { ...piece(-was.level), subscribers: -1 });
  if (level !== 0n) postFor(owner, at, '', { ...piece(level), subscribers: 1 });
  if (level !== was.level) postFor(owner, at, level === 0n ? reason : '', movement(was, level));
  return {
    ...after,
    paidSince: was.level === 0n ? at : was.paidSince,
    hasPaid: was.hasPaid || level !== 0n,
  };
}

function movement({ level: before, hasPaid, paidSince }: Standing, after: bigint): Measures {
  if (before === 0n)
    return hasPaid ? { won_back_mrr: after, won_back: 1 } : { new_mrr: after, new_subscribers: 1 };
  if (after === 0n) return { churned_mrr: before, churned: 1, churned_by_start: key(bucketOf(paidSince)) };
  return after > before
    ? { expansion_mrr: after - before, expanded: 1 }
    : { contraction_mrr: before - after, contracted: 1 };
}

/** Whether it says what a subscription brings in from an instant on. */
const saysLevel = ({ type }: SubscriptionStatement): boolean =>
  type === 'subscription.changed' || type === 'subscription.ended';

function instantOf(event: SubscriptionEvent): number {
  switch (event.type) {
    case 'subscription.changed':
      return event.effective_at;
    case 'subscription.ended':
      return event.ended_at;
    case 'subscription.amended':
      return event.effective_at ?? event.occurred_at;
    case 'subscription.removed':
      return event.removed_at;
  }
}

function voidedBy(event: SubscriptionEvent): string | null {
  if (event.type === 'subscription.removed') return null;
  const [id, source] =
    event.type === 'subscription.amended'
      ? [event.retracts, event.retracts_source]
      : [event.replaces, event.replaces_source];
  return id === null ? null : identityOf(source ?? event.source, id);
}

/** An id is one only within its source; no text of an event has a NUL. */
const identityOf = (source: string, eventId: string): string => `${source}\0${eventId}`;

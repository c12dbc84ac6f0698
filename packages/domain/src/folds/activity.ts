import type { SaidOf } from '@tallyboard/contracts/erasure';
import type { Post } from '../posting.js';
import { inOrder, type Keep, lastKnown, Statement } from '../statement.js';

type ActivityEvent = SaidOf<'activity'>;

export class ActivityStatement extends Statement<ActivityEvent['type']> {
  readonly performedAt: number;
  readonly rep: string | null;
  readonly kind: string | null;
  readonly quantity: number | null;

  constructor(event: ActivityEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const said = event.type === 'activity.removed' ? null : event;
    this.performedAt = event.performed_at;
    this.rep = keep(said?.rep_id ?? null);
    this.kind = said?.kind ?? null;
    this.quantity = said?.quantity ?? null;
  }
}

/** Posts an activity, given any of its statements: when it was done, unless it was removed or never logged. */
export function foldActivity(first: ActivityStatement, post: Post): void {
  const statements = inOrder(first);
  const decisive = statements.findLast(({ type }) => type !== 'activity.amended');
  if (decisive?.type !== 'activity.logged') return;
  post({
    at: first.performedAt,
    asOf: first.performedAt,
    rep: lastKnown(statements, (said) => said.rep, 'rep_id') ?? '',
    dimensions: [lastKnown(statements, (said) => said.kind, 'kind') ?? ''],
    measures: {
      activities: 1,
      quantity: lastKnown(statements, (said) => said.quantity, 'quantity') ?? 1,
    },
  });
}

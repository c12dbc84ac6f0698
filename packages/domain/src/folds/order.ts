import type { SaidOf } from '@tallyboard/contracts/erasure';
import type { About } from '../about.js';
import { parse } from '../decimal.js';
import type { Post } from '../posting.js';
import { inOrder, type Keep, lastKnown, Statement } from '../statement.js';

type OrderEvent = SaidOf<'order'>;

interface Line {
  readonly product: string;
  readonly quantity: number;
  readonly amount: string;
}

export class OrderStatement extends Statement<OrderEvent['type']> {
  readonly placedAt: number;
  readonly rep: string | null;
  readonly account: string | null;
  readonly currency: string | null;
  readonly lines: readonly Line[] | null;

  constructor(event: OrderEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const said = event.type === 'order.removed' ? null : event;
    this.placedAt = event.placed_at;
    this.rep = keep(said?.rep_id ?? null);
    this.account = keep(said?.account_id ?? null);
    this.currency = keep(said?.currency ?? null);
    this.lines = said?.lines?.map((line) => ({ ...line, product: keep(line.product) })) ?? null;
  }
}

/** Posts an order, given any of its statements: itself once, and each line under its product, with what its account was then. */
export function foldOrder(
  first: OrderStatement,
  post: Post,
  _mergedAway: readonly OrderStatement[],
  { accountThen }: About,
): void {
  const statements = inOrder(first);
  const decisive = statements.findLast(({ type }) => type !== 'order.amended');
  if (decisive?.type !== 'order.placed') return;

  const at = first.placedAt;
  const rep = lastKnown(statements, (said) => said.rep, 'rep_id') ?? '';
  const currency = lastKnown(statements, (said) => said.currency, 'currency') ?? '';
  const account = lastKnown(statements, (said) => said.account, 'account_id') ?? '';
  const { segment, region } = accountThen(account, at);
  post({ at, asOf: at, rep, dimensions: [segment, region, currency, ''], measures: { orders: 1 } });
  for (const { product, quantity, amount } of lastKnown(statements, (said) => said.lines, 'lines') ?? [])
    post({
      at,
      asOf: at,
      rep,
      dimensions: [segment, region, currency, product],
      measures: { lines: 1, units: quantity, revenue: parse(amount) },
    });
}

import type { SaidOf } from '@tallyboard/contracts/erasure';
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
  readonly currency: string | null;
  readonly lines: readonly Line[] | null;

  constructor(event: OrderEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const said = event.type === 'order.removed' ? null : event;
    this.placedAt = event.placed_at;
    this.rep = keep(said?.rep_id ?? null);
    this.currency = keep(said?.currency ?? null);
    this.lines = said?.lines?.map((line) => ({ ...line, product: keep(line.product) })) ?? null;
  }
}

/** Posts an order, given any of its statements: itself once, and each line under its product. */
export function foldOrder(first: OrderStatement, post: Post): void {
  const statements = inOrder(first);
  const decisive = statements.findLast(({ type }) => type !== 'order.amended');
  if (decisive?.type !== 'order.placed') return;

  const at = first.placedAt;
  const rep = lastKnown(statements, (said) => said.rep, 'rep_id') ?? '';
  const currency = lastKnown(statements, (said) => said.currency, 'currency') ?? '';
  post({ at, asOf: at, rep, dimensions: [currency, ''], measures: { orders: 1 } });
  for (const { product, quantity, amount } of lastKnown(statements, (said) => said.lines, 'lines') ?? [])
    post({
      at,
      asOf: at,
      rep,
      dimensions: [currency, product],
      measures: { lines: 1, units: quantity, revenue: parse(amount) },
    });
}

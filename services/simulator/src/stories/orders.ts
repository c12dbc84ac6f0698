import type { CrmEvent } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import type { Company } from '../company.js';
import { money, tell } from '../told.js';
import type { DealPlan } from './deal-plan.js';

/** Bought beside what was sold. */
export const EXTRAS = ['Onboarding', 'Premium support', 'Training'] as const;

/** What a deal that was won in the end is followed by: an order of what was sold, at that instant. */
export function orderOf(company: Company, plan: DealPlan): CrmEvent[] {
  const end = plan.ends.at(-1);
  if (end?.outcome !== 'won') return [];
  const random = new Random(company.seed, 'order', plan.id);
  const extra = random.chance(0.35) ? Math.max(1, Math.round(plan.amount * 0.1)) : 0;
  const lines = [
    { product: plan.product, quantity: random.whole(1, 8), amount: money(plan.amount - extra) },
    ...(extra > 0 ? [{ product: random.pick(EXTRAS), quantity: 1, amount: money(extra) }] : []),
  ];
  const id = plan.id.replace(/^D-/, 'O-');
  return [
    tell(company, 'order.placed', 'shop', `${id}.placed`, end.closedAt, {
      order_id: id,
      placed_at: end.closedAt,
      account_id: plan.account?.id ?? null,
      rep_id: plan.rep.id,
      currency: plan.currency,
      lines,
    }),
  ];
}

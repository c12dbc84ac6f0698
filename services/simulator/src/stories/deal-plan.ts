import type { Random } from '@tallyboard/runtime/random';
import type { Rep } from '../company.js';
import { isoDate, localDayOf } from '../local-day.js';
import type { Pace } from '../pace.js';
import { workingDayMs } from '../working-hours.js';

/** Who may buy. */
export interface Buyer {
  id: string;
  segment: 'small' | 'middle' | 'enterprise';
}

/** What is known of a deal before it begins. */
export interface DealOpening {
  id: string;
  openedAt: number;
  rep: Rep;
  account: Buyer | null;
  pipeline: keyof typeof STAGES;
  /** Given when it is settled how the deal ends. */
  outcome?: 'won' | 'lost';
}

/** All that will happen to a deal. Instants are whole epoch ms, in order. */
export interface DealPlan extends DealOpening {
  product: string;
  leadSource: string;
  currency: string;
  estimate: number | null;
  /** What the rep thinks at the beginning, of most deals: `2026-06-30`. */
  expectedClose: string | null;
  amount: number;
  stages: { stage: string; at: number }[];
  /** The closes, the first without a `reopenedAt`. */
  ends: { reopenedAt: number | null; closedAt: number; outcome: 'won' | 'lost'; reason: string }[];
}

const STAGES = {
  new_business: ['qualified', 'demo', 'proposal', 'negotiation'],
  expansion: ['identified', 'proposal', 'negotiation'],
  renewal: ['due', 'quoted'],
} as const;

export const PRODUCTS = [
  { name: 'Starter', share: 0.4, price: 0.5, ease: 1.1 },
  { name: 'Team', share: 0.3, price: 1, ease: 1 },
  { name: 'Business', share: 0.18, price: 2.6, ease: 0.9 },
  { name: 'Enterprise', share: 0.07, price: 7, ease: 0.75 },
  { name: 'Support plan', share: 0.05, price: 0.3, ease: 1.25 },
];

export const LEAD_SOURCES = [
  { name: 'web', share: 0.32, ease: 0.95 },
  { name: 'referral', share: 0.16, ease: 1.4 },
  { name: 'cold_call', share: 0.2, ease: 0.65 },
  { name: 'campaign', share: 0.16, ease: 0.85 },
  { name: 'partner', share: 0.1, ease: 1.2 },
  { name: 'trade_fair', share: 0.06, ease: 1 },
];

const EASE_OF_PIPELINE = { new_business: 0.34, expansion: 0.46, renewal: 0.72 };
const SIZE_OF_SEGMENT: Record<string, number> = { small: 1, middle: 2.4, enterprise: 8 };
/** Median sales cycle in working days. */
const CYCLE_OF_SEGMENT: Record<string, number> = { small: 8, middle: 16, enterprise: 30 };
const LONGEST_CYCLE = 65;
const REOPENED = 0.03;
const WON_REASONS = ['fit', 'price', 'relationship', 'features'];
const LOST_REASONS = ['price', 'competitor', 'no_budget', 'no_answer', 'timing'];

/** Draws the whole course of a deal; it takes at most 85 working days. */
export function planDeal(random: Random, pace: Pace, opening: DealOpening): DealPlan {
  const { rep, openedAt, pipeline } = opening;
  const { office } = rep;
  const dayMs = workingDayMs(office);
  const segment = opening.account?.segment ?? 'small';
  const product = random.weighted(PRODUCTS, ({ share }) => share);
  const leadSource = random.weighted(LEAD_SOURCES, ({ share }) => share);

  const chance = EASE_OF_PIPELINE[pipeline] * rep.skill * product.ease * leadSource.ease;
  const drawn = random.chance(Math.min(0.9, chance)) ? 'won' : 'lost';
  const outcome = opening.outcome ?? drawn;
  const cycleDays = random.around(CYCLE_OF_SEGMENT[segment]! / Math.sqrt(rep.skill), 0.6);
  const cycleMs = Math.min(LONGEST_CYCLE, outcome === 'lost' ? cycleDays * 1.2 : cycleDays) * dayMs;

  const list = STAGES[pipeline];
  const reached = outcome === 'won' ? list.length : random.whole(1, list.length);
  const marks = Array.from({ length: reached - 1 }, () => random.between(0.05, 0.95)).sort((a, b) => a - b);
  const stages = [
    { stage: list[0] as string, at: openedAt },
    ...marks.map((mark, index) => ({
      stage: list[index + 1] as string,
      at: pace(office, openedAt, mark * cycleMs) + index,
    })),
  ];

  const estimate = Math.round(
    office.dealSize * SIZE_OF_SEGMENT[segment]! * product.price * random.around(1, 0.45),
  );
  const amount =
    Math.round(estimate * (random.chance(0.4) ? random.between(0.75, 1) : random.between(1, 1.08)) * 100) /
    100;

  const end = (closedAt: number, reopenedAt: number | null, how: 'won' | 'lost') => ({
    reopenedAt,
    closedAt,
    outcome: how,
    reason: random.pick(how === 'won' ? WON_REASONS : LOST_REASONS),
  });
  const closedAt = pace(office, openedAt, cycleMs) + reached;
  const ends = [end(closedAt, null, random.chance(REOPENED) ? 'lost' : outcome)];
  if (ends[0]!.outcome !== outcome || random.chance(REOPENED)) {
    const reopenedAt = pace(office, closedAt, random.between(0.2, 6) * dayMs);
    ends.push(end(pace(office, reopenedAt, random.between(0.3, 10) * dayMs), reopenedAt, outcome));
  }
  const expectedMs = CYCLE_OF_SEGMENT[segment]! * random.around(1.4, 0.4) * dayMs;
  const expectedClose = random.chance(0.8)
    ? isoDate(localDayOf(office.zone, pace(office, openedAt, expectedMs)))
    : null;
  return {
    ...opening,
    product: product.name,
    leadSource: leadSource.name,
    currency: office.currency,
    estimate: random.chance(0.88) ? estimate : null,
    expectedClose,
    amount,
    stages,
    ends,
  };
}

import type { Random } from '@tallyboard/runtime/random';
import type { Account } from '../accounts.js';
import type { Rep } from '../company.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../local-day.js';
import type { Pace } from '../pace.js';

/** What is known of a ticket when it is opened. */
export interface TicketOpening {
  id: string;
  openedAt: number;
  rep: Rep;
  account: Pick<Account, 'id' | 'neglect'> | null;
}

export interface TicketResponse {
  at: number;
  rep: Rep | null;
  author: 'agent' | 'bot';
  visibility: 'public' | 'internal';
}

/** All that will happen to a ticket; instants are whole epoch ms. */
export interface TicketPlan extends TicketOpening {
  channel: string;
  priority: string;
  openedBy: 'customer' | 'agent';
  responses: TicketResponse[];
  resolvedAt: number[];
  reopenedAt: number[];
  survey: { kind: 'csat' | 'ces'; sentAt: number; answeredAt: number | null; score: number } | null;
}

/** Median time to the first answer. */
const CHANNELS = [
  { name: 'email', share: 0.5, answerMs: 25 * MINUTE_MS, bot: 0.05 },
  { name: 'web', share: 0.28, answerMs: 35 * MINUTE_MS, bot: 0.3 },
  { name: 'chat', share: 0.22, answerMs: 2.5 * MINUTE_MS, bot: 0.75 },
];
const PRIORITIES = [
  { name: 'low', share: 0.22, wait: 1.8 },
  { name: 'normal', share: 0.53, wait: 1 },
  { name: 'high', share: 0.2, wait: 0.55 },
  { name: 'urgent', share: 0.05, wait: 0.25 },
];
const LONGEST_WAIT_MS = 40 * HOUR_MS;
const LONGEST_STEP_MS = 6 * HOUR_MS;
const IGNORED = 0.025;
const LONGEST_IGNORED_DAYS = 5;
const REOPENED = 0.07;
const SURVEYED = 0.7;

/**
 * Draws the whole course of a ticket, at most 40 days; work goes at `pace`, the customers' own time runs `hurry` times as fast.
 * Who waits longer than is usual on the channel scores lower.
 */
export function planTicket(
  random: Random,
  pace: Pace,
  hurry: number,
  colleagues: readonly Rep[],
  opening: TicketOpening,
): TicketPlan {
  const { openedAt, account } = opening;
  const { office } = opening.rep;
  const channel = random.weighted(CHANNELS, ({ share }) => share);
  const priority = random.weighted(PRIORITIES, ({ share }) => share);
  const plan: TicketPlan = {
    ...opening,
    channel: channel.name,
    priority: priority.name,
    openedBy: random.chance(0.94) ? 'customer' : 'agent',
    responses: [],
    resolvedAt: [],
    reopenedAt: [],
    survey: null,
  };
  const rep = random.chance(0.1) ? random.pick(colleagues) : opening.rep;
  const answer = (at: number) => plan.responses.push({ at, rep, author: 'agent', visibility: 'public' });

  if (random.chance(channel.bot))
    plan.responses.push({
      at: openedAt + random.whole(800, 9_000),
      rep: null,
      author: 'bot',
      visibility: 'public',
    });
  const waitMs = Math.min(
    LONGEST_WAIT_MS,
    random.around(channel.answerMs * priority.wait * rep.slowness * (account?.neglect ?? 1), 0.75),
  );
  const firstAt = pace(office, openedAt, waitMs);
  if (random.chance(0.18))
    plan.responses.push({
      at: Math.round(openedAt + random.between(0.1, 0.9) * (firstAt - openedAt)),
      rep,
      author: 'agent',
      visibility: 'internal',
    });
  if (random.chance(IGNORED)) {
    // Nobody answers; the help desk closes it after some days.
    plan.resolvedAt.push(Math.round(openedAt + (random.between(1, LONGEST_IGNORED_DAYS) * DAY_MS) / hurry));
    return plan;
  }

  let at = firstAt;
  answer(at);
  const step = (medianMs: number, spread: number) => {
    at = pace(office, at + 1, Math.min(LONGEST_STEP_MS, random.around(medianMs, spread)));
    return at;
  };
  while (random.chance(0.38) && plan.responses.length < 7) answer(step(70 * MINUTE_MS, 0.8));
  step(50 * MINUTE_MS, 1);
  plan.resolvedAt.push(at);
  if (random.chance(REOPENED)) {
    at = Math.round(at + (random.between(0.5, 40) * HOUR_MS) / hurry);
    plan.reopenedAt.push(at);
    answer(step(40 * MINUTE_MS * rep.slowness, 0.6));
    plan.resolvedAt.push(step(45 * MINUTE_MS, 0.7));
  }
  if (!account || !random.chance(SURVEYED)) return plan;

  const sentAt = Math.round(at + (5 * MINUTE_MS) / hurry) + 1;
  const kind = random.chance(0.75) ? 'csat' : 'ces';
  const lateness = Math.log2(1 + waitMs / (2 * channel.answerMs * priority.wait));
  const mood =
    0.86 +
    0.16 * (rep.skill - 1) -
    0.14 * lateness -
    (plan.reopenedAt.length ? 0.15 : 0) +
    0.17 * random.normal();
  const [low, high] = kind === 'csat' ? [1, 5] : [1, 7];
  const answeredAt = Math.round(sentAt + Math.min(7 * DAY_MS, random.around(6 * HOUR_MS, 1.3)) / hurry) + 1;
  plan.survey = {
    kind,
    sentAt,
    answeredAt: random.chance(0.42) ? answeredAt : null,
    score: Math.round(low + (high - low) * Math.min(1, Math.max(0, mood))),
  };
  return plan;
}

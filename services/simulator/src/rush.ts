import type { CrmEvent } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import { customerOn } from './accounts.js';
import { type Company, repsOf } from './company.js';
import { Heap } from './heap.js';
import { MINUTE_MS } from './local-day.js';
import type { Office } from './offices.js';
import { hurried } from './pace.js';
import { lifeOf } from './stories/accounts.js';
import { placeCall } from './stories/calls.js';
import { planDeal } from './stories/deal-plan.js';
import { dealStory } from './stories/deals.js';
import { askToRecommend } from './stories/surveys.js';
import { planTicket } from './stories/ticket-plan.js';
import { ticketStory } from './stories/tickets.js';
import type { Story } from './story.js';
import { activityAt } from './working-hours.js';

/** Where a story of the rush is cut off; nearly all are over long before. */
export const RUSH_SPAN_MS = 100 * MINUTE_MS;

const SLOT_MS = 100;
/** Events of a story on average, as measured (a test holds it); turns events per second into stories. */
const EVENTS_PER_STORY = 1.76;
/** Days of a deal become minutes, hours of a ticket too. */
const DEAL_HURRY = 500;
const TICKET_HURRY = 45;

/** Which part of the rush to tell; all in epoch ms, each upper end excluded and maybe infinite. */
export interface RushRange {
  /** Events per second on average. */
  rate: number;
  fromMs: number;
  toMs: number;
  /** Only stories that begin in this range. */
  storiesFromMs: number;
  storiesToMs: number;
}

/**
 * A busy day in quick motion, so that a wallboard always shows life: calls, and tickets and deals that run their
 * course in minutes, round the clock, most of them in the offices that work at that hour. Events in order of
 * `occurred_at`. A story depends on the company and its instant alone: a higher rate adds stories and changes
 * none.
 */
export function* rush(company: Company, range: RushRange): Iterable<CrmEvent> {
  const upcoming = new Heap<CrmEvent>();
  const first = Math.ceil(Math.max(range.storiesFromMs, range.fromMs - RUSH_SPAN_MS) / SLOT_MS);
  for (let slot = first; ; slot += 1) {
    const slotMs = slot * SLOT_MS;
    while (upcoming.leastKey < slotMs) yield upcoming.take()!;
    if (slotMs >= range.toMs || (slotMs >= range.storiesToMs && upcoming.size === 0)) return;
    if (slotMs >= range.storiesToMs) continue;
    const mean = (range.rate * SLOT_MS) / 1000 / EVENTS_PER_STORY;
    const count = new Random(company.seed, 'rush', slot).poisson(mean);
    for (let i = 0; i < count; i += 1)
      for (const event of rushStory(company, slot, i))
        if (
          event.occurred_at >= range.fromMs &&
          event.occurred_at < Math.min(range.toMs, slotMs + RUSH_SPAN_MS)
        )
          upcoming.add(event.occurred_at, event);
  }
}

function rushStory(company: Company, slot: number, index: number): Story {
  const random = new Random(company.seed, 'rush-story', slot, index);
  const beganAt = slot * SLOT_MS + random.whole(0, SLOT_MS - 1);
  const office = random.weighted(company.offices, (each) => activityAt(each, beganAt));
  const id = `${company.tag}-${office.id}-${slot.toString(36)}-${index}`;
  const kind = random.weighted(KINDS, ({ share }) => share);
  return kind.story(company, random, office, id, beganAt);
}

type Teller = (company: Company, random: Random, office: Office, id: string, beganAt: number) => Story;

const KINDS: { share: number; story: Teller }[] = [
  {
    share: 0.785,
    story: (company, random, office, id, beganAt) => {
      const rep = random.weighted(
        repsOf(company, office, random.chance(0.8) ? 'sales' : 'service'),
        (each) => each.callsPerDay,
      );
      return [placeCall(company, random, rep, `C-${id}`, beganAt)];
    },
  },
  {
    share: 0.15,
    story: (company, random, office, id, beganAt) => {
      const colleagues = repsOf(company, office, 'service');
      const account = customerOn(company, office, beganAt, random);
      const opening = { id: `T-${id}`, openedAt: beganAt, rep: random.pick(colleagues), account };
      return ticketStory(
        company,
        planTicket(random, hurried(TICKET_HURRY), TICKET_HURRY * 6, colleagues, opening),
      );
    },
  },
  { share: 0.04, story: sellInMinutes },
  {
    share: 0.025,
    story: (company, random, office, id, beganAt) =>
      askToRecommend(company, random, office, `S-${id}`, beganAt, TICKET_HURRY * 6),
  },
];

/** A deal, in one case of three with a new account, which becomes a customer when it is won. */
function sellInMinutes(company: Company, random: Random, office: Office, id: string, beganAt: number): Story {
  const rep = random.weighted(repsOf(company, office, 'sales'), ({ skill }) => skill);
  const known = random.chance(2 / 3) ? customerOn(company, office, beganAt, random) : null;
  const account = known ?? { id: `A-${id}`, segment: random.pick(['small', 'small', 'middle'] as const) };
  const plan = planDeal(random, hurried(DEAL_HURRY), {
    id: `D-${id}`,
    openedAt: beganAt + 1,
    rep,
    account,
    pipeline: known ? 'expansion' : 'new_business',
  });
  const deal = dealStory(company, plan);
  if (known) return deal;
  const { closedAt, outcome } = plan.ends.at(-1)!;
  const won = { since: closedAt + 1, until: Number.POSITIVE_INFINITY, reason: 'price' as const };
  const life = lifeOf(company, {
    id: account.id,
    name: `Newcomer ${id}`,
    createdAt: beganAt,
    segment: account.segment,
    region: random.pick(office.regions),
    owner: rep,
    spells: outcome === 'won' ? [won] : [],
  });
  return [...deal, ...life].sort((a, b) => a.occurred_at - b.occurred_at);
}

import type { CrmEvent } from '@tallyboard/contracts/events';
import type { Company } from './company.js';
import { DAY_MS } from './local-day.js';
import { accountDeals, accountLives } from './stories/accounts.js';
import { activities } from './stories/activities.js';
import { calls } from './stories/calls.js';
import { campaigns } from './stories/campaigns.js';
import { furtherDeals } from './stories/deals.js';
import { leads } from './stories/leads.js';
import { people } from './stories/people.js';
import { products } from './stories/products.js';
import { dailyRates, monthlyRates } from './stories/rates.js';
import { secondRecords } from './stories/second-records.js';
import { subscriptions } from './stories/subscriptions.js';
import { surveys } from './stories/surveys.js';
import { tickets } from './stories/tickets.js';
import { FOUNDED_DAY, type Storyteller } from './story.js';

const STORYTELLERS: readonly Storyteller[] = [
  people,
  products,
  monthlyRates,
  dailyRates,
  campaigns,
  accountLives,
  secondRecords,
  accountDeals,
  subscriptions,
  furtherDeals,
  tickets,
  surveys,
  calls,
  activities,
  leads,
];

/**
 * All that one must know of the company from `fromMs` up to but without `toMs` (epoch ms, `toMs` may be
 * infinite): first what was before and still matters (see `opening`), then all that happens, by `occurred_at`.
 * The same company and range give the same events; a later `toMs` only adds events at the end.
 */
export function* history(company: Company, fromMs: number, toMs: number): Iterable<CrmEvent> {
  yield* opening(company, fromMs);
  yield* happenings(company, fromMs, toMs);
}

/**
 * What was before an instant and still matters then, in time order: offices, people, products and accounts with
 * all their past, and the beginnings of deals, tickets and surveys that end later.
 */
export function opening(company: Company, atMs: number): CrmEvent[] {
  const lastDay = dayOf(atMs) + 1;
  const past: CrmEvent[] = [];
  for (const teller of STORYTELLERS) {
    const firstDay = teller.lasting ? FOUNDED_DAY : beginning(teller, dayOf(atMs));
    for (let day = firstDay; day <= lastDay; day += 1)
      for (const office of company.offices)
        for (const story of teller.storiesOf(company, office, day))
          if (teller.lasting || story.at(-1)!.occurred_at >= atMs)
            for (const event of story) if (event.occurred_at < atMs) past.push(event);
  }
  return past.sort(inTime);
}

/** All that happens from `fromMs` up to but without `toMs`, by `occurred_at`: slices join without a seam. */
export function* happenings(company: Company, fromMs: number, toMs: number): Iterable<CrmEvent> {
  const firstDay = dayOf(fromMs);
  const upcoming = new Map<number, CrmEvent[]>();
  const hear = (teller: Storyteller, day: number): void => {
    for (const office of company.offices)
      for (const story of teller.storiesOf(company, office, day))
        for (const event of story) {
          if (event.occurred_at < fromMs || event.occurred_at >= toMs) continue;
          const utcDay = dayOf(event.occurred_at);
          const sameDay = upcoming.get(utcDay);
          if (sameDay) sameDay.push(event);
          else upcoming.set(utcDay, [event]);
        }
  };
  for (const teller of STORYTELLERS)
    for (let day = beginning(teller, firstDay); day <= firstDay; day += 1) hear(teller, day);
  for (let utcDay = firstDay; utcDay * DAY_MS < toMs; utcDay += 1) {
    // East of Greenwich tomorrow begins today, so tomorrow's stories may have events today.
    for (const teller of STORYTELLERS) hear(teller, utcDay + 1);
    const today = upcoming.get(utcDay) ?? [];
    upcoming.delete(utcDay);
    yield* today.sort(inTime);
  }
}

/** The first day with stories that can still have events on `day`. */
function beginning(teller: Storyteller, day: number): number {
  return Math.max(FOUNDED_DAY, day - teller.spanDays - 1);
}

function dayOf(instantMs: number): number {
  return Math.floor(instantMs / DAY_MS);
}

/** By time, then by id: event ids are unique, so the order is total. */
function inTime(a: CrmEvent, b: CrmEvent): number {
  return a.occurred_at - b.occurred_at || (a.event_id < b.event_id ? -1 : 1);
}

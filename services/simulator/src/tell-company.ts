import type { CrmEvent } from '@tallyboard/contracts/events';
import type { Company } from './company.js';
import { happenings, history } from './history.js';
import { MINUTE_MS } from './local-day.js';
import { createBadChannel, type Misbehaviour } from './misbehave.js';
import { createOutlet, type Outlet } from './outlet.js';
import type { Progress } from './progress.js';
import { RUSH_SPAN_MS, rush } from './rush.js';

/** Late by at most this much: what a wallboard of today can still show. */
const RUSH_LATE_WITHIN_MS = 10 * MINUTE_MS;
/** A new rush has been going on for a while, so that a wallboard begins with deals that close and tickets that are answered. */
const HEAD_START_MS = 30 * MINUTE_MS;
/** The head start of a high rate is shorter: it must not take longer to send than the history. */
const HEAD_START_EVENTS = 20_000;
const ENDLESS = Number.POSITIVE_INFINITY;
/** Events per second of the company itself, on average over the week, times its size. */
const OWN_RATE = 0.041;

/** What the company does of itself, from where the last run stopped. */
export function openCompany(company: Company, progress: Progress, rates: Misbehaviour): Outlet {
  const { historyFromMs, sentToMs } = progress;
  const events =
    sentToMs < historyFromMs
      ? history(company, historyFromMs, ENDLESS)
      : happenings(company, sentToMs, ENDLESS);
  return createOutlet(events, createBadChannel(rates, company.seed));
}

/** The rush on top, and how far it has come. */
export interface RushOutlet extends Outlet {
  /** Before this there are only the ends of earlier stories. */
  beginsAtMs: number;
  progress(): NonNullable<Progress['rush']>;
}

/**
 * Opens the rush, with a head start, or goes on where it stopped. After a pause longer than its stories it does not
 * make up for what it missed: stories that had begun end, and new ones begin after that, with as much of the head
 * start as there is room for.
 */
export function openRush(
  company: Company,
  rate: number,
  known: Progress['rush'],
  nowMs: number,
  rates: Misbehaviour,
): RushOutlet {
  const goesOn = known !== null && !isBehind(known.sentToMs, nowMs);
  const headStartMs = Math.min(HEAD_START_MS, (1_000 * HEAD_START_EVENTS) / rate);
  const earliest = known ? known.sentToMs + RUSH_SPAN_MS : Number.NEGATIVE_INFINITY;
  const beginsAt = goesOn ? known.sentToMs : Math.max(earliest, Math.floor(nowMs - headStartMs));
  const part = { rate: rushRate(company, rate), toMs: ENDLESS };
  const tail = known && !goesOn ? rush(company, { ...part, ...endOf(known) }) : [];
  const stories = goesOn ? known.storiesFromMs : beginsAt;
  const rest = rush(company, { ...part, fromMs: beginsAt, storiesFromMs: stories, storiesToMs: ENDLESS });
  const outlet = createOutlet(inTurn(tail, rest), createBadChannel(rates, company.seed, RUSH_LATE_WITHIN_MS));
  return {
    ...outlet,
    beginsAtMs: beginsAt,
    progress() {
      const sentToMs = outlet.resumeMs();
      return { sentToMs, storiesFromMs: known && sentToMs < beginsAt ? known.storiesFromMs : stories };
    },
  };
}

/** Whether the rush has fallen behind so far that it had better begin anew. */
export function isBehind(sentToMs: number, nowMs: number): boolean {
  return nowMs - sentToMs > RUSH_SPAN_MS + RUSH_LATE_WITHIN_MS;
}

function endOf({ storiesFromMs, sentToMs }: NonNullable<Progress['rush']>) {
  return { fromMs: sentToMs, storiesFromMs, storiesToMs: sentToMs };
}

function* inTurn(...parts: Iterable<CrmEvent>[]): Iterable<CrmEvent> {
  for (const part of parts) yield* part;
}

/** The rate of the rush that makes `rate` together with the company's own events. */
export function rushRate(company: Company, rate: number): number {
  return Math.max(0, rate - OWN_RATE * company.size);
}

import type { Company } from '../company.js';
import { localDayOf, MINUTE_MS } from '../local-day.js';
import type { Office } from '../offices.js';
import { afterWorking } from '../working-hours.js';
import { type Outage, pausedBy } from './outages.js';
import { ticketsOf } from './ticket-draw.js';

/** So long that the rule for slow first responses is sure of it when the company goes live. */
const BEFORE_START_MS = 110 * MINUTE_MS;
const AFTER_START_MS = 25 * MINUTE_MS;
/** What the office had better have left of its day, so that one sees how it recovers. */
const RECOVERY_MS = 90 * MINUTE_MS;
/** So many that a quarter of an hour shows it. */
const TICKETS_PER_HOUR = 30;
/** A ticket that has waited longer than a weekend is one that nobody answers. */
const WAITING_DAYS = 3;

/**
 * The outage that a newcomer sees begin and end: from shortly before the first start until shortly after it, in an
 * office that works then; in the one with the most waiting tickets when none does, whose team then comes in to answer
 * them. Null without a first start.
 */
export function firstOutage(company: Company): Outage | null {
  const { firstStartMs } = company;
  if (firstStartMs === null) return null;
  let outage = known.get(company);
  if (!outage) {
    const office = officeAt(company, firstStartMs);
    outage = {
      id: `${office.id}-${firstStartMs.toString(36)}-outage`,
      office,
      fromMs: firstStartMs - BEFORE_START_MS,
      toMs: firstStartMs + AFTER_START_MS,
      ticketsPerHour: TICKETS_PER_HOUR,
    };
    known.set(company, outage);
  }
  return outage;
}

/** Remembered, as every ticket asks. */
const known = new WeakMap<Company, Outage>();

function officeAt(company: Company, startMs: number): Office {
  const works = (fromMs: number, toMs: number) => (office: Office) =>
    afterWorking(office, fromMs, toMs - fromMs) === toMs;
  const { offices } = company;
  return (
    offices.find(works(startMs - BEFORE_START_MS, startMs + AFTER_START_MS + RECOVERY_MS)) ??
    offices.find(works(startMs - BEFORE_START_MS, startMs + AFTER_START_MS)) ??
    offices.find(works(startMs, startMs + 1)) ??
    offices.reduce((a, b) => (waiting(company, b, startMs) > waiting(company, a, startMs) ? b : a))
  );
}

/** How many tickets wait for their first answer. */
function waiting(company: Company, office: Office, atMs: number): number {
  const pace = pausedBy(company, null);
  let count = 0;
  const today = localDayOf(office.zone, atMs);
  for (let day = today - WAITING_DAYS; day <= today; day += 1)
    for (const { openedAt, responses } of ticketsOf(company, office, day, pace)) {
      const isAnswered = responses.some(
        ({ at, author, visibility }) => author === 'agent' && visibility === 'public' && at <= atMs,
      );
      if (openedAt <= atMs && !isAnswered) count += 1;
    }
  return count;
}

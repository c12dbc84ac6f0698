import { Random } from '@tallyboard/runtime/random';
import { customerOn } from '../accounts.js';
import { type Company, repsOf } from '../company.js';
import { HOUR_MS, type LocalDay } from '../local-day.js';
import type { Office } from '../offices.js';
import type { Pace } from '../pace.js';
import { customerMoment, isWorkingDay } from '../working-hours.js';
import { type Outage, outageOn } from './outages.js';
import { planTicket, type TicketPlan } from './ticket-plan.js';

const PER_WORKING_DAY = 46;
const PER_DAY_OF_REST = 10;

/** The tickets that are opened on a local day, with the service team at `pace`: which they are does not depend on it. */
export function* ticketsOf(
  company: Company,
  office: Office,
  day: LocalDay,
  pace: Pace,
): Iterable<TicketPlan> {
  const { seed, size, tag } = company;
  const mean = size * (isWorkingDay(office, day) ? PER_WORKING_DAY : PER_DAY_OF_REST);
  const count = new Random(seed, 'tickets', office.id, day).poisson(mean);
  for (let i = 0; i < count; i += 1) {
    const random = new Random(seed, 'ticket', office.id, day, i);
    const openedAt = customerMoment(random, office, day);
    yield drawTicket(company, random, office, `T-${tag}-${office.id}-${day}-${i}`, openedAt, pace);
  }
  const outage = outageOn(company, office, day);
  if (outage) yield* complaintsOver(company, outage, pace);
}

/** The tickets that would not be opened without the outage. */
export function* complaintsOver(company: Company, outage: Outage, pace: Pace): Iterable<TicketPlan> {
  const { id, office, fromMs, toMs, ticketsPerHour } = outage;
  const mean = (company.size * ticketsPerHour * (toMs - fromMs)) / HOUR_MS;
  const count = new Random(company.seed, 'complaints', id).poisson(mean);
  for (let i = 0; i < count; i += 1) {
    const random = new Random(company.seed, 'complaint', id, i);
    yield drawTicket(
      company,
      random,
      office,
      `T-${company.tag}-${id}-${i}`,
      random.whole(fromMs, toMs - 1),
      pace,
    );
  }
}

function drawTicket(
  company: Company,
  random: Random,
  office: Office,
  id: string,
  openedAt: number,
  pace: Pace,
): TicketPlan {
  const colleagues = repsOf(company, office, 'service');
  const account = customerOn(company, office, openedAt, random);
  return planTicket(random, pace, 1, colleagues, { id, openedAt, rep: random.pick(colleagues), account });
}

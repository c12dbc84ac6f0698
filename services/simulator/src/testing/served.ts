import type { Company } from '../company.js';
import { DAY_MS, localDayOf } from '../local-day.js';
import type { Office } from '../offices.js';
import { tickets } from '../stories/tickets.js';

/** Tickets that were opened so long before are still answered. */
const DAYS_BEFORE = 10;

/** How an office served its customers in a range of time. */
export interface Service {
  /** Tickets that were opened in the range. */
  opened: number;
  /** Public answers that people gave in it. */
  answers: number;
  /** When tickets that were opened in it were first answered by people, epoch ms; without those that never were. */
  firstAnswersAt: number[];
}

/** From `fromMs` up to but without `toMs`, epoch ms, by what the company tells of tickets. */
export function servedIn(company: Company, office: Office, fromMs: number, toMs: number): Service {
  const service: Service = { opened: 0, answers: 0, firstAnswersAt: [] };
  const isWithin = (instantMs: number) => instantMs >= fromMs && instantMs < toMs;
  const days = [fromMs - DAYS_BEFORE * DAY_MS, toMs].map((ms) => localDayOf(office.zone, ms));
  for (let day = days[0]!; day <= days[1]!; day += 1)
    for (const [opened, ...rest] of tickets.storiesOf(company, office, day)) {
      const answers = rest
        .filter((event) => event.type === 'ticket.responded')
        .filter(({ author, visibility }) => author === 'agent' && visibility === 'public')
        .map(({ responded_at }) => responded_at);
      service.answers += answers.filter(isWithin).length;
      if (!isWithin(opened!.occurred_at)) continue;
      service.opened += 1;
      service.firstAnswersAt.push(...answers.slice(0, 1));
    }
  return service;
}

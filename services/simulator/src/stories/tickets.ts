import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import { customerOn } from '../accounts.js';
import { type Company, repsOf } from '../company.js';
import { inWorkingHours } from '../pace.js';
import type { Story, Storyteller } from '../story.js';
import { type Payload, tell } from '../told.js';
import { customerMoment, isWorkingDay } from '../working-hours.js';
import { planTicket, type TicketPlan } from './ticket-plan.js';

const PER_WORKING_DAY = 46;
const PER_DAY_OF_REST = 10;

/** What customers ask, and how it is answered, resolved and rated. */
export const tickets: Storyteller = {
  spanDays: 40,
  lasting: false,
  *storiesOf(company, office, day) {
    const mean = company.size * (isWorkingDay(office, day) ? PER_WORKING_DAY : PER_DAY_OF_REST);
    const count = new Random(company.seed, 'tickets', office.id, day).poisson(mean);
    const colleagues = repsOf(company, office, 'service');
    for (let i = 0; i < count; i += 1) {
      const random = new Random(company.seed, 'ticket', office.id, day, i);
      const openedAt = customerMoment(random, office, day);
      const account = customerOn(company, office, openedAt, random);
      const plan = planTicket(random, inWorkingHours, 1, colleagues, {
        id: `T-${company.tag}-${office.id}-${day}-${i}`,
        openedAt,
        rep: random.pick(colleagues),
        account,
      });
      yield ticketStory(company, plan);
    }
  },
};

/** The events of a ticket and its survey, in time order. */
export function ticketStory(company: Company, plan: TicketPlan): Story {
  const { id, openedAt, survey } = plan;
  const event = <T extends EventType>(type: T, name: string, at: number, payload: Payload<T>) =>
    tell(company, type, type.startsWith('survey') ? 'surveys' : 'helpdesk', `${id}.${name}`, at, payload);
  const events: CrmEvent[] = [
    event('ticket.opened', 'opened', openedAt, {
      ticket_id: id,
      opened_at: openedAt,
      channel: plan.channel,
      priority: plan.priority,
      account_id: plan.account?.id ?? null,
      rep_id: plan.rep.id,
      opened_by: plan.openedBy,
    }),
    ...plan.responses.map(({ at, rep, author, visibility }, index) =>
      event('ticket.responded', `responded-${index}`, at, {
        ticket_id: id,
        responded_at: at,
        rep_id: rep?.id ?? null,
        author,
        visibility,
      }),
    ),
    ...plan.resolvedAt.map((at, index) =>
      event('ticket.resolved', `resolved-${index}`, at, { ticket_id: id, resolved_at: at }),
    ),
    ...plan.reopenedAt.map((at, index) =>
      event('ticket.reopened', `reopened-${index}`, at, { ticket_id: id, reopened_at: at }),
    ),
  ];
  if (survey) {
    const about = {
      survey_id: `S-${id}`,
      kind: survey.kind,
      respondent: 'customer' as const,
      rep_id: plan.rep.id,
      account_id: plan.account?.id ?? null,
    };
    events.push(event('survey.sent', 'asked', survey.sentAt, { ...about, sent_at: survey.sentAt }));
    if (survey.answeredAt !== null)
      events.push(
        event('survey.answered', 'answered', survey.answeredAt, {
          ...about,
          answered_at: survey.answeredAt,
          score: survey.score,
        }),
      );
  }
  return events.sort((a, b) => a.occurred_at - b.occurred_at);
}

import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import type { Company } from '../company.js';
import { HOUR_MS, localDayOf } from '../local-day.js';
import type { Pace } from '../pace.js';
import type { Story, Storyteller } from '../story.js';
import { type Payload, tell } from '../told.js';
import { firstOutage } from './first-outage.js';
import { pausedBy } from './outages.js';
import { complaintsOver, ticketsOf } from './ticket-draw.js';
import type { TicketPlan } from './ticket-plan.js';

const SPAN_DAYS = 40;

/** What customers ask, and how it is answered, resolved and rated; also while nobody answers. */
export const tickets: Storyteller = {
  spanDays: SPAN_DAYS,
  lasting: false,
  *storiesOf(company, office, day) {
    const storiesAt = (pace: Pace) =>
      Array.from(ticketsOf(company, office, day, pace), (plan) => ticketStory(company, plan));
    const stories = storiesAt(pausedBy(company, null));
    const outage = firstOutage(company);
    const outageDay = outage?.office === office ? localDayOf(office.zone, outage.fromMs) : null;
    if (!outage || outageDay === null || Math.abs(day - outageDay) > SPAN_DAYS) return yield* stories;

    const pace = pausedBy(company, outage);
    const delayed = storiesAt(pace);
    yield* stories.map((story, index) => retold(story, delayed[index]!, outage.id));
    if (day === outageDay)
      for (const plan of complaintsOver(company, outage, pace)) yield ticketStory(company, plan);
  },
};

const PAUSED = 0.2;

/** Of some tickets that were answered well before they were resolved: while the customer is waited for. */
function pausesOf(company: Company, { id, responses, resolvedAt }: TicketPlan): [number, number][] {
  const random = new Random(company.seed, 'paused', id);
  const [answered, resolved] = [responses.at(-1)?.at, resolvedAt[0]];
  if (!random.chance(PAUSED) || answered === undefined || resolved === undefined) return [];
  if (resolved - answered < HOUR_MS) return [];
  const at = (part: number) => Math.round(answered + part * (resolved - answered));
  return [[at(random.between(0, 0.4)), at(random.between(0.5, 0.95))]];
}

/** A story that hangs on the first start: what another start would tell otherwise has an id that says so. */
function retold(usual: Story, story: Story, mark: string): Story {
  const times = new Map(usual.map(({ event_id, occurred_at }) => [event_id, occurred_at]));
  return story.map((event) =>
    times.get(event.event_id) === event.occurred_at
      ? event
      : { ...event, event_id: `${event.event_id}.${mark}` },
  );
}

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
      schedule_id: null,
    }),
    ...plan.responses.map(({ at, rep, author, visibility }, index) =>
      event('ticket.responded', `responded-${index}`, at, {
        ticket_id: id,
        responded_at: at,
        rep_id: rep?.id ?? null,
        author,
        visibility,
        response_id: null,
      }),
    ),
    ...plan.resolvedAt.map((at, index) =>
      event('ticket.resolved', `resolved-${index}`, at, { ticket_id: id, resolved_at: at, rep_id: null }),
    ),
    ...pausesOf(company, plan).flatMap(([from, to]) => [
      event('ticket.paused', 'paused', from, { ticket_id: id, paused_at: from }),
      event('ticket.resumed', 'resumed', to, { ticket_id: id, resumed_at: to }),
    ]),
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

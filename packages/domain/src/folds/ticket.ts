import type { CrmEvent } from '@tallyboard/contracts/events';
import { binOf } from '../histogram.js';
import { key, type Measures, type Post, secondsOf } from '../posting.js';
import { inOrder, type Keep, lastKnown, Statement } from '../statement.js';

type TicketEvent = Extract<CrmEvent, { type: `ticket.${string}` }>;

export class TicketStatement extends Statement<TicketEvent['type']> {
  /** Of `opened` and `amended` the opening, of the others their own instant. */
  readonly at: number | null;
  readonly channel: string | null;
  readonly priority: string | null;
  /** The rep it is assigned to, or the one who responded. */
  readonly rep: string | null;
  /** A public response of a human. */
  readonly isResponse: boolean;

  constructor(event: TicketEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const described = event.type === 'ticket.opened' || event.type === 'ticket.amended' ? event : null;
    const response = event.type === 'ticket.responded' ? event : null;
    this.at = instantOf(event);
    this.channel = keep(described?.channel ?? null);
    this.priority = keep(described?.priority ?? null);
    this.rep = keep((described ?? response)?.rep_id ?? null);
    this.isResponse = response?.author === 'agent' && response.visibility === 'public';
  }
}

/**
 * Posts a ticket, given any of its statements: where it was opened, where waiting for a first response ended,
 * where it was resolved and wherever it was reopened.
 */
export function foldTicket(first: TicketStatement, post: Post): void {
  const statements = inOrder(first);
  const decisive = statements.findLast(({ type }) => type === 'ticket.opened' || type === 'ticket.removed');
  if (decisive?.type === 'ticket.removed') return;

  const descriptions = statements.filter(({ type }) => type === 'ticket.opened' || type === 'ticket.amended');
  const openedAt = lastKnown(descriptions, (said) => said.at);
  if (openedAt === null) return;

  const responses = statements.filter((said) => said.isResponse && said.at! >= openedAt);
  const response = earliest(responses);
  const respondedAt = response?.at ?? null;
  const resolvedAt = resolutionOf(statements, openedAt);
  const waitedUntil = Math.min(
    respondedAt ?? Number.POSITIVE_INFINITY,
    resolvedAt ?? Number.POSITIVE_INFINITY,
  );
  const waits = waitedUntil === Number.POSITIVE_INFINITY;

  const rep = response?.rep ?? lastKnown(descriptions, (said) => said.rep) ?? '';
  const dimensions = [
    lastKnown(descriptions, (said) => said.channel) ?? '',
    lastKnown(descriptions, (said) => said.priority) ?? '',
  ];
  const postAt = (at: number, asOf: number, measures: Measures) =>
    post({ at, asOf, rep, dimensions, measures });

  postAt(openedAt, openedAt, {
    opened: 1,
    ...(respondedAt === null ? unanswered(openedAt, waits) : responded(respondedAt - openedAt)),
  });
  if (!waits) postAt(waitedUntil, openedAt, { waiting_ended: 1 });
  if (resolvedAt !== null)
    postAt(resolvedAt, resolvedAt, resolved(resolvedAt - openedAt, responses.length === 1));
  for (const reopenedAt of new Set(
    statements.filter(({ type }) => type === 'ticket.reopened').map(({ at }) => at!),
  ))
    postAt(reopenedAt, reopenedAt, { reopened: 1 });
}

/** The least by (instant, order); of ascending statements the first with the least instant. */
function earliest(ascending: readonly TicketStatement[]): TicketStatement | null {
  return ascending.reduce<TicketStatement | null>(
    (least, one) => (least && least.at! <= one.at! ? least : one),
    null,
  );
}

/** When the ticket was resolved, if it is now; a resolution before the opening is none. */
function resolutionOf(statements: readonly TicketStatement[], openedAt: number): number | null {
  const last = statements.findLast(({ type }) => type === 'ticket.resolved' || type === 'ticket.reopened');
  return last?.type === 'ticket.resolved' && last.at! >= openedAt ? last.at : null;
}

function responded(responseMs: number): Measures {
  return {
    responded: 1,
    response_ms: responseMs,
    response_hist: key(binOf(responseMs)),
    response_s: key(secondsOf(responseMs)),
  };
}

function unanswered(openedAt: number, waits: boolean): Measures {
  const since = key(secondsOf(openedAt));
  return waits ? { unanswered: since, waiting_since: since } : { unanswered: since };
}

function resolved(resolutionMs: number, oneTouch: boolean): Measures {
  return {
    resolved: 1,
    resolution_ms: resolutionMs,
    resolution_hist: key(binOf(resolutionMs)),
    one_touch: oneTouch ? 1 : 0,
  };
}

function instantOf(event: TicketEvent): number | null {
  switch (event.type) {
    case 'ticket.opened':
    case 'ticket.amended':
      return event.opened_at;
    case 'ticket.responded':
      return event.responded_at;
    case 'ticket.resolved':
      return event.resolved_at;
    case 'ticket.reopened':
      return event.reopened_at;
    case 'ticket.removed':
      return event.removed_at;
  }
}

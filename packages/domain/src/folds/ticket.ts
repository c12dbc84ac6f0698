import type { SaidOf } from '@tallyboard/contracts/erasure';
import { binOf } from '../histogram.js';
import { ownersOf } from '../owners.js';
import { key, type Measures, type Post, secondsOf } from '../posting.js';
import { clears, inOrder, type Keep, lastKnown, Statement } from '../statement.js';
import { responsesOf } from './ticket-responses.js';
import { type Turn, waitsOf } from './ticket-waits.js';

type TicketEvent = SaidOf<'ticket'>;

export class TicketStatement extends Statement<TicketEvent['type']> {
  /** Of `opened` and `amended` the opening, of the others their own instant. */
  readonly at: number | null;
  readonly channel: string | null;
  readonly priority: string | null;
  /** Opened by an agent; null but in `opened`. */
  readonly byAgent: boolean | null;
  /** The rep it is assigned to, who responded or who resolved. */
  readonly rep: string | null;
  /** From when on it is assigned to that rep, epoch ms. */
  readonly effectiveAt: number;
  /** A public response of a human. */
  readonly isResponse: boolean;
  /** Of a response, its id at the vendor. */
  readonly response: string | null;
  /** By whose working time it is measured. */
  readonly schedule: string | null;

  constructor(event: TicketEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const described = event.type === 'ticket.opened' || event.type === 'ticket.amended' ? event : null;
    const response = event.type === 'ticket.responded' ? event : null;
    this.at = instantOf(event);
    this.channel = keep(described?.channel ?? null);
    this.priority = keep(described?.priority ?? null);
    this.byAgent = event.type === 'ticket.opened' ? event.opened_by === 'agent' : null;
    this.rep = keep('rep_id' in event ? event.rep_id : null);
    this.effectiveAt = (event.type === 'ticket.amended' ? event.effective_at : null) ?? event.occurred_at;
    this.isResponse = response?.author === 'agent' && response.visibility === 'public';
    this.response = 'response_id' in event ? event.response_id : null;
    this.schedule = keep(described?.schedule_id ?? null);
  }
}

/**
 * Posts a ticket, given any of its statements: where it was opened and answered, where it began and ended to wait for a
 * first response, where it was resolved and where it was reopened.
 */
export function foldTicket(first: TicketStatement, post: Post): void {
  const statements = inOrder(first);
  const decisive = statements.findLast(({ type }) => type === 'ticket.opened' || type === 'ticket.removed');
  if (decisive?.type === 'ticket.removed') return;

  const descriptions = statements.filter(({ type }) => type === 'ticket.opened' || type === 'ticket.amended');
  const openedAt = lastKnown(descriptions, (said) => said.at);
  if (openedAt === null) return;

  const ownerAt = ownersOf(descriptions);
  const schedule = lastKnown(descriptions, (said) => said.schedule, 'schedule_id') ?? '';
  const dimensions = [
    lastKnown(descriptions, (said) => said.channel, 'channel') ?? '',
    lastKnown(descriptions, (said) => said.priority, 'priority') ?? '',
    schedule,
  ];
  const postAt = (at: number, asOf: number, rep: string, measures: Measures) =>
    post({ at, asOf, rep, dimensions, measures });
  /** The same with what is measured in working time. */
  const postWorked = (
    at: number,
    asOf: number,
    rep: string,
    measures: Measures,
    spans: Spans,
    measuresOf: (workedMs: number) => Measures,
  ) =>
    post({
      ...{ at, asOf, rep, dimensions, measures },
      working: { schedule, since: openedAt, spans, measures: measuresOf },
    });

  const byAgent = lastKnown(descriptions, (said) => said.byAgent) ?? false;
  const responses = responsesOf(statements, openedAt, byAgent);
  const turns = turnsOf(statements);
  const last = turns.at(-1);
  const resolution = last?.isResolved ? last : null;

  const isUnanswered = responses.first === null && resolution === null;
  postAt(openedAt, openedAt, ownerAt(openedAt), {
    opened: 1,
    ...(isUnanswered && { unanswered: key(secondsOf(openedAt)) }),
  });
  if (responses.first) {
    const { at, rep } = responses.first;
    const spans: Spans = [[openedAt, at]];
    postWorked(openedAt, at, rep ?? ownerAt(at), responded(at - openedAt), spans, respondedWorking);
  }

  const handOvers = descriptions
    .filter((said) => said.type === 'ticket.amended' && (said.rep !== null || clears(said, 'rep_id')))
    .map(({ effectiveAt }) => effectiveAt);
  for (const { from, to, since } of waitsOf(openedAt, turns, responses.first?.at ?? null, handOvers)) {
    const waiting_since = to === null && { waiting_since: key(secondsOf(since)) };
    postAt(from, from, ownerAt(from), { waiting_began: 1, ...waiting_since });
    if (to !== null) postAt(to, from, ownerAt(from), { waiting_ended: 1 });
  }

  if (resolution) {
    const { at } = resolution;
    const rep = resolution.rep ?? ownerAt(at);
    const measures = resolved(at - openedAt, responses.count === 1);
    if ('resolution_count' in measures)
      postWorked(at, at, rep, measures, unpaused(statements, openedAt, at), resolvedWorking);
    else postAt(at, at, rep, measures);
  }
  for (const { at } of turns.filter(({ isResolved }) => !isResolved))
    postAt(at, at, ownerAt(at), { reopened: 1 });
}

/** How it was resolved and reopened in turn: of an unbroken run of statements that say the same, the first. */
function turnsOf(statements: readonly TicketStatement[]): Turn[] {
  return statements
    .filter(({ type }) => type === 'ticket.resolved' || type === 'ticket.reopened')
    .filter(({ type }, i, all) => type !== all[i - 1]?.type)
    .map(({ type, at, rep }) => ({ isResolved: type === 'ticket.resolved', at: at!, rep }));
}

function responded(responseMs: number): Measures {
  return {
    responded: 1,
    response_ms: responseMs,
    response_hist: key(binOf(responseMs)),
    response_s: key(secondsOf(responseMs)),
  };
}

type Spans = readonly (readonly [number, number])[];

/** From opening to resolution, without the times in which it was paused. */
function unpaused(statements: readonly TicketStatement[], from: number, to: number): Spans {
  const told = statements
    .filter(({ type }) => type === 'ticket.paused' || type === 'ticket.resumed')
    // Sorting keeps the order of those with one time.
    .sort((left, right) => left.at! - right.at!);
  const spans: [number, number][] = [];
  let since: number | null = Number.NEGATIVE_INFINITY;
  const close = (at: number) => {
    const [begin, end] = [Math.max(since!, from), Math.min(at, to)];
    if (begin < end) spans.push([begin, end]);
  };
  for (const { type, at } of told) {
    if (type === 'ticket.paused' && since !== null) {
      close(at!);
      since = null;
    } else if (type === 'ticket.resumed' && since === null) since = at!;
  }
  if (since !== null) close(to);
  return spans;
}

function respondedWorking(workedMs: number): Measures {
  return {
    business_responses: 1,
    business_response_ms: workedMs,
    business_response_hist: key(binOf(workedMs)),
    business_response_s: key(secondsOf(workedMs)),
  };
}

function resolvedWorking(workedMs: number): Measures {
  return {
    business_resolutions: 1,
    business_resolution_ms: workedMs,
    business_resolution_hist: key(binOf(workedMs)),
  };
}

const DAY_MS = 86_400_000;

/** Resolved up to a day before it was opened (a date without a time): at once. Earlier: in no time that could be known. */
function resolved(resolutionMs: number, oneTouch: boolean): Measures {
  const touched = { resolved: 1, one_touch: oneTouch ? 1 : 0 };
  if (resolutionMs < -DAY_MS) return touched;
  const knownMs = Math.max(0, resolutionMs);
  return { ...touched, resolution_count: 1, resolution_ms: knownMs, resolution_hist: key(binOf(knownMs)) };
}

function instantOf(event: TicketEvent): number | null {
  switch (event.type) {
    case 'ticket.opened':
    case 'ticket.amended':
      return event.opened_at;
    case 'ticket.responded':
      return event.responded_at;
    case 'ticket.response_removed':
      return event.removed_at;
    case 'ticket.resolved':
      return event.resolved_at;
    case 'ticket.reopened':
      return event.reopened_at;
    case 'ticket.removed':
      return event.removed_at;
    case 'ticket.paused':
      return event.paused_at;
    case 'ticket.resumed':
      return event.resumed_at;
  }
}

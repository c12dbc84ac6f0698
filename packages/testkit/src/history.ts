import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';

/**
 * A random history that fits the contracts and is as unkind as it can be: two tenants that share ids, few
 * entities, colliding versions, event ids and instants, corrections, removals, reopenings, moving reps, exact
 * duplicates, ids that tempt SQL, paths and sort orders. The same seed and size give the same events.
 *
 * The one thing it never does: give two *types* of event one entity, version, id and source. Nothing in the
 * published order would rank them if their Avro bytes are equal too.
 */
export function randomHistory(seed: number, size: number): CrmEvent[] {
  const random = new Random('history', seed);
  const world = createWorld(random, size);
  const typeOfIdentity = new Map<string, EventType>();
  const history: CrmEvent[] = [];
  while (history.length < size) {
    const event =
      random.chance(0.05) && history.length > 0 ? random.pick(history) : randomEvent(random, world);
    const { tenant, source, source_version, event_id } = event;
    const identity = JSON.stringify([tenant, source, source_version, event_id]);
    const type = typeOfIdentity.get(identity) ?? event.type;
    if (type !== event.type) continue;
    typeOfIdentity.set(identity, type);
    history.push(event);
  }
  return history;
}

/** One of the choices, or null once in three times. */
const maybe = <T>(random: Random, choices: readonly T[]): T | null =>
  random.chance(1 / 3) ? null : random.pick(choices);

interface World {
  readonly instants: readonly number[];
  readonly ids: readonly string[];
  readonly eventIds: readonly string[];
}

const TENANTS = ['acme', 'Ünïon 東京'];
const SOURCES = ['crm', 'phone/munich', 'zz\u{1f4de}', 'zz\uff5e'];
const REPS = ['rep-1', 'rep-2', "o'neil \\ co", 'rep-\u{1f600}', 'rep-\uff5e', 'ghost'];
const OFFICES = ['munich', 'kathmandu', 'NULL', 'São Paulo'];
const TEAMS = ['', 'west', 'west/inner', '{"team":1}'];
const WORDS = ['alpha', 'Alpha', 'é', 'e\u0301', '0', '\\N', '100%', '?', '`x`', 'a,b\u2028c'];
const AMOUNTS = ['0.0000', '0.0001', '1054.0000', '-20.5000', '99999999999999.9999', '33.3333'];
const CURRENCIES = ['EUR', 'USD'];
const DURATIONS = [
  0,
  1,
  63,
  64,
  127,
  128,
  129,
  999,
  1000,
  1001,
  65_535,
  65_536,
  1_048_575,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
];
/** The largest long that the Avro codec takes, one below the largest safe integer. */
const LARGEST_LONG = Number.MAX_SAFE_INTEGER - 1;
const DAY = 86_400_000;
const QUARTER = 900_000;

/** About eight events for each entity, and instants on, beside and far from the edges of buckets. */
function createWorld(random: Random, size: number): World {
  const start = Date.UTC(2026, 2, 28);
  const edges = Array.from({ length: 6 }, () => start + random.whole(0, 192 - 1) * QUARTER);
  const tricky = ['D/1', "x'; DROP", '\u{1f600}', '\uff5e', 'é', 'Z', 'z'];
  const plain = Array.from({ length: Math.ceil(size / 60) }, (_, i) => `id-${i}`);
  return {
    instants: [
      ...edges.flatMap((edge) => [edge - 1, edge, edge + 1]),
      ...Array.from({ length: 12 }, () => start + random.whole(0, 2 * DAY - 1)),
      Date.UTC(1990, 0, 1),
      Date.UTC(2100, 0, 1) - 1,
    ],
    ids: [...tricky, ...plain],
    eventIds: [...tricky, ...Array.from({ length: Math.ceil(size / 2) + 20 }, (_, i) => `e${i}`)],
  };
}

function randomEvent(random: Random, world: World): CrmEvent {
  const now = () => random.pick(world.instants);
  const soon = () => (random.chance(0.5) ? random.pick(world.instants) : null);
  const rep = () => maybe(random, REPS);
  const word = () => random.pick(WORDS);
  const perhaps = () => maybe(random, WORDS);
  const id = random.pick(world.ids);
  const account_id = maybe(random, world.ids);
  /** Few, so that one id meets several of them and each becomes a call of its own. */
  const callStart = () => world.instants[random.whole(0, 3 - 1)]!;
  const price = () =>
    random.chance(0.7)
      ? { amount: random.pick(AMOUNTS), currency: random.pick(CURRENCIES) }
      : { amount: null, currency: maybe(random, CURRENCIES) };
  const occurred_at = now();
  const said = {
    event_id: random.pick(world.eventIds),
    source: random.pick(SOURCES),
    tenant: random.pick(TENANTS),
    occurred_at,
    source_version: random.chance(0.1)
      ? occurred_at
      : random.chance(0.02)
        ? LARGEST_LONG
        : random.whole(0, 6 - 1),
  };
  const call = {
    direction: ['inbound', 'outbound'] as const,
    outcome: ['connected', 'connected', 'voicemail', 'no_answer', 'busy', 'failed'] as const,
  };

  switch (random.pick(WEIGHTED_TYPES)) {
    case 'office.updated':
      return {
        ...said,
        type: 'office.updated',
        office_id: random.pick(OFFICES),
        name: word(),
        zone: 'Asia/Kathmandu',
      };
    case 'rep.updated':
      return {
        ...said,
        type: 'rep.updated',
        rep_id: random.pick(REPS.slice(0, -1)),
        effective_from: now(),
        name: word(),
        office_id: random.pick(OFFICES),
        team: random.pick(TEAMS),
      };
    case 'call.logged':
      return {
        ...said,
        type: 'call.logged',
        call_id: id,
        started_at: callStart(),
        rep_id: rep(),
        direction: random.pick(call.direction),
        outcome: random.pick(call.outcome),
        duration_ms: random.chance(0.5) ? random.pick(DURATIONS) : random.whole(0, 3_600_000 - 1),
        channel: word(),
        account_id,
      };
    case 'call.amended':
      return {
        ...said,
        type: 'call.amended',
        call_id: id,
        started_at: callStart(),
        rep_id: rep(),
        direction: maybe(random, call.direction),
        outcome: maybe(random, call.outcome),
        duration_ms: maybe(random, DURATIONS),
        channel: perhaps(),
        account_id,
      };
    case 'call.removed':
      return { ...said, type: 'call.removed', call_id: id, started_at: callStart() };
    case 'deal.opened':
    case 'deal.amended': {
      const described = {
        ...said,
        deal_id: id,
        rep_id: rep(),
        account_id,
        pipeline: perhaps(),
        stage: perhaps(),
        product: perhaps(),
        lead_source: perhaps(),
        ...price(),
      };
      return random.chance(0.5)
        ? { ...described, type: 'deal.opened', opened_at: now() }
        : { ...described, type: 'deal.amended', opened_at: soon(), closed_at: soon() };
    }
    case 'deal.stage_changed':
      return { ...said, type: 'deal.stage_changed', deal_id: id, changed_at: now(), stage: word() };
    case 'deal.closed':
      return {
        ...said,
        type: 'deal.closed',
        deal_id: id,
        closed_at: now(),
        outcome: random.pick(['won', 'lost']),
        ...price(),
        reason: perhaps(),
      };
    case 'deal.reopened':
      return { ...said, type: 'deal.reopened', deal_id: id, reopened_at: now(), stage: perhaps() };
    case 'deal.removed':
      return { ...said, type: 'deal.removed', deal_id: id, removed_at: now() };
    case 'ticket.opened':
      return {
        ...said,
        type: 'ticket.opened',
        ticket_id: id,
        opened_at: now(),
        channel: word(),
        priority: perhaps(),
        account_id,
        rep_id: rep(),
        opened_by: random.pick(['customer', 'agent']),
      };
    case 'ticket.amended':
      return {
        ...said,
        type: 'ticket.amended',
        ticket_id: id,
        opened_at: soon(),
        channel: perhaps(),
        priority: perhaps(),
        account_id,
        rep_id: rep(),
      };
    case 'ticket.responded':
      return {
        ...said,
        type: 'ticket.responded',
        ticket_id: id,
        responded_at: now(),
        rep_id: rep(),
        author: random.pick(['agent', 'agent', 'bot']),
        visibility: random.pick(['public', 'public', 'internal']),
      };
    case 'ticket.resolved':
      return { ...said, type: 'ticket.resolved', ticket_id: id, resolved_at: now() };
    case 'ticket.reopened':
      return { ...said, type: 'ticket.reopened', ticket_id: id, reopened_at: now() };
    case 'ticket.removed':
      return { ...said, type: 'ticket.removed', ticket_id: id, removed_at: now() };
    case 'survey.sent':
    case 'survey.answered': {
      const [kind, least, most] = random.pick([
        ['csat', 1, 5],
        ['nps', 0, 10],
        ['ces', 1, 7],
      ] as const);
      const about = {
        ...said,
        survey_id: id,
        kind,
        respondent: random.pick(['customer', 'vendor', 'officer'] as const),
        rep_id: rep(),
        account_id,
      };
      return random.chance(0.5)
        ? { ...about, type: 'survey.sent', sent_at: now() }
        : {
            ...about,
            type: 'survey.answered',
            answered_at: now(),
            score: least + random.whole(0, most - least + 1 - 1),
          };
    }
    case 'account.created':
    case 'account.amended': {
      const described = {
        ...said,
        account_id: id,
        name: perhaps(),
        segment: perhaps(),
        region: perhaps(),
        rep_id: rep(),
      };
      return random.chance(0.5)
        ? { ...described, type: 'account.created', created_at: now() }
        : { ...described, type: 'account.amended', created_at: soon(), retracts: voided(random, world) };
    }
    case 'account.became_customer':
      return {
        ...said,
        type: 'account.became_customer',
        account_id: id,
        customer_since: now(),
        replaces: voided(random, world),
      };
    case 'account.churned':
      return {
        ...said,
        type: 'account.churned',
        account_id: id,
        churned_at: now(),
        reason: perhaps(),
        replaces: voided(random, world),
      };
  }
}

/** Mostly nothing; else an id that other events may well have, of this account or not, or even the event's own. */
function voided(random: Random, { eventIds }: World): string | null {
  return random.chance(0.3) ? random.pick(eventIds) : null;
}

/** What makes and breaks spells and statuses more often than what removes all of an entity. */
const WEIGHTS: Record<EventType, number> = {
  'office.updated': 1,
  'rep.updated': 3,
  'call.logged': 8,
  'call.amended': 3,
  'call.removed': 1,
  'deal.opened': 3,
  'deal.stage_changed': 1,
  'deal.amended': 3,
  'deal.closed': 6,
  'deal.reopened': 2,
  'deal.removed': 1,
  'ticket.opened': 4,
  'ticket.amended': 2,
  'ticket.responded': 6,
  'ticket.resolved': 4,
  'ticket.reopened': 2,
  'ticket.removed': 1,
  'survey.sent': 3,
  'survey.answered': 3,
  'account.created': 2,
  'account.amended': 2,
  'account.became_customer': 6,
  'account.churned': 5,
};
const WEIGHTED_TYPES = (Object.keys(WEIGHTS) as EventType[]).flatMap((type) =>
  Array.from({ length: WEIGHTS[type] }, () => type),
);

import { CLEARED, clearableOf } from '@tallyboard/contracts/clearing';
import { entityOf } from '@tallyboard/contracts/codec';
import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { type AvroType, asField, type Field, fieldsOf, kindOf } from '@tallyboard/contracts/fields';
import { ENTITIES, EVENT_TYPES, idFieldOf, isErasureType } from '@tallyboard/contracts/registry';
import { check } from '@tallyboard/contracts/validate';
import { factOfEntity } from '@tallyboard/facts/facts';
import { Random } from '@tallyboard/runtime/random';

/**
 * A random history that fits the contracts and is as unkind as it can be: two tenants that share ids, few
 * entities, colliding versions, event ids and instants, corrections, removals, reopenings, moving reps, exact
 * duplicates, types that share entity, version, id and source, ids that tempt SQL, paths and sort orders. Made from the
 * contracts: a new one is in it by itself, but for what
 * answers alone read, see `randomRates` and `randomProducts`. The same seed and size give the same events.
 */
export function randomHistory(seed: number, size: number): CrmEvent[] {
  const random = new Random('history', seed);
  const world = createWorld(random, size);
  const history: CrmEvent[] = [];
  while (history.length < size) {
    if (random.chance(0.05) && history.length > 0) {
      history.push(random.pick(history));
      continue;
    }
    const type = random.pick(WEIGHTED_TYPES);
    // What is erased counts no more, whatever follows: a few, or the longest history would leave nothing.
    if (isErasureType(type) && random.chance(0.85)) continue;
    const data = randomData(random, world, type);
    if (random.chance(0.2)) delete data.source_version;
    const checked = check(type, data);
    // What no single field can say, as a score beyond its scale, is tried again.
    if (checked.ok) history.push(checked.event);
  }
  return history;
}

interface World {
  readonly instants: readonly number[];
  readonly ids: readonly string[];
  readonly eventIds: readonly string[];
}

const TENANTS = ['acme', 'Ünïon 東京'];
const SOURCES = ['crm', 'phone/munich', 'zz\u{1f4de}', 'zz\uff5e'];
const REPS = ['rep-1', 'rep-2', "o'neil \\ co", 'rep-\u{1f600}', 'rep-\uff5e'];
const OFFICES = ['munich', 'kathmandu', 'NULL', 'São Paulo'];
const TEAMS = ['', 'west', 'west/inner', '{"team":1}'];
const WORDS = ['alpha', 'Alpha', 'é', 'e\u0301', '0', '\\N', '100%', '?', '`x`', 'a,b\u2028c'];
const SUBSCRIPTIONS = ['S-1', 'S-2', 'S-ß'];
const SCHEDULES = ['default', 'munich', 'nights', 'São Paulo'];
/** Clocks change on 29 March in one, a week later in the next, and never in the last. */
const ZONES = ['Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
const TIMES = ['00:00', '01:30', '02:30', '09:00', '17:45', '24:00'];
const HOLIDAYS = ['2026-03-28', '2026-03-29', '2026-03-30', '1999-12-31'];
const REPLIES = ['reply-1', 'reply-2', '\u{1f600}'];
const AMOUNTS = ['0.0000', '0.0001', '1054.0000', '-20.5000', '99999999999999.9999', '33.3333'];
const CURRENCIES = ['EUR', 'USD'];
const NUMBERS = [
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
  const edges = Array.from({ length: 6 }, () => start + random.whole(0, 191) * QUARTER);
  const tricky = ['D/1', "x'; DROP", '\u{1f600}', '\uff5e', 'é', 'Z', 'z'];
  const plain = Array.from({ length: Math.ceil(size / 60) }, (_, i) => `id-${i}`);
  return {
    instants: [
      ...edges.flatMap((edge) => [edge - 1, edge, edge + 1]),
      ...Array.from({ length: 12 }, () => start + random.whole(0, 2 * DAY - 1)),
      Date.UTC(1969, 11, 31, 23),
      Date.UTC(1990, 0, 1),
      Date.UTC(2100, 0, 1) - 1,
    ],
    ids: [...tricky, ...plain],
    eventIds: [
      ...tricky,
      '7',
      '07',
      '9',
      '10',
      '9'.repeat(30),
      `1${'0'.repeat(30)}`,
      ...Array.from({ length: Math.ceil(size / 2) + 20 }, (_, i) => `e${i}`),
    ],
  };
}

function randomData(random: Random, world: World, type: EventType): Record<string, unknown> {
  const entity = entityOf(type);
  const fact = factOfEntity(entity);
  const fixedAt = fact?.placement === 'fixed' ? fact.bucketing[0] : null;
  const fields = fieldsOf(type);
  const data: Record<string, unknown> = Object.fromEntries(
    fields.map((field) => [
      field.name,
      field.name === fixedAt
        ? // Few, so that one id meets several of them and each becomes an entity of its own.
          world.instants[random.whole(0, 2)]
        : randomField(random, world, field),
    ]),
  );
  for (const name of clearableOf(fields)) {
    // Null would clear it.
    if (data[name] === null) delete data[name];
    if (random.chance(0.15)) data[name] = null;
  }
  delete data[CLEARED];
  return data;
}

function randomField(random: Random, world: World, field: Field): unknown {
  if (field.nullable && random.chance(SILENT[field.name] ?? 1 / 3)) return null;
  const named = NAMED[field.name]?.(random, world);
  return named === undefined ? randomValue(random, world, field.avro) : named;
}

function randomValue(random: Random, world: World, avro: AvroType): unknown {
  const { symbols, items, fields } = typeof avro === 'string' ? ({} as Exclude<AvroType, string>) : avro;
  switch (kindOf(avro)) {
    case 'timestamp-millis':
      return random.pick(world.instants);
    case 'decimal':
      return random.pick(AMOUNTS);
    case 'enum':
      return random.pick(symbols!);
    case 'int':
      return random.whole(0, 11);
    case 'long':
      return random.chance(0.5) ? random.pick(NUMBERS) : random.whole(0, 3_599_999);
    case 'array':
      return Array.from({ length: 1 + random.whole(0, 2) }, () => randomValue(random, world, items!));
    case 'record':
      return Object.fromEntries(
        fields!.map(asField).map((field) => [field.name, randomField(random, world, field)]),
      );
    default:
      return random.pick(WORDS);
  }
}

/** How often a field is null, where a third of the time would hide what it can do. */
const SILENT: Readonly<Record<string, number>> = { replaces: 0.7, retracts: 0.7, effective_at: 0.6 };

/** Fields that point at something, or whose text is of a kind; ids of entities that exist meet again and again. */
const NAMED: Readonly<Record<string, (random: Random, world: World) => unknown>> = {
  event_id: (random, { eventIds }) => random.pick(eventIds),
  source: (random) => random.pick(SOURCES),
  tenant: (random) => random.pick(TENANTS),
  source_version: (random, { instants }) =>
    random.chance(0.3) ? random.pick(instants) : random.chance(0.02) ? LARGEST_LONG : random.whole(0, 5),
  rep_id: (random) => random.pick(REPS),
  office_id: (random) => random.pick(OFFICES),
  team: (random) => random.pick(TEAMS),
  merged_into: (random, { ids }) => random.pick(ids),
  zone: (random) => random.pick(ZONES),
  // Of offices that there are, of everybody, and of nobody else.
  schedule_id: (random) => random.pick(SCHEDULES),
  opens: (random) => random.pick(TIMES),
  closes: (random) => random.pick(TIMES),
  holidays: (random) => Array.from({ length: 1 + random.whole(0, 2) }, () => random.pick(HOLIDAYS)),
  expected_close: (random) => random.pick(HOLIDAYS),
  currency: (random) => random.pick(CURRENCIES),
  response_id: (random) => random.pick(REPLIES),
  contact_id: (random) => random.pick(REPLIES),
  spend_id: (random) => random.pick(REPLIES),
  touch_id: (random) => random.pick(REPLIES),
  subscription_id: (random) => random.pick(SUBSCRIPTIONS),
  // Ids that other events may well have, of this account or not, or even the event's own.
  replaces: (random, { eventIds }) => random.pick(eventIds),
  retracts: (random, { eventIds }) => random.pick(eventIds),
  replaces_source: (random) => random.pick(SOURCES),
  retracts_source: (random) => random.pick(SOURCES),
  ...Object.fromEntries(
    [...new Set(ENTITIES.map(idFieldOf))]
      .filter((name) => !['rep_id', 'office_id', 'schedule_id'].includes(name))
      .map((name) => [name, (random: Random, { ids }: World) => random.pick(ids)]),
  ),
};

/** What makes and breaks spells and statuses more often than what removes all of an entity. */
const WEIGHTS: Partial<Record<EventType, number>> = {
  'office.updated': 1,
  'call.logged': 8,
  'deal.closed': 6,
  'deal.stage_changed': 1,
  'ticket.responded': 6,
  'ticket.opened': 4,
  'ticket.resolved': 4,
  'ticket.response_removed': 1,
  'ticket.paused': 1,
  'ticket.resumed': 1,
  'campaign.spent': 5,
  'campaign.spend_removed': 1,
  'campaign.touched': 8,
  'campaign.touch_removed': 1,
  'campaign.created': 4,
  'lead.created': 5,
  'lead.contacted': 5,
  'lead.contact_removed': 1,
  'lead.converted': 4,
  'lead.disqualified': 4,
  'lead.reopened': 2,
  'account.became_customer': 6,
  'account.churned': 5,
  'account.removed': 2,
  'subscription.changed': 8,
};
const READ_BY_ANSWERS: ReadonlySet<string> = new Set(['rate', 'product']);
const WEIGHTED_TYPES = EVENT_TYPES.filter((type) => !READ_BY_ANSWERS.has(entityOf(type))).flatMap((type) =>
  Array.from({ length: WEIGHTS[type] ?? (/\.(removed|erased)$/.test(type) ? 1 : 3) }, () => type),
);

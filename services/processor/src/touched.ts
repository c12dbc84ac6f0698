import type { ClickHouse } from '@tallyboard/clickhouse/client';
import type { Entity } from '@tallyboard/contracts/events';
import { changedSpans, type Statement } from '@tallyboard/facts/changed-spans';
import type { CreditChange } from '@tallyboard/facts/credit-changes';
import {
  type Changed,
  claimedSql,
  type DirtyRow,
  describedSql,
  mergedReadersSql,
  mergedWithSql,
  nothingSaid,
  readersSql,
  statementsSql,
} from '@tallyboard/facts/dirty';
import { DESCRIBED, FACTS, type Fact, factOfEntity, READS } from '@tallyboard/facts/facts';
import type { Read } from '@tallyboard/facts/read';
import { creditReaders } from './credit-readers.js';
import { entry } from './entry.js';
import { identityOf } from './place.js';
import type { Projection } from './project.js';
import { type Touched, touch } from './sorted.js';

/**
 * The cells that a projection touches beside those of its fixed facts. Asked after its facts are stored: what is not visible
 * yet will be announced by whoever stores it, and that announcement comes later than what this one changes.
 */
export async function touchedCells(clickhouse: ClickHouse, { others, erased }: Projection): Promise<Touched> {
  const touched: Touched = new Map();
  await Promise.all([
    claimedBuckets(clickhouse, touched, others.moved),
    credited(clickhouse, touched, others.credits),
    claimedBuckets(clickhouse, touched, factsOf(erased)),
    bucketsOfDescribed(clickhouse, touched, others.described),
    ...READS.map(async (read) => {
      const events = others.read.get(read.entity);
      if (events) await bucketsOfReaders(clickhouse, touched, read, events);
    }),
  ]);
  return touched;
}

/** The cells that count any of these, as long as their rows are there. */
export async function touchedByErased(
  clickhouse: ClickHouse,
  erased: Projection['erased'],
): Promise<Touched> {
  const touched: Touched = new Map();
  const leads = [...(erased.get('lead') ?? [])].flatMap(([tenant, ids]) =>
    [...ids].map((id): CreditChange => ({ of: 'lead', key: [tenant, id] })),
  );
  await Promise.all([
    claimedBuckets(clickhouse, touched, factsOf(erased)),
    credited(clickhouse, touched, new Map(leads.map((change) => [JSON.stringify(change), change]))),
    bucketsOfDescribed(clickhouse, touched, erased),
  ]);
  return touched;
}

const factsOf = (erased: Projection['erased']): Projection['erased'] =>
  new Map([...erased].filter(([entity]) => factOfEntity(entity)));

const credited = async (
  clickhouse: ClickHouse,
  touched: Touched,
  changes: Projection['others']['credits'],
): Promise<void> => claimed(clickhouse, touched, await creditReaders(clickhouse, changes));

/** Up to so many, handing work to other threads costs more than it gains. */
const FEW_IDS = 1_000;

/** Many times what they take on a slow machine. */
const LOOK_UP_MS = 8_000;
const READERS_MS = 60_000;

async function claimedBuckets(
  clickhouse: ClickHouse,
  touched: Touched,
  moved: Projection['others']['moved'],
): Promise<void> {
  const ids = new Map<Entity, Id[]>();
  for (const [entity, tenants] of moved) {
    const pairs = [...tenants].flatMap(([tenant, some]) => [...some].map((id): Id => [tenant, id]));
    const fact = factOfEntity(entity);
    ids.set(entity, fact?.merges ? await withMerged(clickhouse, fact, pairs) : pairs);
  }
  await claimed(clickhouse, touched, ids);
}

/** The cells that are described by any of these, or by what was merged with them. */
async function bucketsOfDescribed(
  clickhouse: ClickHouse,
  touched: Touched,
  changed: Projection['others']['described'],
): Promise<void> {
  for (const described of DESCRIBED) {
    const ids = [...(changed.get(described.entity) ?? [])].flatMap(([tenant, some]) =>
      [...some].map((id): Id => [tenant, id]),
    );
    if (ids.length === 0) continue;
    const all = await withMerged(clickhouse, factOfEntity(described.entity)!, ids);
    const found = await clickhouse.rows<DirtyRow>(describedSql(described, all), undefined, undefined, {
      what: `looking up the cells that ${all.length} of ${described.entity} describe`,
      withinMs: READERS_MS,
    });
    for (const { fact, tenant, bucket } of found) touch(touched, fact, tenant, bucket);
  }
}

type Id = readonly [tenant: string, id: string];

/** These and all that were ever merged with them, over however many merges. */
async function withMerged(clickhouse: ClickHouse, fact: Fact, ids: readonly Id[]): Promise<Id[]> {
  const all = new Map(ids.map((id) => [JSON.stringify(id), id]));
  let last = ids;
  while (last.length > 0) {
    const found = await clickhouse.rows<{ tenant: string; id: string }>(
      `${mergedWithSql(fact, last)}${last.length <= FEW_IDS ? '\n    SETTINGS max_threads = 1' : ''}`,
      undefined,
      undefined,
      {
        what: `looking up what ${last.length} of ${fact.entity} were merged with`,
        withinMs: LOOK_UP_MS + 2 * last.length,
      },
    );
    last = found.map(({ tenant, id }): Id => [tenant, id]).filter((id) => !all.has(JSON.stringify(id)));
    for (const id of last) all.set(JSON.stringify(id), id);
  }
  return [...all.values()];
}

async function claimed(
  clickhouse: ClickHouse,
  touched: Touched,
  ids: ReadonlyMap<Entity, readonly Id[]>,
): Promise<void> {
  const count = [...ids.values()].reduce((sum, some) => sum + some.length, 0);
  if (count === 0) return;
  const found = await clickhouse.rows<DirtyRow>(
    `${claimedSql(ids)}${count <= FEW_IDS ? '\n    SETTINGS max_threads = 1' : ''}`,
    undefined,
    undefined,
    { what: `looking up the cells of ${count} entities`, withinMs: LOOK_UP_MS + 2 * count },
  );
  for (const { fact, tenant, bucket } of found) touch(touched, fact, tenant, bucket);
}

interface StatementRow extends Statement {
  tenant: string;
  id: string;
  source_version: number;
  event_id: string;
  source: string;
  digest: number;
}

async function bucketsOfReaders(
  clickhouse: ClickHouse,
  touched: Touched,
  read: Read,
  events: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, number>>>,
): Promise<void> {
  const ids = [...events].flatMap(([tenant, ofTenant]) => [...ofTenant.keys()].map((id) => [tenant, id]));
  const work = { what: `looking up what ${ids.length} of ${read.entity} say`, withinMs: READERS_MS };
  const rows = await clickhouse.rows<StatementRow>(statementsSql(read, ids), undefined, undefined, work);
  const changed = changesOf(read, rows, events);
  if (changed.length === 0) return;
  const found = await clickhouse.rows<DirtyRow>(readersSql(read, changed), undefined, undefined, {
    what: `looking up the cells that read ${changed.length} changes of ${read.entity}`,
    withinMs: READERS_MS,
  });
  for (const { fact, tenant, bucket } of found) touch(touched, fact, tenant, bucket);
  // A survivor's spells can start where only what was merged into it claims: it is read there as well.
  const pairs = changed.map(({ tenant, id }) => [tenant, id]);
  for (const fact of FACTS.filter(({ merges, reads }) => merges && reads.includes(read))) {
    const readers = await clickhouse.rows<{ tenant: string; id: string }>(
      mergedReadersSql(fact, read, pairs),
      undefined,
      undefined,
      work,
    );
    const merged = await withMerged(
      clickhouse,
      fact,
      readers.map(({ tenant, id }): Id => [tenant, id]),
    );
    await claimed(clickhouse, touched, new Map([[fact.entity, merged]]));
  }
}

/** Where the events of a batch can have changed what is read; what the log had before says nothing new. */
function changesOf(
  read: Read,
  rows: readonly StatementRow[],
  events: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, number>>>,
): Changed[] {
  const statements = new Map<string, StatementRow[]>();
  for (const row of rows) entry(statements, JSON.stringify([row.tenant, row.id]), () => []).push(row);
  return [...statements.values()].flatMap((ofOne) => {
    const { tenant, id } = ofOne[0]!;
    const taken = events.get(tenant)!.get(id)!;
    const news = ofOne.filter((row) => {
      const tookMs = taken.get(identityOf(row));
      return tookMs !== undefined && row.recordedMs >= tookMs;
    });
    const newMs = Math.min(...news.map(({ recordedMs }) => recordedMs));
    return changedSpans(ofOne, newMs, nothingSaid(read)).map((span) => ({ tenant, id, ...span }));
  });
}

import type { ClickHouse, Work } from '@tallyboard/clickhouse/client';
import { ERASABLE } from '@tallyboard/contracts/erasure';
import type { Entity } from '@tallyboard/contracts/events';
import { leftOfErasedSql, type Sweep, sweepsOf } from '@tallyboard/facts/erasures';
import { entry } from './entry.js';
import type { Projection } from './project.js';

/** Who is erased, in memory: of each message it is asked whether anything of it is kept. */
export interface Erased {
  has(tenant: string, entity: Entity, id: string): boolean;
  /** By the key of a message. */
  hasKey(key: Buffer | null): boolean;
  add(tenant: string, entity: Entity, id: string): void;
  /** How many there are. */
  readonly size: number;
  /** Those that were added when there were so many. */
  since(size: number): readonly Erasure[];
  /**
   * Adds those of whom ClickHouse knows. Once partitions are assigned, all that came before their offsets is there; what comes
   * after them is in the log, also where ClickHouse has lost it, so nobody is ever taken out.
   */
  load(clickhouse: ClickHouse): Promise<void>;
}

/** Partitions wait for it. */
const LOOKING: Work = { what: 'reading who is erased', withinMs: 8_000 };

interface Erasure {
  tenant: string;
  entity: Entity;
  id: string;
}

export function createErased(): Erased {
  const keys = new Set<string>();
  const all: Erasure[] = [];
  const add = (tenant: string, entity: Entity, id: string) => {
    const key = `${tenant}/${entity}/${id}`;
    if (keys.has(key)) return;
    keys.add(key);
    all.push({ tenant, entity, id });
  };
  return {
    has: (tenant, entity, id) => keys.size > 0 && keys.has(`${tenant}/${entity}/${id}`),
    hasKey: (key) => keys.size > 0 && key !== null && keys.has(key.toString()),
    add,
    get size() {
      return all.length;
    },
    since: (size) => all.slice(size),
    async load(clickhouse) {
      const rows = await clickhouse.rows<Erasure>(
        'SELECT DISTINCT tenant, entity, entity_id AS id FROM erasures',
        undefined,
        undefined,
        LOOKING,
      );
      for (const { tenant, entity, id } of rows) add(tenant, entity, id);
    },
  };
}

/** Takes away what tables hold of those whom a projection erases; how many rows that were. Done twice, it finds nothing. */
export async function sweep(clickhouse: ClickHouse, erased: Projection['erased']): Promise<number> {
  let rows = 0;
  for (const [entity, tenants] of erased) {
    const ids = [...tenants].flatMap(([tenant, some]) => [...some].map((id) => [tenant, id] as const));
    for (const each of sweepsOf(entity, ids)) rows += await sweepTable(clickhouse, each);
  }
  return rows;
}

/** Of all that ever were erased those of whom there are rows: a writer that had lost its partition may have stored some late. */
export async function leftOfErased(clickhouse: ClickHouse): Promise<Projection['erased']> {
  const left: Projection['erased'] = new Map();
  for (const entity of ERASABLE) {
    const rows = await clickhouse.rows<{ tenant: string; id: string }>(
      leftOfErasedSql(entity),
      undefined,
      undefined,
      {
        what: `looking for erased ones in ${entity}_events`,
        withinMs: SWEEP_MS,
      },
    );
    for (const { tenant, id } of rows)
      entry(
        entry(left, entity, () => new Map<string, Set<string>>()),
        tenant,
        () => new Set(),
      ).add(id);
  }
  return left;
}

/** A table may be large, and the ids of a fixed fact lie all over it. */
const SWEEP_MS = 300_000;

async function sweepTable(clickhouse: ClickHouse, { table, count, forget, rewrite }: Sweep): Promise<number> {
  const work = { what: `erasing rows of ${table}`, withinMs: SWEEP_MS };
  const [found] = await clickhouse.rows<{ n: number }>(count, undefined, undefined, work);
  if (found!.n === 0) return 0;
  await clickhouse.command(forget, undefined, work);
  if (rewrite) await clickhouse.command(rewrite, undefined, work);
  return found!.n;
}

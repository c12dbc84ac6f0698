import type { ClickHouse, Work } from '@tallyboard/clickhouse/client';
import { allCellsSql, countCellsSql } from '@tallyboard/facts/all-cells';
import type { Fact } from '@tallyboard/facts/facts';
import { sqlString } from '@tallyboard/facts/sql-text';
import type { Producer } from '@tallyboard/kafka/producer';
import { cellKey } from '@tallyboard/pipeline/messages';

/** How far the cells of a fact have been announced. */
export interface Announced {
  cells: number;
  /** About so many there are. */
  of: number;
}

export interface AnnounceOptions {
  clickhouse: ClickHouse;
  producer: Producer;
  /** crm.cells. */
  topic: string;
  /** Cluster id of Kafka and name of the topic, and whatever else makes it another announcement: one goes on where it was interrupted, and not where another one was. */
  log: string;
  /** Resolves when the next cells may go. */
  turn(): Promise<void>;
  onProgress?(announced: Announced): void;
  signal?: AbortSignal;
}

const PAGE = 500;
const LOOKING: Work = { what: 'looking for the cells of a fact', withinMs: 120_000 };
const NOTING: Work = { what: 'noting how far cells are announced', withinMs: 8_000 };

interface Checkpoint extends Announced {
  tenant: string;
  bucket: number;
}

const BEGINNING: Checkpoint = { tenant: '', bucket: 0, cells: 0, of: 0 };

/**
 * Announces every cell of a fact, so that the aggregator restates it: those that facts claim and those that exist. Goes
 * on where the last call for this fact was interrupted; resolves once all are in `crm.cells`. Safe at any time, twice,
 * and beside live traffic.
 */
export async function announceAllCells(fact: Fact, options: AnnounceOptions): Promise<Announced> {
  const { clickhouse, producer, topic, log, turn, onProgress = () => {}, signal } = options;
  let at = (await interrupted(clickhouse, fact, log)) ?? BEGINNING;
  const [left] = await clickhouse.rows<{ cells: number }>(countCellsSql(fact), position(at), signal, LOOKING);
  at = { ...at, of: at.cells + (left?.cells ?? 0) };
  for (;;) {
    signal?.throwIfAborted();
    await turn();
    const page = await clickhouse.rows<{ tenant: string; bucket: number }>(
      allCellsSql(fact),
      { ...position(at), most: PAGE },
      signal,
      LOOKING,
    );
    const last = page.at(-1);
    if (!last) break;
    await producer.send(
      topic,
      page.map(({ tenant, bucket }) => ({ key: cellKey(tenant, fact.name, bucket), value: null })),
    );
    const cells = at.cells + page.length;
    at = { ...last, cells, of: Math.max(at.of, cells) };
    await note(clickhouse, fact, log, at, false);
    onProgress(at);
  }
  await note(clickhouse, fact, log, at, true);
  return { cells: at.cells, of: at.cells };
}

/** Where the announcement of a fact's cells was interrupted; null: it was not. */
export async function interrupted(
  clickhouse: ClickHouse,
  { name }: Fact,
  log: string,
): Promise<Checkpoint | null> {
  const [last] = await clickhouse.rows<Checkpoint & { is_done: number }>(
    `
    SELECT tenant, toUnixTimestamp(bucket) AS bucket, announced AS cells, total AS of, is_done
    FROM rebuilds FINAL
    WHERE fact = {name: String} AND log = {log: String}`,
    { name, log },
    undefined,
    NOTING,
  );
  if (!last || last.is_done === 1) return null;
  const { tenant, bucket, cells, of } = last;
  return { tenant, bucket, cells, of };
}

/** Forgets where it was interrupted: the next call begins anew. */
export const forgetInterrupted = (clickhouse: ClickHouse, fact: Fact, log: string): Promise<void> =>
  note(clickhouse, fact, log, BEGINNING, true);

const position = ({ tenant, bucket }: Checkpoint) => ({ tenant, bucket });

async function note(
  clickhouse: ClickHouse,
  fact: Fact,
  log: string,
  { tenant, bucket, cells, of }: Checkpoint,
  isDone: boolean,
): Promise<void> {
  await clickhouse.command(
    `INSERT INTO rebuilds (fact, log, tenant, bucket, announced, total, is_done)
     VALUES (${sqlString(fact.name)}, ${sqlString(log)}, ${sqlString(tenant)}, ${bucket}, ${cells}, ${of}, ${isDone ? 1 : 0})`,
    undefined,
    NOTING,
  );
}

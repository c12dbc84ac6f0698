import { tupleList } from '@tallyboard/facts/sql-text';
import { createProducer } from '@tallyboard/kafka/producer';
import { cellKey } from '@tallyboard/pipeline/messages';
import type { Context } from '../command.js';
import { untilRestated } from '../rebuild/cells.js';
import { type Reread, reread } from '../rebuild/facts.js';
import type { WrongRow } from '../verify/compare-rows.js';
import type { EventTable } from '../verify/event-table.js';
import type { Offsets } from '../verify/log.js';
import type { Proof } from '../verify/prove.js';
import type { Stack } from '../verify/stack.js';

/** What a proof asks for. */
export interface RepairPlan {
  cells: readonly { tenant: string; fact: string; bucket: number }[];
  /** Rows that the log has and the table does not, or not as it should. */
  lost: readonly WrongRow[];
  /** Rows that the log does not have. */
  strange: readonly WrongRow[];
}

export interface Repaired {
  cells: number;
  deletedRows: number;
  rereadMessages: number;
}

export function planOf({ wrong, wrongRows }: Proof): RepairPlan {
  const cells = new Map(
    wrong.map(({ tenant, fact, bucket }) => [
      cellKey(tenant, fact.name, bucket),
      { tenant, fact: fact.name, bucket },
    ]),
  );
  return {
    cells: [...cells.values()],
    lost: wrongRows.filter(({ kind }) => kind !== 'added'),
    strange: wrongRows.filter(({ kind }) => kind === 'added'),
  };
}

const CHUNK = 1_000;

/**
 * Deletes what the log does not have, has the log read again from the first row that is missing on, and announces the
 * wrong cells; resolves when all of that is restated. What rows that are gone had been counted in is for the next proof.
 */
export async function repairOnce(
  context: Context,
  stack: Stack,
  { cells, lost, strange }: RepairPlan,
  options: Reread,
): Promise<Repaired> {
  const { clickhouse, kafka, offsets, pipeline, topics } = stack;
  // Of a changed row as well: what is written from the log does not outrank what was recorded earlier.
  const wrong = [...strange, ...lost.filter(({ kind }) => kind === 'changed')];
  for (const table of new Set(wrong.map((row) => row.table)))
    for (const some of chunked(wrong.filter((row) => row.table === table)))
      await clickhouse.command(deleteSql(table, some));
  // Where the event of an added row is in the log, its right row has gone with it.
  const from = firstOffsets([...lost, ...strange]);
  const rereadMessages =
    from.size > 0 ? await reread(context, stack, from, await offsets.ends(pipeline.events), options) : 0;
  if (cells.length > 0) {
    const producer = await createProducer(kafka);
    try {
      for (const some of chunked(cells))
        await producer.send(
          topics.cells,
          some.map(({ tenant, fact, bucket }) => ({ key: cellKey(tenant, fact, bucket), value: null })),
        );
    } finally {
      await producer.close();
    }
    await untilRestated(context, stack, options.patience, options.quiet);
  }
  return { cells: cells.length, deletedRows: strange.length, rereadMessages };
}

/** Deletes every row of these identities, also those that FINAL would not show. */
export function deleteSql({ name, id: column }: EventTable, rows: readonly WrongRow[]): string {
  const identities = rows.map(({ identity: { tenant, id, version, eventId, source, digest } }) => [
    tenant,
    id,
    String(version),
    eventId,
    source,
    String(digest),
  ]);
  return `DELETE FROM ${name} WHERE (tenant, ${column}, toString(source_version), event_id, source, toString(digest)) IN ${tupleList(identities)}`;
}

function firstOffsets(rows: readonly WrongRow[]): Offsets {
  const first: Offsets = new Map();
  for (const { at } of rows)
    if (at) first.set(at.partition, Math.min(at.offset, first.get(at.partition) ?? at.offset));
  return first;
}

function* chunked<T>(items: readonly T[]): Iterable<readonly T[]> {
  for (let from = 0; from < items.length; from += CHUNK) yield items.slice(from, from + CHUNK);
}

import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { decode, encode } from '@tallyboard/contracts/codec';
import { latest } from '@tallyboard/contracts/registry';
import { check } from '@tallyboard/contracts/validate';
import { Block } from '@tallyboard/facts/block';
import { eventTable } from '@tallyboard/facts/event-table';
import type { Given } from '../golden/given.js';

export interface Told extends Given {
  source?: string;
  /** Left out: the source gives none. */
  version?: number;
  /** Left out: a minute after it happened. */
  recordedAt?: string;
}

const MINUTE_MS = 60_000;

/** Stores events as the projector does. The id of the nth is `e<n>`. */
export async function storeEvents(
  clickhouse: ClickHouse,
  tenant: string,
  events: readonly Told[],
): Promise<void> {
  for (const [n, { type, at, data, source = 'test', version, recordedAt }] of events.entries()) {
    const given = { event_id: `e${n + 1}`, source, tenant, occurred_at: at, ...data };
    const checked = check(type, version === undefined ? given : { ...given, source_version: version });
    if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
    const decoded = decode(encode(checked.event));
    if (!decoded.ok) throw new Error(decoded.reason);
    const { table, columns, row } = eventTable(latest(type).entity);
    const recordedMs = recordedAt === undefined ? Date.parse(at) + MINUTE_MS : Date.parse(recordedAt);
    const block = new Block(columns);
    block.add(row(decoded.event, decoded.digest, recordedMs));
    await clickhouse.insertBlocks(table, [block]);
  }
}

import type { ClickHouse, Work } from '@tallyboard/clickhouse/client';
import { sqlString } from '@tallyboard/facts/sql-text';

/** A partition and how far it is stored: everything before `offset`. */
export interface StoredOffset {
  partition: number;
  offset: number;
}

/** What ClickHouse remembers of one stage and one log. */
export interface Held {
  /** Per partition, from where on it may lack something; partitions of which it remembers nothing are not in it. */
  offsets: ReadonlyMap<number, number>;
  /** Partitions of which it lacks nothing that it noted: it has not been started since. */
  sure: ReadonlySet<number>;
  /** It remembers another log of the same name: Kafka was made anew, and some of what is stored came from before. */
  hasEarlierLog: boolean;
}

/**
 * ClickHouse syncs nothing to disk: what it acknowledged in the last half a minute can be gone after a power cut, and
 * it keeps merged parts 8 minutes for the same reason. The kernel writes back what is dirty for 30 s.
 */
const UNSYNCED_MS = 120_000;

const LOOKING: Work = { what: 'reading the stored offsets', withinMs: 8_000 };
const NOTING: Work = { what: 'noting the stored offsets', withinMs: 8_000 };

/** From where on ClickHouse, as it stands, may lack something of this log. */
export async function heldOffsets(clickhouse: ClickHouse, stage: string, log: string): Promise<Held> {
  const rows = await clickhouse.rows<MarkRow>(
    `
    SELECT log = {log:String} AS isOurs, partition, offset, toUnixTimestamp64Milli(stored_at) AS storedMs,
      (toUnixTimestamp(now()) - uptime()) * 1000 AS startedMs
    FROM stored_offsets FINAL
    WHERE stage = {stage:String}
    ORDER BY stored_at DESC
    LIMIT 100 BY log, partition`,
    { stage, log },
    undefined,
    LOOKING,
  );
  const marks = new Map<number, MarkRow[]>();
  for (const row of rows.filter(({ isOurs }) => isOurs)) {
    const known = marks.get(row.partition);
    if (known) known.push(row);
    else marks.set(row.partition, [row]);
  }
  return {
    offsets: new Map([...marks].map(([partition, newestFirst]) => [partition, surelyStored(newestFirst)])),
    sure: new Set(
      [...marks].flatMap(([partition, [newest]]) =>
        newest && newest.startedMs <= newest.storedMs ? [partition] : [],
      ),
    ),
    hasEarlierLog: rows.some(({ isOurs }) => !isOurs),
  };
}

/** A note of how far a partition was stored, as of `storedMs`; ClickHouse runs since `startedMs`. Epoch ms, its clock. */
export interface Mark {
  offset: number;
  storedMs: number;
  startedMs: number;
}

interface MarkRow extends Mark {
  isOurs: number;
  partition: number;
}

/** The newest mark, or, when ClickHouse was started since, the newest that was on disk by then whatever ended it. */
export function surelyStored(newestFirst: readonly Mark[]): number {
  const newest = newestFirst[0];
  if (!newest) return 0;
  if (newest.startedMs <= newest.storedMs) return newest.offset;
  const synced = newestFirst.findIndex(({ storedMs }) => storedMs <= newest.storedMs - UNSYNCED_MS);
  // The least: a rewind in between has brought it down.
  return synced < 0 ? 0 : Math.min(...newestFirst.slice(0, synced + 1).map(({ offset }) => offset));
}

/**
 * Notes how far partitions are stored; nothing when ClickHouse has been up for less than `upS` seconds, for then it is
 * not the one that they were stored in.
 */
export async function noteStored(
  clickhouse: ClickHouse,
  { stage, log, upS, offsets }: { stage: string; log: string; upS: number; offsets: readonly StoredOffset[] },
): Promise<void> {
  if (offsets.length === 0) return;
  const pairs = offsets.map(({ partition, offset }) => `(${partition},${offset})`).join(',');
  await clickhouse.command(
    `
    INSERT INTO stored_offsets (stage, log, partition, offset)
    SELECT ${sqlString(stage)}, ${sqlString(log)}, mark.1, mark.2
    FROM (SELECT arrayJoin(CAST('[${pairs}]', 'Array(Tuple(UInt32, UInt64))')) AS mark)
    WHERE uptime() >= ${Math.floor(upS)}`,
    undefined,
    NOTING,
  );
}

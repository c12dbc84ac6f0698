import type { ClickHouse, Work } from '@tallyboard/clickhouse/client';
import { sqlString } from '@tallyboard/facts/sql-text';

/** A partition of the log that is to be read again, although it was stored. */
export interface Rewind {
  partition: number;
  /** From here on. */
  offset: number;
  /** The end of the partition when it was asked for. */
  until: number;
}

/** One that was asked for; `askedMs`: epoch ms by ClickHouse's clock. */
export interface AskedRewind extends Rewind {
  askedMs: number;
  /** For any log, such as a migration asks for. */
  isOfAnyLog: boolean;
  /** A processor has gone back: it is behind now, and its group says how far. */
  isBegun: boolean;
}

const LOOKING: Work = { what: 'looking for rewinds', withinMs: 8_000 };
const NOTING: Work = { what: 'noting a rewind', withinMs: 8_000 };
/** Asked for of every partition there is. */
const EACH = -1;

/** Asks whoever has these partitions of a log to read them again. `log`: cluster id of Kafka and name of the topic. */
export async function askRewind(
  clickhouse: ClickHouse,
  stage: string,
  log: string,
  rewinds: readonly Rewind[],
): Promise<void> {
  if (rewinds.length === 0) return;
  const values = rewinds.map(
    ({ partition, offset, until }) =>
      `(${sqlString(stage)}, ${sqlString(log)}, ${partition}, ${offset}, ${until})`,
  );
  await clickhouse.command(
    `INSERT INTO rewinds (stage, log, partition, offset, until) VALUES ${values.join(', ')}`,
    undefined,
    NOTING,
  );
}

/** Everything that was asked for of these partitions, the oldest first. */
export async function askedRewinds(
  clickhouse: ClickHouse,
  stage: string,
  log: string,
  partitions: readonly number[],
): Promise<AskedRewind[]> {
  const rows = await clickhouse.rows<{
    log: string;
    partition: number;
    offset: number;
    until: number;
    askedMs: number;
    begun: number;
  }>(
    `
    SELECT log, partition, offset, until, toUnixTimestamp64Milli(asked_at) AS askedMs, begun
    FROM rewinds FINAL
    WHERE stage = {stage: String} AND log IN ('', {log: String})
    ORDER BY asked_at`,
    { stage, log },
    undefined,
    LOOKING,
  );
  const begun = new Set(
    rows.filter((row) => row.begun === 1).map(({ partition, askedMs }) => `${partition}/${askedMs}`),
  );
  return rows.flatMap((row) => {
    const isOfAnyLog = row.log === '';
    // Of what was asked of any log a row of this one says that it was begun.
    if (!isOfAnyLog && row.begun === 1 && rows.some((any) => any.log === '' && any.askedMs === row.askedMs))
      return [];
    return partitions
      .filter((partition) => row.partition === EACH || row.partition === partition)
      .map((partition) => ({
        partition,
        offset: row.offset,
        until: row.until,
        askedMs: row.askedMs,
        isOfAnyLog,
        isBegun: begun.has(`${partition}/${row.askedMs}`),
      }));
  });
}

/** Says that a processor has gone back, and that ClickHouse knows. */
export async function noteBegun(
  clickhouse: ClickHouse,
  stage: string,
  log: string,
  rewinds: readonly AskedRewind[],
): Promise<void> {
  if (rewinds.length === 0) return;
  const values = rewinds.map(
    ({ partition, offset, until, askedMs }) =>
      `(${sqlString(stage)}, ${sqlString(log)}, ${partition}, ${offset}, ${until}, fromUnixTimestamp64Milli(${askedMs}, 'UTC'), 1)`,
  );
  await clickhouse.command(
    `INSERT INTO rewinds (stage, log, partition, offset, until, asked_at, begun) VALUES ${values.join(', ')}`,
    undefined,
    NOTING,
  );
}

import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { readMessage } from '@tallyboard/contracts/log-message';
import { cellKey, createOracle } from '@tallyboard/domain/oracle';
import { FACTS } from '@tallyboard/facts/facts';
import { endOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { replay } from '@tallyboard/kafka/replay';

/**
 * Every difference between the stored cells and what the log proves, in words; empty: no drift. For tests of a
 * pipeline at rest; `tally verify` is the same proof for people.
 */
export async function drift(
  kafka: KafkaConnection,
  clickhouse: ClickHouse,
  topic: string,
): Promise<string[]> {
  const oracle = createOracle();
  await replay(kafka, topic, {
    to: await endOffsets(kafka, topic),
    onMessages(_partition, messages) {
      for (const message of messages) {
        const read = readMessage(message);
        if (read.ok) oracle.add(read.event, read.digest);
      }
    },
  });
  const proven = new Map(
    [...oracle.cells()].map((cell) => [cellKey(cell), cell.measures as Record<string, unknown>]),
  );
  const differences: string[] = [];
  for (const fact of FACTS) {
    const rows = await clickhouse.rows<Record<string, unknown>>(
      `SELECT *, toUnixTimestamp(bucket) AS start FROM ${fact.name}_cells FINAL`,
    );
    for (const row of rows) {
      const dimensions = Object.fromEntries(fact.dimensions.map((name) => [name, String(row[name])]));
      const key = cellKey({
        tenant: String(row.tenant),
        fact: fact.name as never,
        bucket: Number(row.start),
        dimensions,
      });
      const right = proven.get(key);
      for (const { name } of fact.measures)
        if (canonical(row[name]) !== canonical(right?.[name] ?? 0))
          differences.push(
            `${key.replaceAll('\0', ' ')}: ${name} is ${canonical(row[name])}, proven ${canonical(right?.[name] ?? 0)}`,
          );
      proven.delete(key);
    }
  }
  for (const [key, measures] of proven)
    differences.push(`${key.replaceAll('\0', ' ')}: missing, proven ${JSON.stringify(measures)}`);
  return differences;
}

/** Numbers however spelled, maps however ordered; the empty map is zero. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(Number(value ?? 0));
  const entries = Object.entries(value).sort(([a], [b]) => Number(a) - Number(b));
  return entries.length === 0 ? '0' : JSON.stringify(entries);
}

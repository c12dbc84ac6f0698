import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { readMessage } from '@tallyboard/contracts/log-message';
import { type ComparedCell, differencesOf, groupKey } from '@tallyboard/domain/compare';
import { createOracle } from '@tallyboard/domain/oracle';
import { exactSql } from '@tallyboard/facts/cell-table';
import { FACTS, factOf } from '@tallyboard/facts/facts';
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
  const proven = new Map<string, Map<string, ComparedCell>>(FACTS.map(({ name }) => [name, new Map()]));
  for (const cell of oracle.cells()) proven.get(cell.fact)!.set(groupKey(factOf(cell.fact), cell), cell);
  const differences: string[] = [];
  const tell = (key: string, stored: ComparedCell | undefined, right: ComparedCell | undefined) => {
    const { fact } = (stored ?? right)!;
    for (const { measure, stored: is, proven: must } of differencesOf(factOf(fact), stored, right))
      differences.push(`${fact} ${key.replaceAll('\0', ' ')}: ${measure} is ${is}, proven ${must}`);
  };
  for (const fact of FACTS) {
    const left = proven.get(fact.name)!;
    // As text: what is larger than a number holds would not arrive as it is stored.
    const exact = fact.measures.map(({ name, type }) => `${exactSql(`cells.${name}`, type)} AS ${name}_`);
    const rows = await clickhouse.rows<Record<string, unknown>>(
      `SELECT tenant, ${fact.dimensions.join(', ')}, toUnixTimestamp(bucket) AS start, ${exact.join(', ')} FROM ${fact.name}_cells AS cells FINAL`,
    );
    for (const row of rows) {
      const cell: ComparedCell = {
        tenant: String(row.tenant),
        fact: fact.name,
        bucket: Number(row.start),
        dimensions: Object.fromEntries(fact.dimensions.map((name) => [name, String(row[name])])),
        measures: Object.fromEntries(fact.measures.map(({ name }) => [name, row[`${name}_`]])),
      };
      const key = groupKey(fact, cell);
      tell(key, cell, left.get(key));
      left.delete(key);
    }
    for (const [key, cell] of left) tell(key, undefined, cell);
  }
  return differences;
}

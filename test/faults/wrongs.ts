import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { readMessage } from '@tallyboard/contracts/log-message';
import { endOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { replay } from '@tallyboard/kafka/replay';
import { drift } from '@tallyboard/testkit/drift';

/** Of a pipeline at rest: what was acknowledged and is not in the log, what is in the log and not in the facts, wrong cells. */
export async function wrongs(of: {
  kafka: KafkaConnection;
  clickhouse: ClickHouse;
  /** The log. */
  topic: string;
  acknowledged: ReadonlySet<string>;
}): Promise<string[]> {
  const logged = await loggedIds(of.kafka, of.topic);
  const stored = await storedIds(of.clickhouse);
  return [
    ...missing('acknowledged and not in the log', of.acknowledged, logged),
    ...missing('in the log and not in the facts', logged, stored),
    ...(await drift(of.kafka, of.clickhouse, of.topic)),
  ];
}

function missing(what: string, wanted: ReadonlySet<string>, found: ReadonlySet<string>): string[] {
  return [...wanted].filter((id) => !found.has(id)).map((id) => `${what}: ${id}`);
}

async function loggedIds(kafka: KafkaConnection, topic: string): Promise<Set<string>> {
  const ids = new Set<string>();
  await replay(kafka, topic, {
    to: await endOffsets(kafka, topic),
    onMessages(_partition, messages) {
      for (const message of messages) {
        const read = readMessage(message);
        if (read.ok) ids.add(read.event.event_id);
      }
    },
  });
  return ids;
}

async function storedIds(clickhouse: ClickHouse): Promise<Set<string>> {
  const tables = await clickhouse.rows<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE '%\\\\_events'",
  );
  const all = tables.map(({ name }) => `SELECT event_id FROM ${name}`).join(' UNION ALL ');
  return new Set((await clickhouse.rows<{ event_id: string }>(all)).map(({ event_id }) => event_id));
}

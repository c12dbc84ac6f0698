import type { KafkaConnection } from './connect.js';

type ByPartition = Map<number, number>;

/** The offset that the next message of each partition will get. */
export async function endOffsets(connection: KafkaConnection, topic: string): Promise<ByPartition> {
  const offsets = await connection.withAdmin((admin) => admin.fetchTopicOffsets(topic));
  return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
}

/** The oldest offset still kept of each partition. */
export async function startOffsets(connection: KafkaConnection, topic: string): Promise<ByPartition> {
  const offsets = await connection.withAdmin((admin) => admin.fetchTopicOffsets(topic));
  return new Map(offsets.map(({ partition, low }) => [partition, Number(low)]));
}

/** What a group has committed per partition; 0 where it has committed nothing. */
export async function committedOffsets(
  connection: KafkaConnection,
  groupId: string,
  topic: string,
): Promise<ByPartition> {
  const [found] = await connection.withAdmin((admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
  return new Map(
    (found?.partitions ?? []).map(({ partition, offset }) => [partition, Math.max(0, Number(offset))]),
  );
}

/** How many partitions a topic has. */
export async function partitionCount(connection: KafkaConnection, topic: string): Promise<number> {
  return (await endOffsets(connection, topic)).size;
}

/** Asks for end offsets again and again over one connection. */
export async function watchEndOffsets(
  connection: KafkaConnection,
  topic: string,
): Promise<{ read(): Promise<ByPartition>; close(): Promise<void> }> {
  const admin = connection.kafka.admin({ retry: { retries: 2, maxRetryTime: 1_000 } });
  await admin.connect();
  return {
    read: async () =>
      new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)])),
    close: () => admin.disconnect(),
  };
}

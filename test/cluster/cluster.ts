import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClickHouse } from '@tallyboard/embedded/clickhouse';
import { type KafkaNode, startKafkaCluster } from '@tallyboard/embedded/kafka-cluster';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { testUser } from '@tallyboard/testkit/test-user';
import type { Addresses } from '../faults/engines.js';
import { until } from '../faults/until.js';

const BROKERS = 3;
const IN_SYNC_WITHIN_MS = 90_000;

/** Three brokers that keep three copies, and a ClickHouse; no proxies. */
export interface Cluster extends Addresses {
  nodes: readonly KafkaNode[];
  /** Nothing can be stored while it runs. */
  whileClickHouseStandsStill(during: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const dir = await mkdtemp(join(tmpdir(), 'tally-cluster-'));
  const [kafka, clickhouse] = await Promise.all([
    startKafkaCluster({ dataDir: join(dir, 'kafka'), size: BROKERS }),
    startClickHouse({ dataDir: join(dir, 'clickhouse'), password: testUser.password }),
  ]);
  const addresses = { brokers: kafka.brokers.join(','), clickhouseUrl: clickhouse.url };
  return {
    direct: addresses,
    proxied: addresses,
    nodes: kafka.nodes,
    async whileClickHouseStandsStill(during) {
      process.kill(clickhouse.pid, 'SIGSTOP');
      await during().finally(() => process.kill(clickhouse.pid, 'SIGCONT'));
    },
    async stop() {
      await Promise.all([kafka.stop(), clickhouse.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Who leads each partition of the topics. */
export async function leadersOf(kafka: KafkaConnection, topics: readonly string[]): Promise<number[]> {
  const { topics: found } = await kafka.withAdmin((admin) =>
    admin.fetchTopicMetadata({ topics: [...topics] }),
  );
  return found.flatMap(({ partitions }) => partitions.map(({ leader }) => leader));
}

/** The id of the broker that leads most partitions of the topics. */
export async function busiest(kafka: KafkaConnection, topics: readonly string[]): Promise<number> {
  const leaders = await leadersOf(kafka, topics);
  const led = (id: number) => leaders.filter((leader) => leader === id).length;
  return Array.from({ length: BROKERS }, (_, index) => index + 1).sort((a, b) => led(b) - led(a))[0]!;
}

export async function controllerOf(kafka: KafkaConnection): Promise<number> {
  const { controller } = await kafka.withAdmin((admin) => admin.describeCluster());
  return controller!;
}

/** Which broker coordinates a group of consumers: who leads the partition of the offsets that the name falls into. */
export async function coordinatorOf(kafka: KafkaConnection, groupId: string): Promise<number> {
  const { topics } = await kafka.withAdmin((admin) =>
    admin.fetchTopicMetadata({ topics: ['__consumer_offsets'] }),
  );
  const { partitions } = topics[0]!;
  // As Java hashes a string.
  const hash = [...groupId].reduce((sum, char) => (Math.imul(31, sum) + char.charCodeAt(0)) | 0, 0);
  const wanted = (hash & 0x7fffffff) % partitions.length;
  return partitions.find(({ partitionId }) => partitionId === wanted)!.leader;
}

/** Resolves once every copy of the topics has all that is acknowledged, as who rolls a restart waits for. */
export async function untilInSync(kafka: KafkaConnection, topics: readonly string[]): Promise<void> {
  await until('every copy is in sync', IN_SYNC_WITHIN_MS, async () => {
    const found = await kafka
      .withAdmin((admin) => admin.fetchTopicMetadata({ topics: [...topics] }))
      .catch(() => null);
    return (
      found?.topics.every(({ partitions }) => partitions.every(({ isr }) => isr.length === BROKERS)) ?? false
    );
  });
}

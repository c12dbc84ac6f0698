import { retry } from '@tallyboard/runtime/retry';
import kafkajs, { type Admin } from 'kafkajs';
import { type KafkaConnection, unreachable } from './connect.js';
import { replaceable } from './replaceable.js';

const { AssignerProtocol } = kafkajs;

type ByPartition = Map<number, number>;

/** While partitions and groups go to other brokers, and these read first what they are to know. */
const WHILE_MOVING = { attempts: 15, minMs: 100, maxMs: 1_000 };

/** One broker could not say it, of a cluster that is there. */
class Moving extends Error {}

/**
 * Asks again what a broker could not say because somebody else leads or coordinates by now, or does not yet, or because
 * it has gone itself: kafkajs throws that. With a new client each time, since one keeps for minutes who led. When no
 * broker lets the client in, that is thrown at once.
 */
async function asked<T>(connection: KafkaConnection, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const askOnce = (admin: Admin) =>
    ask(admin).catch((error: MaybeRetriable) => {
      throw error.retriable || error.cause?.retriable ? new Moving(error.message, { cause: error }) : error;
    });
  try {
    return await retry(() => connection.withAdmin(askOnce), {
      ...WHILE_MOVING,
      onRetry: (error) => {
        if (!(error instanceof Moving)) throw error;
      },
    });
  } catch (error) {
    throw error instanceof Moving ? unreachable(error.cause, connection.brokers) : error;
  }
}

type MaybeRetriable = Error & { retriable?: boolean; cause?: { retriable?: boolean } };

/** The offset that the next message of each partition will get. */
export async function endOffsets(connection: KafkaConnection, topic: string): Promise<ByPartition> {
  return asked(connection, (admin) => endsOf(admin, topic));
}

/** The oldest offset still kept of each partition. */
export async function startOffsets(connection: KafkaConnection, topic: string): Promise<ByPartition> {
  const offsets = await asked(connection, (admin) => admin.fetchTopicOffsets(topic));
  return new Map(offsets.map(({ partition, low }) => [partition, Number(low)]));
}

/** What a group has committed per partition; 0 where it has committed nothing. */
export async function committedOffsets(
  connection: KafkaConnection,
  groupId: string,
  topic: string,
): Promise<ByPartition> {
  const committed = await asked(connection, (admin) => committedBy(admin, groupId, topic));
  return new Map([...committed].map(([partition, offset]) => [partition, offset ?? 0]));
}

/** A partition, what it holds, and what a group has committed of it. */
export interface GroupPosition {
  topic: string;
  partition: number;
  /** The next offset; null where nothing was, also where it was of a topic that has been made anew since. */
  committed: number | null;
  /** The oldest offset still kept, and the one that the next message will get. */
  low: number;
  high: number;
}

/** Where a group stands in each of these partitions. */
export async function groupPositions(
  connection: KafkaConnection,
  groupId: string,
  partitions: readonly { topic: string; partition: number }[],
): Promise<GroupPosition[]> {
  const topics = [...new Set(partitions.map(({ topic }) => topic))];
  const found = await asked(connection, (admin) =>
    Promise.all(
      topics.map(async (topic) => {
        const [committed, offsets] = await Promise.all([
          committedBy(admin, groupId, topic),
          admin.fetchTopicOffsets(topic),
        ]);
        return offsets.map(({ partition, low, high }): GroupPosition => {
          const known = committed.get(partition) ?? null;
          const isOurs = known !== null && known <= Number(high);
          return {
            topic,
            partition,
            committed: isOurs ? Math.max(known, Number(low)) : null,
            low: Number(low),
            high: Number(high),
          };
        });
      }),
    ),
  );
  return found
    .flat()
    .filter((at) =>
      partitions.some(({ topic, partition }) => topic === at.topic && partition === at.partition),
    );
}

/** Tells one cluster from another that was put in its place. */
export async function clusterId(connection: KafkaConnection): Promise<string> {
  return asked(connection, async (admin) => (await admin.describeCluster()).clusterId);
}

/** What is asked of Kafka again and again over one connection. */
export interface OffsetWatch {
  ends(topic: string): Promise<ByPartition>;
  /** The partitions of the topic that some member of the group has. */
  readers(groupId: string, topic: string): Promise<Set<number>>;
  close(): Promise<void>;
}

export function watchOffsets(connection: KafkaConnection): OffsetWatch {
  const admins = replaceable(
    async () => {
      const admin = connection.kafka.admin({ retry: { retries: 1, maxRetryTime: 1_000 } });
      await admin.connect();
      return admin;
    },
    (admin) => admin.disconnect(),
  );
  return {
    ends: (topic) => admins.use((admin) => endsOf(admin, topic)),
    readers: (groupId, topic) =>
      admins.use(async (admin) => {
        const { groups } = await admin.describeGroups([groupId]);
        return new Set(
          groups
            .flatMap(({ members }) => members)
            .flatMap(({ memberAssignment }) => assignedBy(memberAssignment)[topic] ?? []),
        );
      }),
    close: () => admins.close(),
  };
}

/** Topic → partitions; of a member that has none yet the protocol says nothing. */
function assignedBy(memberAssignment: Buffer): Record<string, number[]> {
  return memberAssignment.length > 0
    ? (AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {})
    : {};
}

async function endsOf(admin: Admin, topic: string): Promise<ByPartition> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
}

async function committedBy(
  admin: Admin,
  groupId: string,
  topic: string,
): Promise<Map<number, number | null>> {
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
  return new Map(
    (found?.partitions ?? []).map(({ partition, offset }) => [
      partition,
      Number(offset) < 0 ? null : Number(offset),
    ]),
  );
}

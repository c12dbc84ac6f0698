import { setTimeout as sleep } from 'node:timers/promises';
import { retry } from '@tallyboard/runtime/retry';
import type { Batch, Consumer as KafkaConsumer, KafkaMessage } from 'kafkajs';
import { type GroupPosition, groupPositions, startOffsets } from './admin.js';
import { Assignment } from './assignment.js';
import type { Offset } from './commits.js';
import { type KafkaConnection, unreachable } from './connect.js';

export interface IncomingMessage {
  offset: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer>;
  /** Kafka's timestamp, epoch ms. */
  timestamp: number;
}

export interface IncomingBatch {
  topic: string;
  partition: number;
  messages: IncomingMessage[];
}

export interface MemberOptions {
  groupId: string;
  topics: string[];
  /** Where a group without committed offsets begins. */
  fromBeginning: boolean;
  /** Where these partitions begin; default: behind what the group has committed. Asked again until it answers. */
  begin?: (positions: readonly GroupPosition[]) => Promise<Offset[]>;
  /** After a fetch of a few messages the next one waits this long, so that live it does not fetch them one by one. Default 0. */
  gatherMs?: number;
  /** The next batch of a partition waits until this resolves; offsets are committed by `commit` alone. */
  onBatch(batch: IncomingBatch): Promise<void>;
  /** The member has these partitions, and goes on from there. */
  onAssigned?(positions: readonly Offset[]): void;
  /** What was taken and is not committed is no longer this member's; its `onBatch` should return. */
  onRevoked?(): void;
  /** Where its partitions begin was not found out; it is asked again. */
  onUnsure?(error: Error): void;
}

/** One membership of a group, from joining to leaving or being lost. */
export interface Member {
  /** Commits what the present assignment has reached, and nothing of an earlier one. */
  commit(offsets: readonly Offset[]): Promise<void>;
  /** Begins its partitions again, from where `begin` says now. */
  reposition(): void;
  leave(): Promise<void>;
}

const HEARTBEAT_MS = 1_000;
const SESSION_MS = 10_000;
/** Fewer messages of a partition than this are a few. */
const HANDFUL = 100;
/** The group notices by itself that a member has gone, so a broker that does not answer is not waited for. */
const LEAVE_WITHIN_MS = 5_000;
/** kafkajs tries a commit some times, each within its time for requests; one that never ends would keep all later ones waiting. */
const COMMIT_WITHIN_MS = 20_000;
/** New partitions are read after this long. */
const METADATA_MAX_AGE_MS = 5_000;

/** Answers to a heartbeat after which the group gives the partitions out again. */
const REVOKING = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'FENCED_INSTANCE_ID',
]);

/**
 * Joins a group. kafkajs joins again inside a fetch, without waiting for what other fetches have handed out; so what
 * was taken belongs to an Assignment, and only under that is it resolved. A batch that would leave something out is
 * dropped, and the partition goes on where it has to.
 *
 * Rejects when it cannot join. `onLost` is told once when kafkajs gives the member up later on, or an answer does not
 * come: the member is of no use then.
 */
export async function joinGroup(
  connection: KafkaConnection,
  options: MemberOptions,
  onLost: (error: Error) => void,
): Promise<Member> {
  const consumer = connection.kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: SESSION_MS,
    rebalanceTimeout: 20_000,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: 100,
    minBytes: 1,
    maxBytesPerPartition: 4 * 1024 * 1024,
    maxBytes: 16 * 1024 * 1024,
    allowAutoTopicCreation: false,
    metadataMaxAge: METADATA_MAX_AGE_MS,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5, restartOnFailure: async () => false },
  });
  const tell = (offsets: readonly Offset[]) =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        const error = new Error(`Kafka has not answered a commit for ${COMMIT_WITHIN_MS / 1_000} s`);
        lose(error);
        reject(error);
      }, COMMIT_WITHIN_MS);
      const told = offsets.map(({ topic, partition, offset }) => ({
        topic,
        partition,
        offset: String(offset),
      }));
      consumer
        .commitOffsets(told)
        .then(resolve, reject)
        .finally(() => clearTimeout(late));
    });
  let assignment = new Assignment([], tell);
  let isOver = false;
  let hasJoined = false;
  let starting: Promise<void> = Promise.resolve();
  let giveUp: (error: Error) => void = () => {};
  const lost = new Promise<never>((_, reject) => (giveUp = reject));
  lost.catch(() => {});
  let beatMs = performance.now();

  const assign = (partitions: readonly { topic: string; partition: number }[], hasJustJoined: boolean) => {
    end();
    if (isOver) return;
    const present = new Assignment(partitions, tell);
    assignment = present;
    void beginOf(connection, options, present).then((found) => {
      if (!found || !present.isCurrent) return;
      const { begin, positions } = found;
      const isThere = (begins: Offset) =>
        positions.some(
          (at) =>
            at.topic === begins.topic && at.partition === begins.partition && at.committed === begins.offset,
        );
      // kafkajs begins at what is committed when it joins; of a membership that goes on it has read further.
      for (const each of begin)
        if (!hasJustJoined || !isThere(each)) seek(consumer, each.topic, each.partition, each.offset);
      present.begin(begin);
      // What is committed is what is stored: whoever looks at the group sees what is left to do.
      const rewound = begin.filter(({ topic, partition, offset }) =>
        positions.some(
          (at) => at.topic === topic && at.partition === partition && offset < (at.committed ?? 0),
        ),
      );
      present.commit(rewound).catch(() => {});
      options.onAssigned?.(begin);
    });
  };
  const end = () => {
    if (!assignment.isCurrent) return;
    assignment.end();
    options.onRevoked?.();
  };
  /** Not while it starts: kafkajs forgets what it is to end then, which goes on as a member that nobody hears of. */
  const letGo = () => {
    const disconnect = () => consumer.disconnect().catch(() => {});
    void starting.then(disconnect, disconnect);
  };
  const lose = (error: Error) => {
    if (isOver) return;
    isOver = true;
    end();
    letGo();
    if (hasJoined) onLost(error);
    giveUp(error);
  };
  const { events } = consumer;
  consumer.on(events.GROUP_JOIN, ({ payload }) => {
    beatMs = performance.now();
    assign(
      Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition })),
      ),
      true,
    );
  });
  consumer.on(events.HEARTBEAT, () => {
    beatMs = performance.now();
  });
  consumer.on(events.REBALANCING, end);
  consumer.on(events.CRASH, ({ payload }) => lose(payload.error));
  consumer.on(events.REQUEST_TIMEOUT, ({ payload }) =>
    lose(new Error(`Kafka at ${payload.broker} has not answered a ${payload.apiName} request`)),
  );

  /** A handler that waits must keep its membership, and hear when that has ended. */
  const beating = (heartbeat: () => Promise<void>, taken: Assignment) =>
    setInterval(() => {
      if (performance.now() - beatMs > SESSION_MS)
        lose(new Error(`no heartbeat has reached Kafka for ${SESSION_MS / 1_000} s`));
      else
        heartbeat().catch(({ type }: { type?: string }) => {
          if (type !== undefined && REVOKING.has(type) && taken === assignment) end();
        });
    }, HEARTBEAT_MS);

  try {
    await consumer.connect();
    await consumer.subscribe({ topics: options.topics, fromBeginning: options.fromBeginning });
    if (isOver) await lost;
    starting = consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 16,
      async eachBatch({ batch, heartbeat, isRunning, isStale, resolveOffset }) {
        const taken = assignment;
        const beat = beating(heartbeat, taken);
        try {
          await taken.ready;
          if (!isRunning() || isStale() || !taken.isCurrent) return;
          const { topic, partition } = batch;
          const next = taken.missedBefore(topic, partition, askedFrom(batch));
          if (next !== null) {
            const from = Math.max(next, await oldest(connection, topic, partition));
            // What was deleted before it was read is passed over: asked for again and again, it would never come.
            taken.advance(topic, partition, from);
            return seek(consumer, topic, partition, from);
          }
          taken.advance(topic, partition, Number(batch.lastOffset()) + 1);
          await options.onBatch({ topic, partition, messages: batch.messages.map(incoming) });
          // The next fetch is sent when all batches of this one are taken.
          if (options.gatherMs && batch.messages.length < HANDFUL) await sleep(options.gatherMs);
          if (taken.isCurrent) resolveOffset(batch.lastOffset());
        } finally {
          clearInterval(beat);
        }
      },
    });
    // What kafkajs gives up while it joins it tells by its event alone.
    await Promise.race([lost, starting]);
    if (isOver) await lost;
    hasJoined = true;
  } catch (error) {
    isOver = true;
    assignment.end();
    letGo();
    throw unreachable(error, connection.brokers);
  }
  return {
    commit: (offsets) => assignment.commit(offsets),
    reposition: () => assign(assignment.partitions, false),
    async leave() {
      if (isOver) return;
      isOver = true;
      assignment.end();
      await Promise.race([consumer.disconnect(), sleep(LEAVE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

/** Where an assignment begins, and where its group stands; null once it is over. */
async function beginOf(
  connection: KafkaConnection,
  { groupId, fromBeginning, begin, onUnsure }: MemberOptions,
  assignment: Assignment,
): Promise<{ begin: Offset[]; positions: GroupPosition[] } | null> {
  const ask = async () => {
    const positions = await groupPositions(connection, groupId, assignment.partitions);
    return { positions, begin: await (begin ?? behindCommitted(fromBeginning))(positions) };
  };
  return retry(ask, {
    minMs: 100,
    maxMs: 2_000,
    onRetry: (error) => {
      if (!assignment.isCurrent) throw error;
      onUnsure?.(error as Error);
    },
  }).catch(() => null);
}

const oldest = async (connection: KafkaConnection, topic: string, partition: number): Promise<number> =>
  (await startOffsets(connection, topic)).get(partition) ?? 0;

const behindCommitted =
  (fromBeginning: boolean) =>
  async (positions: readonly GroupPosition[]): Promise<Offset[]> =>
    positions.flatMap(({ topic, partition, committed, low }) => {
      const offset = committed ?? (fromBeginning ? low : null);
      return offset === null ? [] : [{ topic, partition, offset }];
    });

function seek(consumer: KafkaConsumer, topic: string, partition: number, offset: number): void {
  consumer.seek({ topic, partition, offset: String(offset) });
}

/** The offset that the fetch asked for; the types of kafkajs keep it to themselves. */
const askedFrom = (batch: Batch): number =>
  Number((batch as Batch & { fetchedOffset: string }).fetchedOffset);

export function incoming(message: KafkaMessage): IncomingMessage {
  return {
    offset: Number(message.offset),
    key: message.key,
    value: message.value,
    headers: (message.headers ?? {}) as Record<string, Buffer>,
    timestamp: Number(message.timestamp),
  };
}

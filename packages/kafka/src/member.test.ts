import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { expect, test, vi } from 'vitest';
import type { Offset } from './commits.js';
import type { KafkaConnection } from './connect.js';
import { type IncomingBatch, joinGroup, type Member } from './member.js';

// kafkajs's own loop and offsets, so that the test stands and falls with what they really do.
const require = createRequire(import.meta.url);
const Runner = require('kafkajs/src/consumer/runner.js');
const OffsetManager = require('kafkajs/src/consumer/offsetManager/index.js');
const SeekOffsets = require('kafkajs/src/consumer/seekOffsets.js');
const { KafkaJSProtocolError } = require('kafkajs/src/errors.js');

const TOPIC = 'crm.events';
const EVENTS = {
  GROUP_JOIN: 'group_join',
  HEARTBEAT: 'heartbeat',
  REBALANCING: 'consumer.rebalancing',
  CRASH: 'crash',
  REQUEST_TIMEOUT: 'request_timeout',
};
const quiet = { info() {}, debug() {}, warn() {}, error() {}, namespace: () => quiet };

/** A group with two partitions, each led by a broker of its own, played by the test. */
class ScriptedGroup {
  readonly emitter = new EventEmitter();
  readonly committed = new Map([
    [0, 100],
    [1, 500],
  ]);
  readonly seekOffset = new SeekOffsets();
  /** What each fetch asked for: partition → offsets. */
  readonly asked: Record<number, number[]> = { 0: [], 1: [] };
  /** Answers the fetches of a node in turn; when there is none left the fetch waits. */
  readonly answers: Record<number, ((from: number) => unknown[] | Promise<unknown[]>)[]> = { 0: [], 1: [] };
  offsetManager: InstanceType<typeof OffsetManager>;
  readonly #known = {};
  heartbeat = vi.fn(async () => {});
  /** What the coordinator throws instead of noting what is committed. */
  coordinatorSays: Error | null = null;
  /** It answers a commit after this. */
  coordinatorAnswers = Promise.resolve();

  getNodeIds = () => [0, 1];
  connect = async () => {};
  leave = vi.fn(async () => {});
  /** Joining waits for it. */
  mayJoin = Promise.resolve();
  hasSeekOffset = ({ topic, partition }: { topic: string; partition: number }) =>
    this.seekOffset.has(topic, partition);
  resolveOffset = (resolved: object) => this.offsetManager.resolveOffset(resolved);
  seek = ({ topic, partition, offset }: { topic: string; partition: number; offset: string }) =>
    this.seekOffset.set(topic, partition, offset);

  /** As kafkajs does it: a new manager of offsets, and the event a moment later. */
  async joinAndSync(): Promise<void> {
    await this.mayJoin;
    this.offsetManager = new OffsetManager({
      cluster: { committedOffsets: () => this.#known },
      topicConfigurations: { [TOPIC]: {} },
      memberAssignment: { [TOPIC]: [0, 1] },
      instrumentationEmitter: this.emitter,
      autoCommit: false,
      groupId: 'g',
      coordinator: {
        isConnected: () => true,
        offsetFetch: async () => ({
          responses: [
            {
              topic: TOPIC,
              partitions: [...this.committed].map(([partition, offset]) => ({
                partition,
                offset: String(offset),
              })),
            },
          ],
        }),
        offsetCommit: async ({
          topics,
        }: {
          topics: { partitions: { partition: number; offset: string }[] }[];
        }) => {
          await this.coordinatorAnswers;
          if (this.coordinatorSays) throw this.coordinatorSays;
          for (const { partition, offset } of topics[0]!.partitions)
            this.committed.set(partition, Number(offset));
        },
      },
    });
    await null;
    this.emitter.emit(EVENTS.GROUP_JOIN, { payload: { memberAssignment: { [TOPIC]: [0, 1] } } });
  }

  async fetch(node: number): Promise<unknown[]> {
    const entry = this.seekOffset.pop(TOPIC, node);
    if (entry) await this.offsetManager.seek(entry);
    await this.offsetManager.resolveOffsets();
    const from = Number(this.offsetManager.nextOffset(TOPIC, node).toString());
    this.asked[node]!.push(from);
    const answer = this.answers[node]!.shift();
    if (!answer) return new Promise(() => {});
    try {
      return await answer(from);
    } catch {
      // recoverFromFetch: the leader has changed, so it joins again right here.
      await this.joinAndSync();
      return [];
    }
  }
}

/** Messages from `from` up to `to`, as a batch of kafkajs. */
const batch = (partition: number, from: number, to: number) => ({
  topic: TOPIC,
  partition,
  fetchedOffset: String(from),
  highWatermark: '1000',
  messages: Array.from({ length: to - from + 1 }, (_, i) => ({
    offset: String(from + i),
    key: null,
    value: null,
  })),
  isEmpty: () => false,
  isEmptyDueToFiltering: () => false,
  firstOffset: () => String(from),
  lastOffset: () => String(to),
  offsetLag: () => '0',
  offsetLagLow: () => '0',
});

async function join(
  group: ScriptedGroup,
  onBatch: (batch: IncomingBatch) => Promise<void>,
  { onLost = () => {}, ...options }: { onLost?: () => void; onRevoked?: () => void; gatherMs?: number } = {},
): Promise<Member> {
  let runner: InstanceType<typeof Runner> | null = null;
  const consumer = {
    events: EVENTS,
    on: (event: string, listener: (event: unknown) => void) => group.emitter.on(event, listener),
    connect: async () => {},
    // As kafkajs does it: one that starts is not running yet, and is forgotten.
    disconnect: async () => {
      await runner?.stop();
      runner = null;
    },
    subscribe: async () => {},
    seek: group.seek,
    commitOffsets: (offsets: Offset[]) =>
      group.offsetManager.commitOffsets({ topics: [{ topic: TOPIC, partitions: offsets }] }),
    run: async ({ eachBatch, eachBatchAutoResolve }: Record<string, unknown>) => {
      runner = new Runner({
        logger: quiet,
        consumerGroup: group,
        instrumentationEmitter: group.emitter,
        eachBatch,
        eachBatchAutoResolve,
        autoCommit: false,
        concurrency: 16,
        onCrash: () => {},
        retry: { retries: 0 },
      });
      await runner.start();
    },
  };
  const admin = {
    fetchOffsets: async () => [
      { partitions: [...group.committed].map(([partition, offset]) => ({ partition, offset })) },
    ],
    fetchTopicOffsets: async () => [0, 1].map((partition) => ({ partition, low: '0', high: '1000' })),
  };
  const connection = {
    kafka: { consumer: () => consumer },
    brokers: [],
    withAdmin: (use: (client: typeof admin) => Promise<unknown>) => use(admin),
  };
  return joinGroup(
    connection as unknown as KafkaConnection,
    { groupId: 'g', topics: [TOPIC], fromBeginning: true, onBatch, ...options },
    onLost,
  );
}

/** A fetch that waits until the test ends it. */
function heldFetch() {
  let fail: (error: unknown) => void = () => {};
  const answer = () => new Promise<unknown[]>((_, reject) => (fail = reject));
  return {
    answer,
    leaderMoves: () => fail(new KafkaJSProtocolError({ type: 'NOT_LEADER_FOR_PARTITION', message: 'moved' })),
  };
}

test('what was taken when the leader of another partition moved is fetched again', async () => {
  const group = new ScriptedGroup();
  const other = heldFetch();
  const taken: number[] = [];
  let letGo = () => {};
  group.answers[0]!.push(() => [batch(0, 100, 102)]);
  group.answers[1]!.push(other.answer);
  // The stage is full: it lets go of what it has taken when the partitions are revoked, as Stage.forget does.
  await join(
    group,
    async ({ messages }) => {
      taken.push(messages[0]!.offset);
      await new Promise<void>((resolve) => (letGo = resolve));
    },
    { onRevoked: () => letGo() },
  );
  await vi.waitFor(() => expect(taken).toEqual([100]));
  other.leaderMoves();
  await vi.waitFor(() => expect(group.asked[0]!.length).toBe(2));
  expect(group.asked[0]).toEqual([100, 100]);
});

test('what was taken before the leader moved, while a fetch of few messages is followed by a pause, is fetched again', async () => {
  const group = new ScriptedGroup();
  const other = heldFetch();
  group.answers[0]!.push(() => [batch(0, 100, 102)]);
  group.answers[1]!.push(other.answer);
  await join(group, async () => other.leaderMoves(), { gatherMs: 30 });
  await vi.waitFor(() => expect(group.asked[0]!.length).toBe(2));
  expect(group.asked[0]).toEqual([100, 100]);
});

test('a partition goes back when kafkajs would leave something out', async () => {
  const group = new ScriptedGroup();
  const taken: number[] = [];
  const whatIsThere = (from: number) => [batch(0, from, from + 2)];
  group.answers[0]!.push(
    () => {
      // As a handler of before does it between the new manager of offsets and its event.
      group.resolveOffset({ topic: TOPIC, partition: 0, offset: '105' });
      return [];
    },
    whatIsThere,
    whatIsThere,
  );
  await join(group, async ({ messages }) => void taken.push(messages[0]!.offset));
  await vi.waitFor(() => expect(group.asked[0]!.length).toBe(4));
  expect(group.asked[0]).toEqual([100, 106, 100, 103]);
  expect(taken).toEqual([100]);
});

test('nothing is committed that the present assignment has not reached', async () => {
  const group = new ScriptedGroup();
  const other = heldFetch();
  group.answers[0]!.push(() => [batch(0, 100, 102)]);
  group.answers[1]!.push(other.answer);
  const member = await join(group, async () => {});
  await vi.waitFor(() => expect(group.asked[0]!.length).toBe(2));
  await member.commit([
    { topic: TOPIC, partition: 0, offset: 103 },
    { topic: TOPIC, partition: 1, offset: 777 },
  ]);
  expect(Object.fromEntries(group.committed)).toEqual({ 0: 103, 1: 500 });
  group.committed.set(0, 100);
  other.leaderMoves();
  await vi.waitFor(() => expect(group.asked[1]!.length).toBe(2));
  await member.commit([{ topic: TOPIC, partition: 0, offset: 103 }]);
  expect(group.committed.get(0)).toBe(100);
});

test('a handler that waits hears that the group gives its partitions out again', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const group = new ScriptedGroup();
  group.answers[0]!.push(() => [batch(0, 100, 102)]);
  const revoked = vi.fn();
  let isTaken = false;
  await join(
    group,
    () => {
      isTaken = true;
      return new Promise(() => {});
    },
    { onRevoked: revoked },
  );
  await vi.waitFor(() => expect(isTaken).toBe(true));
  revoked.mockClear();
  group.heartbeat.mockRejectedValue(new KafkaJSProtocolError({ type: 'REBALANCE_IN_PROGRESS', message: '' }));
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
  await vi.waitFor(() => expect(revoked).toHaveBeenCalledOnce());
});

test('what the coordinator could not be told is told later, though nothing more arrives', async () => {
  const group = new ScriptedGroup();
  group.answers[0]!.push(() => [batch(0, 100, 102)]);
  const member = await join(group, async () => {});
  await vi.waitFor(() => expect(group.asked[0]!.length).toBe(2));
  group.coordinatorSays = new KafkaJSProtocolError({ type: 'COORDINATOR_NOT_AVAILABLE', message: 'away' });
  const commit = member.commit([{ topic: TOPIC, partition: 0, offset: 103 }]);
  await expect(commit).rejects.toThrow('away');
  group.coordinatorSays = null;
  await vi.waitFor(() => expect(group.committed.get(0)).toBe(103), 3_000);
});

test('what an assignment could not tell its group it does not tell under the next one', async () => {
  const group = new ScriptedGroup();
  const other = heldFetch();
  group.answers[0]!.push(() => [batch(0, 100, 102)]);
  group.answers[1]!.push(other.answer);
  const member = await join(group, async () => {});
  await vi.waitFor(() => expect(group.asked[0]!.length).toBe(2));
  group.coordinatorSays = new KafkaJSProtocolError({ type: 'COORDINATOR_NOT_AVAILABLE', message: 'away' });
  await expect(member.commit([{ topic: TOPIC, partition: 0, offset: 103 }])).rejects.toThrow('away');
  other.leaderMoves();
  await vi.waitFor(() => expect(group.asked[1]!.length).toBe(2));
  group.coordinatorSays = null;
  await member.commit([]);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(group.committed.get(0)).toBe(100);
});

test('a member that is given up while it joins leaves its group once it has joined', async () => {
  const group = new ScriptedGroup();
  let letIn = () => {};
  group.mayJoin = new Promise((resolve) => (letIn = resolve));
  const joining = join(group, async () => {});
  await vi.waitFor(() => expect(group.emitter.listenerCount(EVENTS.REQUEST_TIMEOUT)).toBe(1));
  await new Promise(setImmediate);
  group.emitter.emit(EVENTS.REQUEST_TIMEOUT, { payload: { broker: 'b:9092', apiName: 'JoinGroup' } });
  await expect(joining).rejects.toThrow('Kafka at b:9092 has not answered a JoinGroup request');
  letIn();
  group.answers[0]!.push(() => []);
  group.answers[1]!.push(() => []);
  await vi.waitFor(() => expect(group.leave).toHaveBeenCalledOnce());
});

test('what was handed on and is not committed is read again from there when a member is to begin again', async () => {
  const group = new ScriptedGroup();
  const whatIsThere = async (from: number) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return from < 103 ? [batch(0, from, 102)] : [];
  };
  group.answers[0]!.push(...Array.from({ length: 2_000 }, () => whatIsThere));
  const taken: number[] = [];
  const member = await join(group, async ({ messages }) => void taken.push(messages[0]!.offset));
  await vi.waitFor(() => expect(taken).toEqual([100]));
  await vi.waitFor(() => expect(group.asked[0]).toContain(103));
  member.reposition();
  await vi.waitFor(() => expect(taken).toEqual([100, 100]));
});

test('a member whose commit is never answered is given up', async () => {
  const group = new ScriptedGroup();
  group.answers[0]!.push(() => [batch(0, 100, 102)]);
  const onLost = vi.fn();
  const member = await join(group, async () => {}, { onLost });
  await vi.waitFor(() => expect(group.asked[0]!.length).toBe(2));
  group.coordinatorAnswers = new Promise(() => {});
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const commit = expect(member.commit([{ topic: TOPIC, partition: 0, offset: 103 }])).rejects.toThrow(
    'has not answered a commit',
  );
  await vi.advanceTimersByTimeAsync(19_000);
  expect(onLost).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  vi.useRealTimers();
  await commit;
  expect(onLost).toHaveBeenCalledOnce();
});

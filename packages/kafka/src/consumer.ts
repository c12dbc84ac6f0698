import { retry } from '@tallyboard/runtime/retry';
import type { Offset } from './commits.js';
import type { KafkaConnection } from './connect.js';
import { joinGroup, type Member, type MemberOptions } from './member.js';

export type { Offset } from './commits.js';
export type { IncomingBatch, IncomingMessage } from './member.js';

export interface ConsumerOptions extends MemberOptions {
  /** The membership was lost; a new one is sought until there is one. */
  onLost?(error: Error): void;
  /** There is a new one. */
  onBack?(): void;
}

export interface Consumer {
  /** Resolves when it has joined; rejects when Kafka does not let it, after some attempts. */
  start(): Promise<void>;
  /** Commits of these offsets those that the present assignment has reached. */
  commit(offsets: readonly Offset[]): Promise<void>;
  /** Begins every partition again, from where `begin` says now. */
  reposition(): void;
  stop(): Promise<void>;
}

/**
 * A member of a consumer group that commits only what it is told to. When kafkajs gives up (it takes "no coordinator"
 * for an error that stays) or Kafka stops answering, it is made anew, for as long as that takes.
 */
export function createConsumer(connection: KafkaConnection, options: ConsumerOptions): Consumer {
  const stopping = new AbortController();
  let member: Member | null = null;
  let joining: Promise<void> = Promise.resolve();

  const join = async () => {
    const joined = await joinGroup(connection, options, onLost);
    if (stopping.signal.aborted) await joined.leave();
    else member = joined;
  };
  const onLost = (error: Error) => {
    member = null;
    if (stopping.signal.aborted) return;
    options.onLost?.(error);
    joining = retry(join, { ...WAITS, signal: stopping.signal }).then(
      () => options.onBack?.(),
      () => {},
    );
  };
  return {
    start: () => retry(join, { ...WAITS, attempts: 3, signal: stopping.signal }),
    commit: async (offsets) => member?.commit(offsets),
    reposition: () => member?.reposition(),
    async stop() {
      stopping.abort();
      await joining;
      await member?.leave();
    },
  };
}

const WAITS = { minMs: 200, maxMs: 3_000 };

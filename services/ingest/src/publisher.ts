import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingMessage, Producer } from '@tallyboard/kafka/producer';
import type { Logger } from '@tallyboard/runtime/logging';
import { retry } from '@tallyboard/runtime/retry';
import { type Piece, SendQueue } from './send-queue.js';

/** Where accepted events go. */
export interface Publisher {
  /**
   * Resolves when Kafka has acknowledged every message. Rejects with `Unavailable` when that is not certain:
   * some may be in the log, and sending them again does no harm.
   */
  publish(messages: OutgoingMessage[]): Promise<void>;
  /** Why nothing can be published just now; null when it can. */
  unavailable(): Unavailable | null;
}

/** Kafka did not take the events. The message is for the sender. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

export interface PublisherOptions {
  /** Opens a producer, once at the start and again after each failure. */
  open: () => Promise<Producer>;
  topic: string;
  log: Logger;
  /** Told whenever Kafka comes or goes, with the reason. */
  onChange?: (ok: boolean, detail?: string) => void;
  /** Told after each acknowledged send. */
  onSent?: (messages: number, tookMs: number) => void;
  now?: () => number;
  /** Sends begin at least so far apart. */
  gapMs?: number;
}

/**
 * A publisher over one Kafka producer. One send is on its way at a time and takes along what has come meanwhile,
 * so that many small requests cost as little as a few large ones; hence also the gap between sends, which one sender's
 * requests do not notice and hundreds a second share. After a failed send the producer is replaced,
 * however long that takes; until then everything is refused at once.
 */
export function createPublisher(options: PublisherOptions): Publisher & { close(): Promise<void> } {
  const {
    open,
    topic,
    log,
    onChange = () => {},
    onSent = () => {},
    now = Date.now,
    gapMs = GAP_MS,
  } = options;
  const queue = new SendQueue();
  const closing = new AbortController();
  let producer: Producer | null = null;
  let problem: Unavailable | null = new Unavailable('The service is still connecting to Kafka.');
  let sendingSinceMs: number | null = null;
  let nextSendMs = 0;
  let idle: Promise<void> = Promise.resolve();

  const goDown = (error: unknown) => {
    const first = producer !== null || !(problem?.cause ?? null);
    problem = new Unavailable('Kafka does not take events just now.', { cause: error });
    if (first)
      log.warn({ reason: reasonOf(error) }, 'Kafka does not take events: answering 503 until it does');
    onChange(false, reasonOf(error));
  };
  const connect = async () => {
    const { signal } = closing;
    const opened = await retry(open, { minMs: 200, maxMs: 3_000, signal, onRetry: goDown }).catch(() => null);
    if (signal.aborted) return opened?.close();
    producer = opened;
    if (problem?.cause) log.info('Kafka takes events again');
    problem = null;
    onChange(true);
  };
  const send = async () => {
    while (producer && !queue.isEmpty()) {
      const waitMs = nextSendMs - now();
      if (waitMs > 0) await sleep(waitMs);
      const pieces = queue.take();
      try {
        sendingSinceMs = now();
        nextSendMs = sendingSinceMs + gapMs;
        await producer.send(topic, messagesOf(pieces));
        onSent(
          pieces.reduce((sum, { messages }) => sum + messages.length, 0),
          now() - sendingSinceMs,
        );
        for (const piece of pieces) piece.acknowledge();
      } catch (error) {
        goDown(error);
        for (const piece of [...pieces, ...queue.takeAll()]) piece.refuse(problem!);
        const failed = producer;
        producer = null;
        void failed.close().catch(() => {});
        void connect();
      } finally {
        sendingSinceMs = null;
      }
    }
  };
  const unavailable = () => {
    if (problem) return problem;
    if (sendingSinceMs === null || now() - sendingSinceMs < STALLED_MS) return null;
    return new Unavailable(`Kafka has not acknowledged anything for ${STALLED_MS / 1_000} s.`);
  };

  void connect();
  return {
    unavailable,
    publish(messages) {
      const refusal = unavailable();
      if (refusal) return Promise.reject(refusal);
      if (messages.length === 0) return Promise.resolve();
      const busy = sendingSinceMs !== null || !queue.isEmpty();
      const acknowledged = queue.add(messages);
      if (!busy) idle = send();
      return acknowledged;
    },
    /** Sends what is queued, then closes the producer. */
    async close() {
      await idle;
      closing.abort();
      await producer?.close();
    },
  };
}

const STALLED_MS = 5_000;
const GAP_MS = 10;

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function messagesOf(pieces: Piece[]): OutgoingMessage[] {
  return pieces.length === 1 ? pieces[0]!.messages : pieces.flatMap(({ messages }) => messages);
}

import { Failure } from '@tallyboard/runtime/failure';
import kafkajs, { type Admin, type Kafka, type KafkaConfig } from 'kafkajs';
import { restWhenNothingWaits } from './request-queue.js';
import { wholeAnswers } from './whole-answers.js';

const { KafkaJSConnectionError, KafkaJSNumberOfRetriesExceeded, logLevel } = kafkajs;

/** What a broker refuses ("the coordinator is loading") the client tries again, or throws to who asked for it. */
const EXPECTED = 'Response ';

/** A broker that has not answered by then is taken for gone. Joining a group has longer, see kafkajs's JoinGroup. */
export const REQUEST_TIMEOUT_MS = 10_000;

export interface ConnectOptions {
  /** host:port of one or more brokers. */
  brokers: string[];
  clientId: string;
  /** Receives warnings and errors of the client; default: none. */
  log?: (level: 'warn' | 'error', message: string, details: object) => void;
}

/** A broker address, and what is opened on it. */
export interface KafkaConnection {
  readonly kafka: Kafka;
  readonly brokers: string[];
  /** Runs with an admin client of its own and closes it. */
  withAdmin<T>(use: (admin: Admin) => Promise<T>): Promise<T>;
}

/** Opens nothing yet. What is used first fails with one sentence when no broker answers. */
export function connectKafka({ brokers, clientId, log }: ConnectOptions): KafkaConnection {
  restWhenNothingWaits();
  const config: KafkaConfig = {
    brokers,
    clientId,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      if (!entry.log.message.startsWith(EXPECTED))
        log?.(entry.level === logLevel.ERROR ? 'error' : 'warn', entry.log.message, {
          namespace: entry.namespace,
          ...entry.log,
        });
    },
    socketFactory: wholeAnswers,
    connectionTimeout: 3_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 5 },
  };
  const kafka = new kafkajs.Kafka(config);
  return {
    kafka,
    brokers,
    async withAdmin(use) {
      const admin = kafka.admin();
      try {
        await admin.connect();
        return await use(admin);
      } catch (error) {
        throw unreachable(error, brokers);
      } finally {
        await admin.disconnect().catch(() => {});
      }
    },
  };
}

/** A lost or refused connection as a sentence; any other error as it is. */
export function unreachable(error: unknown, brokers: string[]): unknown {
  const cause = error instanceof KafkaJSNumberOfRetriesExceeded ? (error.cause ?? error) : error;
  if (!(cause instanceof KafkaJSConnectionError)) return error;
  return new Failure(
    `Kafka does not answer at ${brokers.join(', ')}: start it (npm start brings one along) or set TALLY_KAFKA_BROKERS to a broker that runs.`,
    { cause: error },
  );
}

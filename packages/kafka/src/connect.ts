import { Failure } from '@tallyboard/runtime/failure';
import kafkajs, { type Admin, type Kafka, type KafkaConfig } from 'kafkajs';
import type { KafkaAccess } from './access.js';
import { restWhenNothingWaits } from './request-queue.js';
import { wholeAnswers } from './whole-answers.js';

const { KafkaJSConnectionError, KafkaJSNumberOfRetriesExceeded, KafkaJSSASLAuthenticationError, logLevel } =
  kafkajs;

/** What a broker refuses ("the coordinator is loading") the client tries again, or throws to who asked for it. */
const EXPECTED = 'Response ';

/** A broker that has not answered by then is taken for gone. Joining a group has longer, see kafkajs's JoinGroup. */
export const REQUEST_TIMEOUT_MS = 10_000;

export interface ConnectOptions extends KafkaAccess {
  clientId: string;
  /** Receives warnings and errors of the client; default: none. */
  log?: (level: 'warn' | 'error', message: string, details: object) => void;
}

/** A broker address, and what is opened on it. */
export interface KafkaConnection {
  readonly kafka: Kafka;
  readonly brokers: string[];
  /** See KafkaAccess. */
  readonly copies: number | undefined;
  /** Runs with an admin client of its own and closes it. */
  withAdmin<T>(use: (admin: Admin) => Promise<T>): Promise<T>;
}

/** Opens nothing yet. What is used first fails with one sentence when no broker answers. */
export function connectKafka({ brokers, clientId, log, ssl, sasl, copies }: ConnectOptions): KafkaConnection {
  restWhenNothingWaits();
  const config: KafkaConfig = {
    brokers,
    clientId,
    ...(ssl ? { ssl } : {}),
    ...(sasl ? { sasl } : {}),
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
    copies,
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

/** What OpenSSL and Node.js say when they do not believe a certificate, or are not believed. */
const ABOUT_TLS = /certificate|SSL|TLS|altname/i;

/** A lost or refused connection as a sentence, and one that is not let in; any other error as it is. */
export function unreachable(error: unknown, brokers: string[]): unknown {
  const cause = error instanceof KafkaJSNumberOfRetriesExceeded ? (error.cause ?? error) : error;
  if (cause instanceof KafkaJSSASLAuthenticationError)
    return new Failure(
      `Kafka at ${brokers.join(', ')} does not let the services in (${cause.message}): see TALLY_KAFKA_SASL, TALLY_KAFKA_USER and TALLY_KAFKA_PASSWORD.`,
      { cause: error },
    );
  if (!(cause instanceof KafkaJSConnectionError)) return error;
  if (ABOUT_TLS.test(cause.message))
    return new Failure(
      `Kafka at ${brokers.join(', ')} cannot be spoken to by TLS (${cause.message}): see TALLY_KAFKA_TLS_CA, TALLY_KAFKA_TLS_CERT and TALLY_KAFKA_TLS_KEY.`,
      { cause: error },
    );
  return new Failure(
    `Kafka does not answer at ${brokers.join(', ')}: start it (npm start brings one along) or set TALLY_KAFKA_BROKERS to a broker that runs.`,
    { cause: error },
  );
}

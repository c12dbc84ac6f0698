import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readMessage } from '@tallyboard/contracts/log-message';
import { endOffsets } from '@tallyboard/kafka/admin';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { replay } from '@tallyboard/kafka/replay';
import { topicNames } from '@tallyboard/kafka/topics';
import { addApiKey, createApiKey } from '@tallyboard/runtime/api-keys';
import { createCompany } from '@tallyboard/simulator/company';
import { history } from '@tallyboard/simulator/history';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settled } from '@tallyboard/testkit/settled';
import { settingsOf } from '@tallyboard/testkit/test-user';
import { type Told as Said, tally } from '../e2e/tally.js';

/** All that waits of some 60,000 announcements, on a machine that others use as well. */
const SETTLED_WITHIN_MS = 240_000;

const SEED = 11;
/** Some 4,500 events a day. */
const HISTORY_DAYS = 20;

/** How far the simulator has come, as it remembers it. */
interface Told {
  firstStartMs: number;
  historyFromMs: number;
  sentToMs: number;
}

export interface Stack {
  brokers: string;
  clickhouseUrl: string;
  database: string;
  topicPrefix: string;
}

/** A simulated company whose sources misbehave, and everything that counts its events. */
export interface ChaoticCompany {
  services: Record<'simulator' | 'ingest' | 'processor' | 'query', RunningService>;
  kafka: KafkaConnection;
  /** Resolves once the company has been introduced, and what happens day by day is being sent. */
  daysBegin(): Promise<void>;
  /** Resolves once the log has so many messages more than now. */
  logGrows(messages: number): Promise<void>;
  /** Ends the company's day; resolves once everything it sent is in the cells. */
  comeToRest(): Promise<void>;
  /** What the company did, by event id, and what the log has of it. */
  ledger(): Promise<{ done: Set<string>; logged: Set<string>; messages: number }>;
  tally(...args: string[]): Promise<Said>;
  stop(): Promise<void>;
}

export async function startCompany(stack: Stack): Promise<ChaoticCompany> {
  const dir = await mkdtemp(join(tmpdir(), 'tally-chaos-'));
  const keysFile = join(dir, 'keys.json');
  const state = join(dir, 'simulator.json');
  const { key, record } = createApiKey({ tenant: 'demo', scopes: ['ingest', 'read'] });
  addApiKey(keysFile, record);
  const env = {
    ...settingsOf(stack),
    TALLY_API_KEYS_FILE: keysFile,
  };
  const kafka = connectKafka({ brokers: [stack.brokers], clientId: 'chaos' });
  const { events } = topicNames(stack.topicPrefix);
  const processor = await startService('processor', env);
  const ingest = await startService('ingest', env);
  const query = await startService('query', env);
  const simulator = await startService('simulator', {
    ...env,
    TALLY_INGEST_URL: ingest.url,
    TALLY_API_KEY: key,
    TALLY_SIMULATOR_SEED: String(SEED),
    TALLY_SIMULATOR_HISTORY_DAYS: String(HISTORY_DAYS),
    TALLY_SIMULATOR_RATE: '50',
    TALLY_SIMULATOR_MISBEHAVE: 'true',
    TALLY_SIMULATOR_STATE: state,
  });
  const logSize = async () =>
    [...(await endOffsets(kafka, events)).values()].reduce((sum, end) => sum + end, 0);
  return {
    services: { simulator, ingest, processor, query },
    kafka,
    async daysBegin() {
      for (;;) {
        const told = existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as Told) : null;
        if (told && told.sentToMs > told.historyFromMs) return;
        await sleep(50);
      }
    },
    async logGrows(messages) {
      const until = (await logSize()) + messages;
      while ((await logSize()) < until) await sleep(50);
    },
    async comeToRest() {
      await simulator.stop();
      await settled(kafka, stack.topicPrefix, SETTLED_WITHIN_MS);
    },
    async ledger() {
      const { firstStartMs, historyFromMs, sentToMs } = JSON.parse(readFileSync(state, 'utf8')) as Told;
      const done = new Set<string>();
      const did = history(createCompany(SEED, { firstStartMs }), historyFromMs, sentToMs);
      for (const { event_id } of did) done.add(event_id);
      const logged = new Set<string>();
      let messages = 0;
      await replay(kafka, events, {
        to: await endOffsets(kafka, events),
        onMessages(_partition, batch) {
          for (const message of batch) {
            const read = readMessage(message);
            if (!read.ok) throw new Error(read.reason);
            logged.add(read.event.event_id);
            messages += 1;
          }
        },
      });
      return { done, logged, messages };
    },
    tally: (...args) => tally(args, env, dir),
    async stop() {
      for (const service of [simulator, ingest, query, processor]) await service.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

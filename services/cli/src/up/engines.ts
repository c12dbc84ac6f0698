import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshLog } from './data-dir.js';
import { answers, type Ports } from './ports.js';

export interface Engines {
  kafkaBrokers: string;
  clickhouseUrl: string;
  /** Who may do everything there. */
  clickhouseUser: string;
  clickhousePassword: string;
  /** Of its own protocol, where it is spoken. */
  clickhouseNativePort: number | undefined;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 3_000;
/** A moment without an answer is no end. */
const MISSES = 3;

/**
 * Kafka and ClickHouse in the data directory, started again when one of them has gone. Their logs go to
 * `engines.log`; `say` is told what a person should know.
 *
 * @param clickhouse.password absent: a new one, which stays the same when ClickHouse is started again.
 */
export async function startEngines(
  dataDir: string,
  ports: Ports,
  say: (line: string) => void,
  clickhouse: { password?: string | undefined; readableDatabase: string },
): Promise<Engines> {
  const { startStack } = await import('@tallyboard/embedded/stack');
  const file = createWriteStream(freshLog(dataDir, 'engines'), { flags: 'a' });
  file.on('error', () => undefined);
  const start = (password: string | undefined) =>
    startStack({
      dataDir,
      clickhouse: { ...clickhouse, password, nativePort: ports.clickhouseNative },
      kafkaPort: ports.kafka,
      clickhousePort: ports.clickhouse,
      log: (line) => {
        file.write(`${line}\n`);
        if (isForPeople(line)) say(line);
      },
    });
  let stack = await start(clickhouse.password);
  const stopping = new AbortController();
  const watch = async () => {
    let misses = 0;
    while (!stopping.signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const here = await Promise.all([answers(ports.kafka), answers(ports.clickhouse)]);
      misses = here.every(Boolean) ? 0 : misses + 1;
      if (misses < MISSES) continue;
      misses = 0;
      say(`${here[0] ? 'ClickHouse' : 'Kafka'} has gone; Kafka and ClickHouse are started again…`);
      try {
        await stack.stop();
        if (stopping.signal.aborted) return;
        stack = await start(stack.clickhouse.password);
        say('Kafka and ClickHouse are back.');
      } catch (error) {
        say(`They did not start: ${(error as Error).message}`);
      }
    }
  };
  const watching = watch();
  return {
    kafkaBrokers: stack.kafka.brokers,
    clickhouseUrl: stack.clickhouse.url,
    clickhouseUser: stack.clickhouse.user,
    clickhousePassword: stack.clickhouse.password,
    clickhouseNativePort: stack.clickhouse.nativePort,
    async stop() {
      stopping.abort();
      await watching;
      await stack.stop();
      file.end();
    },
  };
}

/** Lines of the engines themselves begin with a time or a level. */
function isForPeople(line: string): boolean {
  return /^[A-Z][a-z]/.test(line) && /[.…]$/.test(line);
}

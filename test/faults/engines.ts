import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningClickHouse, startClickHouse } from '@tallyboard/embedded/clickhouse';
import { freePort } from '@tallyboard/embedded/free-port';
import { type RunningKafka, startKafka } from '@tallyboard/embedded/kafka';
import { httpProtocol } from '@tallyboard/testkit/faults/http-protocol';
import { kafkaProtocol } from '@tallyboard/testkit/faults/kafka-protocol';
import { type FaultProxy, startFaultProxy } from '@tallyboard/testkit/faults/proxy';
import { testUser } from '@tallyboard/testkit/test-user';

/** One engine of a test's own, which can be killed and come back on its port, with its data or other data. */
export interface Engine {
  pid(): number;
  /** kill -9 */
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** After it has ended. */
  start(): Promise<void>;
  /** Keeps a copy of its data; after it has ended. */
  keepData(): Promise<void>;
  /** Puts back what was kept; after it has ended. */
  putDataBack(): Promise<void>;
  /** After it has ended. */
  wipeData(): Promise<void>;
}

/** Where engines are; `brokers`: one or more, separated by commas. */
export interface Addresses {
  /** Around the proxies. */
  direct: { brokers: string; clickhouseUrl: string };
  /** Through them, where there are any. */
  proxied: { brokers: string; clickhouseUrl: string };
}

/** A broker and a ClickHouse, each behind a proxy; the embedded ones, also when the test run uses containers. */
export interface Engines extends Addresses {
  kafka: Engine;
  clickhouse: Engine;
  /** Before each of them. */
  proxies: { kafka: FaultProxy; clickhouse: FaultProxy };
  stop(): Promise<void>;
}

export async function startEngines(): Promise<Engines> {
  const dir = await mkdtemp(join(tmpdir(), 'tally-faults-'));
  const [brokerPort, proxiedPort, clickhousePort] = [await freePort(), await freePort(), await freePort()];
  const proxies = {
    kafka: await startFaultProxy({ protocol: kafkaProtocol, target: proxiedPort }),
    clickhouse: await startFaultProxy({ protocol: httpProtocol, target: clickhousePort }),
  };
  const kafka = engine(join(dir, 'kafka'), (dataDir) =>
    startKafka({
      dataDir,
      port: brokerPort,
      proxied: { port: proxiedPort, advertisedPort: proxies.kafka.port },
    }),
  );
  const clickhouse = engine(join(dir, 'clickhouse'), (dataDir) =>
    startClickHouse({ dataDir, port: clickhousePort, password: testUser.password }),
  );
  await Promise.all([kafka.start(), clickhouse.start()]);
  return {
    kafka,
    clickhouse,
    proxies,
    direct: {
      brokers: `127.0.0.1:${brokerPort}`,
      clickhouseUrl: `http://127.0.0.1:${clickhousePort}`,
    },
    proxied: {
      brokers: `127.0.0.1:${proxies.kafka.port}`,
      clickhouseUrl: `http://127.0.0.1:${proxies.clickhouse.port}`,
    },
    async stop() {
      await Promise.all([kafka.stop(), clickhouse.stop()]);
      await Promise.all([proxies.kafka.stop(), proxies.clickhouse.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** `start`: with its data there. */
export function engine(
  dataDir: string,
  start: (dataDir: string) => Promise<RunningKafka | RunningClickHouse>,
): Engine {
  const kept = `${dataDir}.kept`;
  let running: RunningKafka | RunningClickHouse | null = null;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  const copy = async (from: string, to: string) => {
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  };
  return {
    pid: () => running!.pid,
    stop,
    async kill() {
      process.kill(running!.pid, 'SIGKILL');
      await stop();
    },
    async start() {
      running = await start(dataDir);
    },
    keepData: () => copy(dataDir, kept),
    putDataBack: () => copy(kept, dataDir),
    wipeData: () => rm(dataDir, { recursive: true, force: true }),
  };
}

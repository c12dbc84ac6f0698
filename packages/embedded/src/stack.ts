import { join } from 'node:path';
import { type RunningClickHouse, startClickHouse } from './clickhouse.js';
import { startKafka } from './kafka.js';

type ClickHouseOptions = Parameters<typeof startClickHouse>[0];

export interface RunningStack {
  kafka: { brokers: string };
  clickhouse: Pick<RunningClickHouse, 'url' | 'user' | 'password' | 'nativePort'>;
  /** Stops both; a second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * Starts Kafka and ClickHouse together, with their data in `dataDir/kafka` and `dataDir/clickhouse`.
 * When one fails, the other is stopped and the failure is the one of the first that failed.
 *
 * @param options.kafkaPort absent or 0: any free port; the same for `clickhousePort`.
 * @param options.clickhouse as startClickHouse has it: password, database to be read without one, native port.
 */
export async function startStack(options: {
  dataDir: string;
  kafkaPort?: number;
  clickhousePort?: number;
  clickhouse?: Pick<ClickHouseOptions, 'password' | 'readableDatabase' | 'nativePort'>;
  log?: (line: string) => void;
}): Promise<RunningStack> {
  const log = options.log ?? (() => {});
  const starting = [
    startKafka({ dataDir: join(options.dataDir, 'kafka'), port: options.kafkaPort ?? 0, log }),
    startClickHouse({
      ...options.clickhouse,
      dataDir: join(options.dataDir, 'clickhouse'),
      port: options.clickhousePort ?? 0,
      log,
    }),
  ] as const;
  const stopAll = async () => {
    const ends = (await Promise.allSettled(starting)).map((engine) =>
      engine.status === 'fulfilled' ? engine.value.stop() : undefined,
    );
    await Promise.all(ends);
  };
  try {
    const [kafka, clickhouse] = await Promise.all(starting);
    let stopping: Promise<void> | undefined;
    return {
      kafka: { brokers: kafka.brokers },
      clickhouse,
      stop: () => (stopping ??= stopAll()),
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

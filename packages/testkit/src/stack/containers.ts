import { startClickHouseContainer } from './clickhouse-container.js';
import { startKafkaContainer } from './kafka-container.js';
import type { TestStack } from './test-stack.js';

/** The same as in infra/compose.yaml. */
export const images = { kafka: 'apache/kafka:4.2.0', clickhouse: 'clickhouse/clickhouse-server:26.7' };

/** The official images in Docker, by testcontainers, which also removes them if this process is killed. */
export async function startContainers(env: NodeJS.ProcessEnv): Promise<TestStack> {
  await requireDocker();
  const starting = [
    startKafkaContainer(env.TALLY_TEST_KAFKA_IMAGE || images.kafka),
    startClickHouseContainer(env.TALLY_TEST_CLICKHOUSE_IMAGE || images.clickhouse),
  ] as const;
  const stop = async () => {
    const started = await Promise.allSettled(starting);
    await Promise.all(started.map((one) => one.status === 'fulfilled' && one.value.stop()));
  };
  try {
    const [kafka, clickhouse] = await Promise.all(starting);
    return { brokers: kafka.brokers, clickhouseUrl: clickhouse.url, backend: 'containers', stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function requireDocker(): Promise<void> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
  } catch (cause) {
    throw new Error(
      'TALLY_TEST_BACKEND=containers needs Docker and none answers: start it, or leave the variable out to test with the embedded engines.',
      { cause },
    );
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { isCoordinating } from '@tallyboard/embedded/probe';
import type { StartedTestContainer } from 'testcontainers';

const offsetsPartitions = 4;
const startsWithinMs = 120_000;

/**
 * Apache's image. A broker has to advertise the port that Docker maps, which is known only once the
 * container runs: so the container starts by waiting for a script, and the script starts the broker.
 */
export async function startKafkaContainer(
  image: string,
): Promise<{ brokers: string; stop(): Promise<unknown> }> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(image)
    .withExposedPorts(9092)
    .withEnvironment(brokerSettings)
    .withEntrypoint(['/bin/sh', '-c'])
    .withCommand([`echo ${waiting}; until [ -f ${script} ]; do sleep 0.1; done; exec sh ${script}`])
    .withWaitStrategy(Wait.forLogMessage(waiting))
    .start();
  const host = container.getHost();
  const port = container.getMappedPort(9092);
  await container.copyContentToContainer([{ content: startScript(host, port), target: script, mode: 0o755 }]);
  await becomesReady(container, host, port);
  return { brokers: `${host}:${port}`, stop: () => container.stop() };
}

const script = '/tmp/start-broker.sh';
const waiting = 'waiting for the start script';

function startScript(host: string, port: number): string {
  return `export KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://${host}:${port},INSIDE://localhost:9094
exec /etc/kafka/docker/run
`;
}

/** The image turns KAFKA_SOME_NAME into the property some.name, and takes none of its own when any is set. */
export const brokerSettings = {
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093,INSIDE://:9094',
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT',
  KAFKA_INTER_BROKER_LISTENER_NAME: 'INSIDE',
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: String(offsetsPartitions),
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
};

async function becomesReady(container: StartedTestContainer, host: string, port: number): Promise<void> {
  const deadline = Date.now() + startsWithinMs;
  while (!(await isCoordinating(host, port, offsetsPartitions))) {
    if (Date.now() > deadline) {
      await container.stop();
      throw new Error(
        `Kafka in its container did not answer on ${host}:${port} within ${startsWithinMs / 1000} s.`,
      );
    }
    await sleep(50);
  }
}

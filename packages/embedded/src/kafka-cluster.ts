import { join } from 'node:path';
import { newClusterId } from './kafka/format.js';
import { type RunningKafka, startKafka } from './kafka.js';
import { freePort } from './stack/free-port.js';

/** A node of a cluster: a broker that is a controller too. It keeps its port and its data from start to start. */
export interface KafkaNode {
  /** As the cluster calls it. */
  readonly id: number;
  readonly port: number;
  /** Of the present process. */
  pid(): number;
  /** kill -9; resolves when the process has gone. */
  kill(): Promise<void>;
  /** In good order: it hands what it leads to others first. */
  stop(): Promise<void>;
  /** After it has ended. Resolves once it serves, for which more than half of the nodes must run. */
  start(): Promise<void>;
}

export interface KafkaCluster {
  /** All addresses, for clients to begin with. */
  brokers: string[];
  nodes: readonly KafkaNode[];
  stop(): Promise<void>;
}

/**
 * Starts several nodes of Apache Kafka as one cluster, each a process of its own with its data in `dataDir/<id>`: up to
 * three copies of each partition, two of which must have what is acknowledged.
 *
 * Rejects as `startKafka` does.
 *
 * @param options.size how many nodes.
 * @param options.heapMb of each.
 */
export async function startKafkaCluster(options: {
  dataDir: string;
  size: number;
  heapMb?: number;
  log?: (line: string) => void;
}): Promise<KafkaCluster> {
  const { size, heapMb = 256, log } = options;
  const clusterId = newClusterId();
  const ids = Array.from({ length: size }, (_, index) => index + 1);
  const ports = await freePorts(2 * size);
  const controllerPorts = ports.slice(size);
  const nodes = ids.map((id) =>
    nodeOf(id, ports[id - 1]!, () =>
      startKafka({
        dataDir: join(options.dataDir, String(id)),
        port: ports[id - 1]!,
        heapMb,
        member: { id, clusterId, controllerPorts },
        ...(log ? { log: (line: string) => log(`${id}: ${line}`) } : {}),
      }),
    ),
  );
  const stop = async () => void (await Promise.all(nodes.map((node) => node.stop())));
  const started = await Promise.allSettled(nodes.map((node) => node.start()));
  const failed = started.find((start) => start.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return { brokers: nodes.map(({ port }) => `127.0.0.1:${port}`), nodes, stop };
}

function nodeOf(id: number, port: number, open: () => Promise<RunningKafka>): KafkaNode {
  let running: RunningKafka | null = null;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  return {
    id,
    port,
    pid() {
      if (!running) throw new Error(`node ${id} does not run`);
      return running.pid;
    },
    async kill() {
      if (running) process.kill(running.pid, 'SIGKILL');
      await stop();
    },
    stop,
    async start() {
      running ??= await open();
    },
  };
}

/** Different ones: a port is free again as soon as it has been found. */
async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) found.add(await freePort());
  return [...found];
}

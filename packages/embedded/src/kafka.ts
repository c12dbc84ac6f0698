import { rmSync, writeFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Broker, runBroker } from './kafka/broker.js';
import type { Claim } from './kafka/claim.js';
import { claimDataDir, layout } from './kafka/data-dir.js';
import { formatOnce } from './kafka/format.js';
import { kafkaJars } from './kafka/jars.js';
import { requireJava } from './kafka/java.js';
import {
  log4jProperties,
  type Membership,
  type ProxiedListener,
  type SecuredListener,
  serverProperties,
} from './kafka/settings.js';
import { EmbeddedFailure } from './stack/failure.js';
import { freePort, requireFreePort } from './stack/free-port.js';

export interface RunningKafka {
  /** For example `127.0.0.1:9092`. */
  brokers: string;
  port: number;
  pid: number;
  /** Ends the broker in good order and waits until its process has gone. */
  stop(): Promise<void>;
}

/**
 * Starts a node of Apache Kafka, and resolves once it coordinates consumer groups. Topics stay in `dataDir`.
 * The broker ends with this process, even when this process is killed.
 *
 * Rejects with an EmbeddedFailure: no Java, no Maven or no network before the first download, a taken port,
 * a directory that is in use or cannot be written, a broker that ends while it starts.
 *
 * @param options.port absent or 0: any free port.
 * @param options.host a loopback address; anything else is refused, since there is no password.
 * @param options.log receives what a person should know, and each line that the JVM writes.
 * @param options.heapMb the JVM's largest heap.
 * @param options.proxied a second listener for clients behind a proxy. A broker sends its clients to the address that it
 * advertises, so without one they would go around the proxy; with it they do at `port` and do not at the proxy.
 * @param options.secured a further listener, for clients by TLS or with a password.
 * @param options.member which node of a cluster it is, see kafka-cluster.ts; absent: one by itself.
 */
export async function startKafka(options: {
  dataDir: string;
  port?: number;
  host?: string;
  log?: (line: string) => void;
  heapMb?: number;
  proxied?: ProxiedListener;
  member?: Membership;
  secured?: SecuredListener;
}): Promise<RunningKafka> {
  const log = options.log ?? (() => {});
  const host = options.host ?? '127.0.0.1';
  if (!/^127\.\d+\.\d+\.\d+$/.test(host)) {
    throw new EmbeddedFailure(
      `The embedded Kafka has no password and listens on 127.0.0.1 only, not ${host}.`,
    );
  }
  const dataDir = resolve(options.dataDir);
  // In another locale the JVM can open no path that is not ASCII. There is no such choice on macOS, and no harm.
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const [java, jars] = await Promise.all([requireJava(env), kafkaJars(env, log)]);
  const claim = await claimDataDir(dataDir, log);
  try {
    if (options.port) await requireFreePort('Kafka', host, options.port);
    if (options.proxied) await requireFreePort('Kafka', host, options.proxied.port);
    const port = options.port || (await freePort(host));
    const args = jvmArgs(dataDir, jars, options.heapMb ?? 384);
    const { proxied, member, secured } = options;
    const broker = await startIn(dataDir, {
      command: java.command,
      args,
      env,
      host,
      port,
      claim,
      log,
      ...(proxied ? { proxied } : {}),
      ...(member ? { member } : {}),
      ...(secured ? { secured } : {}),
    });
    return { brokers: `${host}:${port}`, port, pid: broker.pid, stop: broker.stop };
  } catch (error) {
    claim.release();
    throw error;
  }
}

/** Few cores and short lives: the client compiler alone is faster here than both, and smaller. */
function jvmArgs(dataDir: string, jars: string[], heapMb: number): string[] {
  const files = layout(dataDir);
  return [
    `-Xmx${heapMb}m`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Dlog4j2.configurationFile=${pathToFileURL(files.log4j)}`,
    `-Dtally.log=${files.brokerLog}`,
    '-cp',
    jars.join(delimiter),
  ];
}

async function startIn(
  dataDir: string,
  options: {
    command: string;
    args: string[];
    env: NodeJS.ProcessEnv;
    host: string;
    port: number;
    claim: Claim;
    log: (line: string) => void;
    proxied?: ProxiedListener;
    member?: Membership;
    secured?: SecuredListener;
  },
): Promise<Broker> {
  const files = layout(dataDir);
  const asked = { ...options, dataDir, brokerLog: files.brokerLog };
  const { member } = options;
  const controllerPort = member ? member.controllerPorts[member.id - 1]! : await freePort(options.host);
  const propertiesFor = (logDir: string) => serverProperties({ ...options, controllerPort, logDir });
  writeFileSync(files.log4j, log4jProperties);
  rmSync(files.brokerLog, { force: true });
  await formatOnce({
    ...asked,
    topics: files.topics,
    propertiesFor,
    clusterId: member?.clusterId,
    scram: options.secured?.scram,
  });
  writeFileSync(files.properties, propertiesFor(files.topics));
  const broker = runBroker({
    ...asked,
    args: [...options.args, 'kafka.Kafka', files.properties],
    ended: (wasAsked) => {
      options.claim.release();
      if (!wasAsked) options.log(`Kafka has ended without being asked to: see ${files.brokerLog}.`);
    },
  });
  options.claim.nameBroker(broker.pid);
  await broker.ready;
  return broker;
}

import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from './kafka/claim.js';
import { claimDataDir, layout } from './kafka/data-dir.js';
import { explainFailedStart } from './kafka/explain.js';
import { formatOnce } from './kafka/format.js';
import { type GuardedProcess, spawnGuarded } from './kafka/guard.js';
import { kafkaJars } from './kafka/jars.js';
import { requireJava } from './kafka/java.js';
import { isCoordinating } from './kafka/probe.js';
import { log4jProperties, offsetsPartitions, serverProperties } from './kafka/settings.js';
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

/** A start takes a few seconds; a large log after a crash takes longer. */
const startsWithinMs = 120_000;
/** An orderly end takes less than a second. */
const killAfterMs = 15_000;

/**
 * Starts Apache Kafka, one node, and resolves once it coordinates consumer groups. Topics stay in `dataDir`.
 * The broker ends with this process, even when this process is killed.
 *
 * Rejects with an EmbeddedFailure: no Java, no Maven or no network before the first download, a taken port,
 * a directory that is in use or cannot be written, a broker that ends while it starts.
 *
 * @param options.port absent or 0: any free port.
 * @param options.host a loopback address; anything else is refused, since there is no password.
 * @param options.log receives what a person should know, and each line that the JVM writes.
 * @param options.heapMb the JVM's largest heap.
 */
export async function startKafka(options: {
  dataDir: string;
  port?: number;
  host?: string;
  log?: (line: string) => void;
  heapMb?: number;
}): Promise<RunningKafka> {
  const log = options.log ?? (() => {});
  const host = options.host ?? '127.0.0.1';
  if (!/^127\.\d+\.\d+\.\d+$/.test(host)) {
    throw new EmbeddedFailure(
      `The embedded Kafka has no password and listens on 127.0.0.1 only, not ${host}.`,
    );
  }
  if (options.port) await requireFreePort('Kafka', host, options.port);
  const [java, jars] = await Promise.all([requireJava(process.env), kafkaJars(process.env, log)]);
  const dataDir = resolve(options.dataDir);
  const claim = await claimDataDir(dataDir, log);
  try {
    const port = options.port || (await freePort(host));
    const controllerPort = await freePort(host);
    const javaArgs = jvmArgs(dataDir, jars, options.heapMb ?? 384);
    const broker = { java: java.command, javaArgs, dataDir, host, port, controllerPort, claim, log };
    return await startBroker(broker);
  } catch (error) {
    claim.release();
    throw error;
  }
}

function jvmArgs(dataDir: string, jars: string[], heapMb: number): string[] {
  const files = layout(dataDir);
  return [
    `-Xmx${heapMb}m`,
    '-XX:+UseSerialGC',
    '-Djava.awt.headless=true',
    `-Dlog4j2.configurationFile=${files.log4j}`,
    `-Dtally.log=${files.brokerLog}`,
    '-cp',
    jars.join(delimiter),
  ];
}

async function startBroker(broker: {
  java: string;
  javaArgs: string[];
  dataDir: string;
  host: string;
  port: number;
  controllerPort: number;
  claim: Claim;
  log: (line: string) => void;
}): Promise<RunningKafka> {
  const { host, port, java, javaArgs } = broker;
  const files = layout(broker.dataDir);
  const propertiesFor = (logDir: string) => serverProperties({ ...broker, logDir });
  writeFileSync(files.log4j, log4jProperties);
  rmSync(files.brokerLog, { force: true });
  await formatOnce({ java, javaArgs, topics: files.topics, propertiesFor, env: process.env });
  writeFileSync(files.properties, propertiesFor(files.topics));
  const child = spawnGuarded(java, [...javaArgs, 'kafka.Kafka', files.properties], process.env);
  const said = collectOutput(child, broker.log);
  const exited = once(child, 'exit').then(() => {
    child.stdin.destroy();
    broker.claim.release();
  });
  broker.claim.nameBroker(child.pid as number);
  const stop = () => stopChild(child, exited);
  if (!(await becomesReady(child, host, port))) {
    await stop();
    said.push(readIfAny(files.brokerLog));
    throw new EmbeddedFailure(explainFailedStart(said.join('\n')), { cause: said.join('\n') });
  }
  child.once('exit', (code, signal) => {
    if (!child.killed) broker.log(`Kafka ended unexpectedly (${signal ?? code}): see ${files.brokerLog}.`);
  });
  return { brokers: `${host}:${port}`, port, pid: child.pid as number, stop };
}

/** False when the process has ended or does not get there in time. */
async function becomesReady(child: GuardedProcess, host: string, port: number): Promise<boolean> {
  const deadline = Date.now() + startsWithinMs;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await isCoordinating(host, port, offsetsPartitions)) return true;
    await sleep(25);
  }
  return false;
}

/** Hands lines on to `log` and keeps the last hundred. */
function collectOutput(child: GuardedProcess, log: (line: string) => void): string[] {
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log(line);
      said.push(line);
      if (said.length > 100) said.shift();
    });
  }
  return said;
}

async function stopChild(child: GuardedProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  await exited;
  clearTimeout(kill);
}

function readIfAny(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startKafka } from '../kafka.js';
import { freePort } from '../stack/free-port.js';
import { layout } from './data-dir.js';
import { groupMembers } from './group-members.test-support.js';
import { identify, isAlive, type ProcessIdentity } from './identity.js';

// Each test starts engines, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let base: string;
let dataDir: string;
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tallyboard-kafka-'));
  dataDir = base;
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  rmSync(base, { recursive: true, force: true });
});

async function started(options: Partial<Parameters<typeof startKafka>[0]> = {}) {
  const kafka = await startKafka({ dataDir, ...options });
  cleanups.push(kafka.stop);
  return kafka;
}

describe('a broker', () => {
  test('serves a consumer group at once, and keeps messages and offsets over a stop and over a kill -9', async () => {
    const first = await started();
    const errors: string[] = [];
    await createTopic(first.brokers);
    await produce(first.brokers, ['a', 'b', 'c']);
    expect(await consume(first.brokers, 3, errors)).toEqual(['a', 'b', 'c']);
    await first.stop();
    expect(isAliveNow(first.pid)).toBe(false);

    const second = await started();
    await produce(second.brokers, ['d']);
    expect(await consume(second.brokers, 1, errors)).toEqual(['d']);
    await produce(second.brokers, ['e']);
    process.kill(second.pid, 'SIGKILL');
    await second.stop();

    const third = await started();
    await produce(third.brokers, ['f']);
    expect(await consume(third.brokers, 2, errors)).toEqual(['e', 'f']);
    expect(errors).toEqual([]);
  });

  test('sends clients of its proxied listener to the proxy, and all others to itself', async () => {
    const port = await freePort();
    const proxy = createServer((socket) => socket.pipe(connect(port, '127.0.0.1')).pipe(socket));
    cleanups.push(() => proxy.close());
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    const advertisedPort = (proxy.address() as AddressInfo).port;
    const kafka = await started({ proxied: { port, advertisedPort } });
    const brokerPorts = async (bootstrap: number) => {
      const admin = client(`127.0.0.1:${bootstrap}`).admin();
      await admin.connect();
      const { brokers } = await admin.describeCluster();
      await admin.disconnect();
      return brokers.map((broker) => broker.port);
    };
    expect(await brokerPorts(port)).toEqual([advertisedPort]);
    expect(await brokerPorts(kafka.port)).toEqual([kafka.port]);
  });

  test('keeps its data in a directory of any name, whatever the locale', async () => {
    vi.stubEnv('LC_ALL', 'C');
    cleanups.push(() => vi.unstubAllEnvs());
    dataDir = join(dataDir, 'Größe & 100 % #1 \\ データ');
    const first = await started();
    await createTopic(first.brokers);
    await produce(first.brokers, ['a']);
    await first.stop();
    const { topics, brokerLog } = layout(dataDir);
    expect(existsSync(join(topics, 'meta.properties'))).toBe(true);
    expect(existsSync(brokerLog)).toBe(true);

    const second = await started();
    expect(await consume(second.brokers, 1, [])).toEqual(['a']);
  });

  test('stops twice as well as once', async () => {
    const kafka = await started();
    await Promise.all([kafka.stop(), kafka.stop()]);
    await kafka.stop();
  });
});

describe('when the process that started it is killed', () => {
  test('the broker ends too, and the next start finds the directory free', async () => {
    const { parent, broker } = await startInAnotherProcess();
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(broker), { timeout: 120_000 }).toBe(false);
    await started();
  });

  test('and the guard with it, the next start stops the broker that was left', async () => {
    const { parent, broker } = await startInAnotherProcess();
    for (const pid of groupMembers(broker.pid)) if (pid !== broker.pid) process.kill(pid, 'SIGKILL');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    expect(isAlive(broker)).toBe(true);
    const log: string[] = [];
    await started({ log: (line) => log.push(line) });
    expect(isAlive(broker)).toBe(false);
    expect(log[0]).toContain(`Stopping the Kafka (process ${broker.pid})`);
  });
});

describe('it refuses, in one sentence,', () => {
  test('a port that is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    cleanups.push(() => squatter.close());
    await once(squatter, 'listening');
    const { port } = squatter.address() as { port: number };
    await expect(startKafka({ dataDir, port })).rejects.toMatchObject({
      name: 'EmbeddedFailure',
      message: `Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another port for Kafka.`,
    });
  });

  test('a host that others can reach', async () => {
    await expect(startKafka({ dataDir, host: '0.0.0.0' })).rejects.toThrow(/listens on 127\.0\.0\.1 only/);
  });

  test('a directory that a running broker uses, and goes on serving', async () => {
    const kafka = await started();
    await expect(startKafka({ dataDir })).rejects.toThrow(/is in use by the Kafka of process/);
    await createTopic(kafka.brokers);
  });

  test('data that Kafka does not accept', async () => {
    await (await started()).stop();
    const meta = join(layout(dataDir).topics, 'meta.properties');
    writeFileSync(meta, readFileSync(meta, 'utf8').replace(/node\.id=\d+/, 'node.id=7'));
    await expect(startKafka({ dataDir })).rejects.toThrow(/^Kafka did not start: .*node.*broker\.log\)\.$/);
  });

  test('a heap that no broker fits in', async () => {
    await expect(startKafka({ dataDir, heapMb: 1 })).rejects.toThrow(
      /^(Kafka did not start|There is not enough)/,
    );
  });
});

const topic = 'letters';

function client(brokers: string, errors: string[] = []): Kafka {
  const logCreator = () => (entry: { log: { message: string } }) => void errors.push(entry.log.message);
  return new Kafka({ brokers: [brokers], logLevel: logLevel.ERROR, logCreator });
}

async function createTopic(brokers: string): Promise<void> {
  const admin = client(brokers).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
}

async function produce(brokers: string, values: string[]): Promise<void> {
  const producer = client(brokers).producer();
  await producer.connect();
  await producer.send({ topic, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
}

/** What one member of the group `readers` gets until it has `count` messages; it commits them. */
async function consume(brokers: string, count: number, errors: string[]): Promise<string[]> {
  const consumer = client(brokers, errors).consumer({ groupId: 'readers' });
  const values: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        values.push(String(message.value));
        if (values.length === count) resolve();
      },
    });
  });
  await consumer.stop();
  await consumer.disconnect();
  return values;
}

/** Starts the built broker in a process of its own, to be killed. */
async function startInAnotherProcess(): Promise<{ parent: ChildProcess; broker: ProcessIdentity }> {
  const built = new URL('../../dist/kafka.js', import.meta.url);
  const program = `const { startKafka } = await import(process.argv[1]);
    console.log((await startKafka({ dataDir: process.argv[2] })).pid);`;
  const args = ['--input-type=module', '-e', program, built.href, dataDir];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanups.push(() => parent.kill('SIGKILL'));
  const [pid] = await once(createInterface({ input: parent.stdout }), 'line');
  return { parent, broker: identify(Number(pid)) as ProcessIdentity };
}

function isAliveNow(pid: number): boolean {
  return identify(pid) !== undefined;
}

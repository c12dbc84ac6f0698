import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { claimDataDir } from '../kafka/data-dir.js';
import { isCoordinating } from '../kafka/probe.js';
import { startStack } from '../stack.js';
import { freePort } from './free-port.js';

// Each test starts engines, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tallyboard-stack-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('both answer on the ports asked for, and neither does after the stop', async () => {
  const [kafkaPort, clickhousePort] = [await freePort(), await freePort()];
  const stack = await startStack({ dataDir, kafkaPort, clickhousePort });
  expect(stack.kafka.brokers).toBe(`127.0.0.1:${kafkaPort}`);
  expect(stack.clickhouse.url).toBe(`http://127.0.0.1:${clickhousePort}`);
  expect(await (await fetch(`${stack.clickhouse.url}/ping`)).text()).toBe('Ok.\n');
  await Promise.all([stack.stop(), stack.stop()]);
  expect(await isCoordinating('127.0.0.1', kafkaPort, 4)).toBe(false);
  await expect(fetch(stack.clickhouse.url)).rejects.toThrow();
});

test('when ClickHouse cannot start, Kafka is stopped and the failure is the one of ClickHouse', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => squatter.once('listening', resolve));
  const { port: clickhousePort } = squatter.address() as { port: number };
  const kafkaPort = await freePort();
  await expect(startStack({ dataDir, kafkaPort, clickhousePort })).rejects.toThrow(/Port \d+ .*ClickHouse/);
  expect(await isCoordinating('127.0.0.1', kafkaPort, 4)).toBe(false);
  squatter.close();
});

test('when Kafka cannot start, ClickHouse is stopped and the failure is the one of Kafka', async () => {
  const clickhousePort = await freePort();
  const claim = await claimDataDir(join(dataDir, 'kafka'), () => {});
  await expect(startStack({ dataDir, clickhousePort })).rejects.toThrow(/in use by the Kafka of process/);
  await expect(fetch(`http://127.0.0.1:${clickhousePort}/ping`)).rejects.toThrow();
  claim.release();
});

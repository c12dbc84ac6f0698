import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, vi } from 'vitest';
import { type RunningClickHouse, startClickHouse } from '../clickhouse.js';

// An engine starts within a second on a machine of its own, and many times that among thirty others.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** Of every engine that these tests start. */
export const password = 'of the tests';
/** As whom they work: the services' user. */
export const credentials = { 'X-ClickHouse-User': 'tally', 'X-ClickHouse-Key': password };

export interface TestClickHouse {
  server: RunningClickHouse;
  client: ClickHouseClient;
  dataDir: string;
}

/** A running ClickHouse for the tests of one file. Read its fields inside tests only. */
export function useClickHouse(): TestClickHouse {
  const test = {} as TestClickHouse;
  beforeAll(async () => {
    test.dataDir = await newDataDir();
    test.server = await startClickHouse({ dataDir: test.dataDir, password, readableDatabase: 'tally' });
    test.client = clientOf(test.server, { max_open_connections: 200 });
  });
  afterAll(async () => {
    await test.client?.close();
    await test.server?.stop();
    await rm(test.dataDir, { recursive: true, force: true });
  });
  return test;
}

/** The official client, as the services' user. */
export function clientOf(
  server: RunningClickHouse,
  options: Parameters<typeof createClient>[0] = {},
): ClickHouseClient {
  const log = { level: ClickHouseLogLevel.OFF };
  return createClient({ url: server.url, username: server.user, password: server.password, log, ...options });
}

export function newDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'tallyboard-clickhouse-'));
}

/** Sends `body` as it is; `parameters` go into the URL. Whoever gives headers says with them who they are. */
export function post(
  url: string,
  body: string | Uint8Array | ReadableStream,
  parameters: Record<string, string> = {},
  init: RequestInit = {},
): Promise<Response> {
  const target = `${url}/?${new URLSearchParams(parameters)}`;
  return fetch(target, {
    method: 'POST',
    body: body as never,
    headers: credentials,
    ...init,
    duplex: 'half',
  } as RequestInit);
}

/** One statement over plain HTTP; its rows as TSV, without the last newline. Throws what the server says. */
export async function ask(url: string, sql: string, parameters?: Record<string, string>): Promise<string> {
  const response = await post(url, sql, parameters);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text.trimEnd();
}

/** Resident memory of a process in MB, as Linux counts it. */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Resolves when `holds` does. */
export async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  await vi.waitUntil(holds, { timeout: 50_000, interval: 50 });
}

/** Resolves once a number that only grows has grown by less than `most` for `ms`. */
export async function standsStill(
  read: () => Promise<number> | number,
  { most, ms }: { most: number; ms: number },
): Promise<void> {
  let mark = { value: await read(), at: performance.now() };
  await eventually(async () => {
    const now = { value: await read(), at: performance.now() };
    if (now.value - mark.value >= most) mark = now;
    return now.at - mark.at >= ms;
  });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningClickHouse, startClickHouse } from '../clickhouse.js';
import { ask, eventually, newDataDir, password, post, residentMb } from './test-clickhouse.js';

let dataDir: string;
const started: RunningClickHouse[] = [];

beforeEach(async () => {
  dataDir = await newDataDir();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(
  options: Partial<Parameters<typeof startClickHouse>[0]> = {},
): Promise<RunningClickHouse> {
  const server = await startClickHouse({ dataDir, password, ...options });
  started.push(server);
  return server;
}

describe('ClickHouse', () => {
  it('answers when it has started, says so in one line and is gone when it has stopped', async () => {
    const lines: string[] = [];
    const server = await start({ log: (line) => lines.push(line) });
    expect(await ask(server.url, 'SELECT 1')).toBe('1');
    await server.stop();
    expect(lines).toEqual([
      expect.stringMatching(/^Embedded ClickHouse 26\.\S+ on http:\/\/127\.0\.0\.1:\d+: the user/),
    ]);
    expect(isRunning(server.pid)).toBe(false);
    await expect(fetch(server.url)).rejects.toThrow();
    await server.stop();
  });

  it('keeps its data over a restart', async () => {
    const first = await start();
    await ask(first.url, 'CREATE DATABASE shop');
    await ask(first.url, 'CREATE TABLE shop.orders (a UInt64) ENGINE = MergeTree ORDER BY a');
    await ask(first.url, 'CREATE VIEW doubled AS SELECT a * 2 AS b FROM shop.orders');
    await ask(first.url, 'INSERT INTO shop.orders VALUES (21)');
    await first.stop();
    expect(await ask((await start()).url, 'SELECT b FROM doubled')).toBe('42');
  });

  it('keeps acknowledged inserts and starts again after it was killed', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE facts (a UInt64) ENGINE = MergeTree ORDER BY a');
    let acknowledged = 0;
    const inserting = (async () => {
      for (;;) {
        await ask(first.url, `INSERT INTO facts SELECT ${acknowledged} * 1000 + number FROM numbers(1000)`);
        acknowledged++;
      }
    })().catch(() => {});
    await eventually(() => acknowledged > 20);
    process.kill(first.pid, 'SIGKILL');
    await inserting;
    const counted = await ask(
      (await start()).url,
      `SELECT countDistinct(a) FROM facts WHERE a < ${acknowledged * 1000}`,
    );
    expect(Number(counted)).toBe(acknowledged * 1000);
  });

  it('removes what a dropped table held', async () => {
    const { url } = await start();
    await ask(url, 'CREATE TABLE gone (a UInt64) ENGINE = MergeTree ORDER BY a');
    await ask(url, 'INSERT INTO gone VALUES (1)');
    const path = await ask(url, "SELECT data_paths[1] FROM system.tables WHERE name = 'gone'");
    await ask(url, 'DROP TABLE gone SYNC');
    expect(existsSync(path)).toBe(false);
  });

  it('listens on the port it is given', async () => {
    const port = await freePort();
    const server = await start({ port });
    expect(server).toMatchObject({ port, url: `http://127.0.0.1:${port}` });
  });

  it('refuses a taken port with one sentence', async () => {
    const { port } = await start();
    const other = await newDataDir();
    await expect(startClickHouse({ dataDir: other, port })).rejects.toMatchObject({
      name: 'EmbeddedFailure',
      message: `Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another port for ClickHouse.`,
    });
    await rm(other, { recursive: true });
  });

  it('refuses a data directory in use with one sentence', async () => {
    const { url } = await start();
    await expect(startClickHouse({ dataDir })).rejects.toThrow(
      `The data directory ${dataDir} is in use by another ClickHouse: stop that one, or choose another directory.`,
    );
    expect(await ask(url, 'SELECT 1')).toBe('1');
  });

  it('refuses a data directory that cannot be one, and an address that is not loopback', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    await expect(startClickHouse({ dataDir: file })).rejects.toThrow(/cannot be created \(EEXIST\)/);
    await expect(startClickHouse({ dataDir, host: '0.0.0.0' })).rejects.toThrow('127.0.0.1 or ::1 only');
  });

  it('says why it could not start with broken data', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'metadata', 'default.sql'), 'nonsense');
    await expect(startClickHouse({ dataDir })).rejects.toThrow(/ended while it started: .*Syntax error/);
  });

  it('cancels an endless query to stop', async () => {
    const server = await start();
    const endless = post(server.url, 'SELECT count() FROM system.numbers', { query_id: 'endless' });
    const over = endless.then((response) => response.text()).catch(String);
    await eventually(
      async () =>
        (await ask(server.url, "SELECT count() FROM system.processes WHERE query_id = 'endless'")) === '1',
    );
    await server.stop();
    await over;
    expect(isRunning(server.pid)).toBe(false);
  });

  it('lets a short query finish before it stops', async () => {
    const server = await start();
    const query_id = 'short';
    const answer = ask(server.url, 'SELECT sum(sleepEachRow(0.1)) + 7 FROM numbers(5)', { query_id });
    await eventually(
      async () =>
        (await ask(server.url, "SELECT count() FROM system.processes WHERE query_id = 'short'")) === '1',
    );
    await server.stop();
    expect(await answer).toBe('7');
  });

  it('does not mind Ctrl-C, which reaches its parent as well', async () => {
    const server = await start();
    for (let i = 0; i < 3; i++) {
      process.kill(server.pid, 'SIGINT');
      expect(await ask(server.url, 'SELECT 1')).toBe('1');
    }
  });

  it('ends by itself when its parent is killed', async () => {
    const built = new URL('../../dist/clickhouse.js', import.meta.url);
    const program = `
      const { startClickHouse } = await import(${JSON.stringify(built)});
      console.log(JSON.stringify(await startClickHouse({ dataDir: ${JSON.stringify(dataDir)}, password: ${JSON.stringify(password)} })));`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', program]);
    const [line] = await once(parent.stdout, 'data');
    const { pid, url } = JSON.parse(String(line)) as RunningClickHouse;
    expect(await ask(url, 'SELECT 1')).toBe('1');
    parent.kill('SIGKILL');
    await eventually(() => !isRunning(pid));
    await start();
  });

  it('rests small', async () => {
    const { url, pid } = await start();
    await ask(url, 'SELECT 1');
    expect(residentMb(pid)).toBeLessThan(350);
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

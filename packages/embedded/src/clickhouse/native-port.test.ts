import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningClickHouse, startClickHouse } from '../clickhouse.js';
import { askNatively } from './native-client.test-support.js';
import { ask, eventually, newDataDir, password, post } from './test-clickhouse.js';

const ACCESS_DENIED = 497;
const AUTHENTICATION_FAILED = 516;
const READONLY = 164;

let dataDir: string;
let server: RunningClickHouse;
let nativePort: number;
const start = async (options: { nativePort?: number } = {}) =>
  startClickHouse({ dataDir, password, readableDatabase: 'tally', ...options });

beforeAll(async () => {
  dataDir = await newDataDir();
  server = await start({ nativePort: 0 });
  nativePort = server.nativePort as number;
  await ask(server.url, 'CREATE DATABASE tally');
  await ask(server.url, 'CREATE TABLE tally.deals (id UInt8) ENGINE = MergeTree ORDER BY id');
  await ask(server.url, 'CREATE TABLE secret (id UInt8) ENGINE = MergeTree ORDER BY id');
});
afterAll(async () => {
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const services = (query: string) => askNatively(nativePort, { user: 'tally', password, query });
const reader = (query: string) => askNatively(nativePort, { user: 'default', password: '', query });

describe('the native port', () => {
  it('knows the users and passwords that HTTP knows', async () => {
    expect(await services('SELECT 1')).toBeNull();
    expect(await reader('SELECT 1')).toBeNull();
    for (const [user, wrong] of [
      ['tally', ''],
      ['tally', 'wrong'],
      ['default', 'wrong'],
      ['embedded', ''],
      ['nobody', ''],
    ] as const)
      expect(await askNatively(nativePort, { user, password: wrong, query: 'SELECT 1' })).toBe(
        AUTHENTICATION_FAILED,
      );
  });

  it('lets a reader without a password do what HTTP lets it do', async () => {
    expect(await reader('SELECT * FROM tally.deals')).toBeNull();
    expect(await reader('SELECT * FROM default.secret')).toBe(ACCESS_DENIED);
    expect(await reader('INSERT INTO tally.deals SELECT 1')).toBe(ACCESS_DENIED);
    expect(await reader('SET readonly = 0')).toBe(READONLY);
    expect(await reader("SELECT * FROM url('http://127.0.0.1:1', 'RawBLOB')")).toBe(ACCESS_DENIED);
  });

  it('tells a browser nothing', async () => {
    const answer = await fetch(`http://127.0.0.1:${nativePort}/?query=SELECT%201`).catch(() => null);
    expect(answer?.status).toBe(400);
    expect(await answer?.text()).not.toContain('\n1\n');
  });

  it('lets go of its idle connections before the server stops, which has not to be ended by force then', async () => {
    const idle = connect({ host: '127.0.0.1', port: nativePort });
    const closed = once(idle, 'close');
    idle.on('error', () => {});
    await once(idle, 'connect');
    const busy = ask(server.url, 'SELECT sum(sleepEachRow(0.1)) FROM numbers(10)', { query_id: 'busy' });
    const running = "SELECT count() FROM system.processes WHERE query_id = 'busy'";
    await eventually(async () => (await ask(server.url, running)) === '1');
    const stopped = server.stop();
    expect(await Promise.race([closed.then(() => 'closed'), busy.then(() => 'answered')])).toBe('closed');
    await stopped;
    expect(await busy).toBe('0');
    await expect(services('SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('without one', () => {
  it('nobody who comes over the network can open it, or any other', async () => {
    server = await start();
    expect(server.nativePort).toBeUndefined();
    for (const what of ['TCP', 'HTTP', 'MYSQL', 'QUERIES ALL'])
      for (const headers of [undefined, {}]) {
        const init = headers === undefined ? {} : { headers };
        const answer = await post(server.url, `SYSTEM START LISTEN ${what}`, {}, init);
        expect(await answer.text()).toMatch(/\((ACCESS_DENIED|READONLY)\)/);
      }
  });

  it('that is taken is refused by its number', async () => {
    const taken = server.port;
    const other = await newDataDir();
    await expect(startClickHouse({ dataDir: other, nativePort: taken })).rejects.toThrow(
      `Port ${taken} on 127.0.0.1 is taken: stop what listens there, or choose another port for ClickHouse.`,
    );
    await rm(other, { recursive: true });
  });
});

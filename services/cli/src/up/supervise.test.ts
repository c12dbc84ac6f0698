import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@tallyboard/embedded/free-port';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createServiceLog } from './service-log.js';
import { type ServiceSpec, type Supervised, supervise } from './supervise.js';

let dir: string;
let running: Supervised | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-up-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(dir, { recursive: true });
});

const HEALTHY = `
import { createServer } from 'node:http';
console.log(JSON.stringify({ level: 30, msg: 'listening' }));
createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => { console.log('asked to stop'); process.exit(0); });
`;

async function service(
  code: string,
): Promise<{ spec: ServiceSpec; said: string[]; start(): Promise<Supervised> }> {
  const port = await freePort();
  const main = join(dir, 'main.mjs');
  writeFileSync(main, code);
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const spec = {
    name: 'ingest',
    main,
    env: { PATH: process.env.PATH, PORT: String(port) },
    healthUrl: `http://127.0.0.1:${port}/healthz`,
  };
  const log = createServiceLog('ingest', join(dir, 'ingest.log'), say);
  return { spec, said, start: () => supervise(spec, { log, say, firstWaitMs: 10 }) };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 30_000, interval: 20 });

describe('a supervised service', () => {
  it('is there once it is healthy, and gone once it is stopped', async () => {
    const { start } = await service(HEALTHY);
    running = await start();
    const pid = running.pid() ?? 0;
    expect(isAlive(pid)).toBe(true);
    await running.stop();
    expect(isAlive(pid)).toBe(false);
    await until(() => readFileSync(join(dir, 'ingest.log'), 'utf8').includes('asked to stop'));
  });

  it('is started again when it is killed, and that is said', async () => {
    const { start, said } = await service(HEALTHY);
    running = await start();
    const first = running.pid() ?? 0;
    process.kill(first, 'SIGKILL');
    await until(() => said.some((line) => line.includes('is back')));
    expect(running.pid()).not.toBe(first);
    expect(said[0]).toBe('ingest ended by itself (SIGKILL); it is started again in 0.01 s.');
  });

  it('that gives up while it starts fails with what it said', async () => {
    const { start, said } = await service(
      `console.error('TALLY_INGEST_PORT is "x" but wants a port.'); process.exit(1);`,
    );
    await expect(start()).rejects.toThrow(/^TALLY_INGEST_PORT is "x" but wants a port\.$/);
    expect(said).toEqual([]);
  });

  it('that ends without a word fails with how it ended', async () => {
    const { start } = await service('process.exit(7);');
    await expect(start()).rejects.toThrow(/^ingest ended while it started \(exit code 7\): see its log\.$/);
  });
});

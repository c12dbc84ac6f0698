import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startStack } from '../stack.js';

let dataDir: string;
let program: ChildProcess | undefined;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tallyboard-left-'));
});
afterEach(() => {
  program?.kill('SIGKILL');
  for (const { pid } of enginesOf(dataDir)) process.kill(pid, 'SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Two engines on a machine that has other things to do. */
const patienceMs = 90_000;

describe('of Kafka and ClickHouse nothing is left', { timeout: 2 * patienceMs }, () => {
  test('after Ctrl-C, which reaches every process of the terminal at once, and the data are', async () => {
    const { clickhouse } = await startProgram();
    await run(clickhouse, 'CREATE TABLE kept (a UInt8) ENGINE = MergeTree ORDER BY a');
    await run(clickhouse, 'INSERT INTO kept VALUES (7)');
    expect(names()).toEqual(['clickhouse', 'kafka']);
    process.kill(-(program?.pid as number), 'SIGINT');
    expect(await once(program as ChildProcess, 'exit')).toEqual([0, null]);
    expect(names()).toEqual([]);

    const again = await startStack({ dataDir, clickhouse: { password } });
    expect(await run(again.clickhouse.url, 'SELECT a FROM kept')).toBe('7\n');
    await again.stop();
  });

  test('after kill -9 of the process that started them, even when a query never ends', async () => {
    const { clickhouse } = await startProgram();
    const endless = run(clickhouse, 'SELECT count() FROM system.numbers').catch(String);
    expect(names()).toEqual(['clickhouse', 'kafka']);
    program?.kill('SIGKILL');
    await expect.poll(names, { timeout: patienceMs, interval: 200 }).toEqual([]);
    await endless;
  });

  test('after kill -9 while they start', async () => {
    const up = startProgram();
    up.catch(() => {});
    await expect.poll(names, { timeout: patienceMs, interval: 20 }).toEqual(['clickhouse', 'kafka']);
    program?.kill('SIGKILL');
    await expect.poll(names, { timeout: patienceMs, interval: 200 }).toEqual([]);
  });
});

/** Runs the built stack in a process group of its own, which says where it listens and stops at Ctrl-C. */
async function startProgram(): Promise<{ clickhouse: string }> {
  const built = new URL('../../dist/stack.js', import.meta.url);
  const source = `const { startStack } = await import(process.argv[1]);
    const stack = await startStack({ dataDir: process.argv[2], clickhouse: { password: process.argv[3] } });
    process.once('SIGINT', () => stack.stop().then(() => process.exit(0)));
    console.log(stack.clickhouse.url);`;
  const args = ['--input-type=module', '--eval', source, built.href, dataDir, password];
  program = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const [clickhouse] = await once(
    createInterface({ input: program.stdout as NodeJS.ReadableStream }),
    'line',
  );
  return { clickhouse };
}

const password = 'of the test';

const names = () => [...new Set(enginesOf(dataDir).map(({ name }) => name))];

/** The engines whose command line names a directory in `directory`, zombies left out. */
function enginesOf(directory: string): { pid: number; name: 'clickhouse' | 'kafka' }[] {
  const listed = execFileSync('ps', ['-axww', '-o', 'pid=,stat=,command='], { encoding: 'utf8' });
  return listed
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null && !match[2]?.startsWith('Z') && match[3]?.includes(`${directory}/`))
    .map((match) => ({
      pid: Number(match?.[1]),
      name: match?.[3]?.includes('clickhouse/main.js') ? ('clickhouse' as const) : ('kafka' as const),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

async function run(url: string, sql: string): Promise<string> {
  const headers = { 'X-ClickHouse-User': 'tally', 'X-ClickHouse-Key': password };
  const response = await fetch(url, { method: 'POST', body: sql, headers });
  return response.text();
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@tallyboard/embedded/free-port';
import { memoryTable, say, whole } from './report.js';
import { usage } from './usage.js';

const CLI = fileURLToPath(new URL('../../../services/cli/dist/main.js', import.meta.url));
const PORTS = ['QUERY', 'INGEST', 'PROCESSOR', 'SIMULATOR', 'ALERTS', 'KAFKA', 'CLICKHOUSE'];
const IDLE_MS = 20_000;

/** MB (PSS) of all processes of a fresh `tally up` that has had nothing to do for a while, its supervisor included. */
export async function idleMemory(): Promise<number> {
  say('Starting an idle stack…');
  const dir = mkdtempSync(join(tmpdir(), 'tallyboard-idle-'));
  const ports = Object.fromEntries(
    await Promise.all(PORTS.map(async (name) => [`TALLY_${name}_PORT`, String(await freePort())])),
  );
  const up = spawn(
    process.execPath,
    [CLI, 'up', '--no-simulator', '--json', '--data-dir', join(dir, 'data')],
    {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, TALLY_EXIT_WITH_PARENT: '1', ...ports },
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    },
  );
  try {
    const began = await Promise.race([once(up.stdout!, 'data'), once(up, 'exit').then(() => null)]);
    if (began === null) throw new Error('the idle stack has not started');
    await sleep(IDLE_MS);
    const processes = usage(up.pid).map((each) =>
      each.pid === up.pid ? { ...each, name: 'tally up' } : each,
    );
    const sum = processes.reduce((total, { memoryMb }) => total + memoryMb, 0);
    console.log(`\nIdle: ${whole(sum)} MB in all (PSS)\n`);
    console.log(memoryTable(processes));
    return sum;
  } finally {
    const ended = once(up, 'exit');
    if (up.kill('SIGTERM')) await ended;
    rmSync(dir, { recursive: true, force: true });
  }
}

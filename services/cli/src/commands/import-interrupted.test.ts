import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';

const TALLY = fileURLToPath(new URL('../../bin/tally.mjs', import.meta.url));
const LINES = 14_000;
const CALLS = `sid,status,start_time,direction\n${Array.from({ length: LINES }, (_, i) => `CA${i},busy,2026-03-02T09:00:00Z,inbound`).join('\n')}\n`;

let dir: string;
let ingest: Server;
/** Ids that were taken, and the versions that their events have. */
let ids: string[];
let versions: Set<number>;
/** Requests are answered but for the fifth, on which this is called. */
let onFifth: (() => void) | undefined;
let url: string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tally-killed-'));
  mkdirSync(join(dir, 'tmp'));
  writeFileSync(join(dir, 'calls.csv.gz'), gzipSync(CALLS));
  ids = [];
  versions = new Set();
  onFifth = undefined;
  let requests = 0;
  ingest = createServer(async (request, response) => {
    const lines = (await text(request)).split('\n');
    requests += 1;
    if (requests === 5 && onFifth) return onFifth();
    for (const line of lines) {
      const { id, data } = JSON.parse(line);
      ids.push(id);
      versions.add(data.source_version);
    }
    response.writeHead(202).end(JSON.stringify({ accepted: lines.length, rejected: 0, results: [] }));
  });
  await new Promise<void>((resolve) => ingest.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(ingest.address() as AddressInfo).port}`;
});
afterEach(() => {
  ingest.closeAllConnections();
  ingest.close();
  rmSync(dir, { recursive: true });
});

function importing(file: string, input?: string) {
  const child = spawn(process.execPath, [TALLY, 'import', file, '--yes', '--no-summary'], {
    cwd: dir,
    env: {
      ...{ PATH: process.env.PATH, TMPDIR: join(dir, 'tmp'), TALLY_DATA_DIR: join(dir, 'data') },
      ...{ TALLY_API_KEY: 'k', TALLY_INGEST_URL: url },
    },
  });
  child.stdin.end(input);
  return { child, ended: endOf(child) };
}

async function endOf(child: ChildProcess) {
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  return { code: await closed, stdout, stderr };
}

it('Ctrl-C says how far an import came and leaves no temporary files; the same command goes on', async () => {
  const { child, ended } = importing('calls.csv.gz');
  onFifth = () => child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(code, stderr).toBe(130);
  expect(stderr).toMatch(
    /Interrupted\. [\d,]+ lines of calls\.csv\.gz are imported\. The same command goes on after them\.\n$/,
  );
  expect(readdirSync(join(dir, 'tmp'))).toEqual([]);
  await goesOn();
});

it('an import that was killed goes on as well', async () => {
  const { child, ended } = importing('calls.csv.gz');
  onFifth = () => child.kill('SIGKILL');
  expect((await ended).code).toBeNull();
  await goesOn();
});

async function goesOn() {
  expect(existsSync(join(dir, 'calls.import.json'))).toBe(true);
  const settled = ids.length;
  expect(settled).toBeLessThan(LINES);
  const { code, stdout, stderr } = await importing('calls.csv.gz').ended;
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(
    /calls\.csv: [\d,]+ of its lines are imported, by an import as of .* that was interrupted/,
  );
  expect(stdout).toContain('14,000 events are in the log of demo.');
  expect(new Set(ids).size).toBe(LINES);
  expect(versions.size).toBe(1);
  expect(ids.length).toBeLessThan(settled + LINES);
  expect(existsSync(join(dir, 'calls.import.json'))).toBe(false);
}

it('what came from a pipe is sent again from its beginning', async () => {
  const { child, ended } = importing('-', CALLS);
  onFifth = () => child.kill('SIGTERM');
  const { code, stderr } = await ended;
  expect(code, stderr).toBe(130);
  expect(stderr).toContain('A pipe is sent again from its beginning, which changes nothing.');
  expect(readdirSync(dir).filter((each) => each.includes('import.json'))).toEqual([]);
  expect(readdirSync(join(dir, 'tmp'))).toEqual([]);
});

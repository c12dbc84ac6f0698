import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { type Deployment, TENANT } from './deployment.js';
import { say, table, tenth, whole } from './report.js';
import { cpuBetween, type Usage, usage } from './usage.js';

const TALLY = fileURLToPath(new URL('../../../services/cli/dist/main.js', import.meta.url));
const LOOK_EVERY_MS = 250;

const MAPPING = `source: phones
dates: { format: "yyyy-MM-dd HH:mm:ss", zone: Europe/Berlin }
calls:
  id: { column: Call ID }
  started_at: { column: Started at }
  direction: { column: Direction }
  outcome: { column: Outcome }
  duration: { column: Duration, unit: seconds }
  rep: { column: Agent }
  account: { column: Account }
`;

/** How long an export of so many calls takes from the command line to Kafka, and what each process spends on it. */
export async function importing(deployment: Deployment, rows: number): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'tallyboard-bench-'));
  try {
    say(`Writing ${whole(rows)} calls…`);
    await writeCalls(join(dir, 'calls.csv'), rows);
    writeFileSync(join(dir, 'mapping.yaml'), MAPPING);
    const ingest = await deployment.start('ingest');
    say('Importing them…');
    const { seconds, cpuMs, memoryMb } = await tally(deployment, ingest.url, dir);
    const each = (name: string) => tenth(((cpuMs.get(name) ?? 0) * 1_000) / rows);
    console.log(`\nAn export of ${whole(rows)} calls imported\n`);
    console.log(
      table(
        ['seconds', 'rows a second', 'CPU µs a row: tally', 'ingest', 'broker', 'tally at most, MB'],
        [
          [
            tenth(seconds),
            whole(rows / seconds),
            each('cli'),
            each('ingest'),
            each('kafka'),
            whole(memoryMb),
          ],
        ],
      ),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function tally({ apiKey }: Deployment, ingestUrl: string, dir: string) {
  const before = usage();
  const began = performance.now();
  const cli = spawn(
    process.execPath,
    [TALLY, 'import', 'calls', 'calls.csv', '--mapping', 'mapping.yaml', '--tenant', TENANT],
    {
      cwd: dir,
      env: { ...process.env, TALLY_API_KEY: apiKey, TALLY_INGEST_URL: ingestUrl },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  // Of a process that has ended nothing is left to be seen.
  let last: readonly Usage[] = before;
  let memoryMb = 0;
  const looking = setInterval(() => {
    const now = usage();
    const own = now.find(({ pid }) => pid === cli.pid);
    // One that is ending has no memory and no name any more.
    if (!own?.memoryMb) return;
    last = now;
    memoryMb = Math.max(memoryMb, own.memoryMb);
  }, LOOK_EVERY_MS);
  try {
    const [code] = await once(cli, 'exit');
    if (code !== 0) throw new Error(`tally import ended with ${code}`);
  } finally {
    clearInterval(looking);
  }
  return { seconds: (performance.now() - began) / 1_000, cpuMs: cpuBetween(before, last), memoryMb };
}

async function writeCalls(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  const firstMs = Date.UTC(2025, 0, 1);
  let text = 'Call ID,Started at,Direction,Outcome,Duration,Agent,Account,Note\n';
  for (let i = 0; i < rows; i += 1) {
    const at = new Date(firstMs + i * 25_000).toISOString().slice(0, 19).replace('T', ' ');
    const [direction, outcome] = [i % 3 ? 'inbound' : 'outbound', i % 5 ? 'connected' : 'no_answer'];
    text += `call-${i},${at},${direction},${outcome},${i % 5 ? 30 + (i % 600) : 0},rep-${i % 200},acc-${i % 3_000},"Asked about ""it"", twice"\n`;
    if (text.length > 1_000_000) {
      if (!file.write(text)) await once(file, 'drain');
      text = '';
    }
  }
  file.end(text);
  await finished(file);
}

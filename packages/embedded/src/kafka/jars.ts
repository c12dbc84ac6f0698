import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EmbeddedFailure } from '../stack/failure.js';
import { type Claim, claim, isHeld } from './claim.js';
import { findOnPath } from './java.js';

const pom = fileURLToPath(new URL('../../kafka/pom.xml', import.meta.url));

/** What pom.xml says. */
export function kafkaVersion(): string {
  return /<kafka\.version>(.+?)</.exec(readFileSync(pom, 'utf8'))?.[1] as string;
}

/** Where the jars are, or will be: `kafka-<version>` in TALLY_CACHE_DIR, else in the user's cache directory. */
export function jarsDir(env: NodeJS.ProcessEnv): string {
  const cache = env.TALLY_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tallyboard');
  return join(cache, `kafka-${kafkaVersion()}`);
}

/** The directory appears whole or not at all. */
export function areJarsCached(env: NodeJS.ProcessEnv): boolean {
  return existsSync(jarsDir(env));
}

/**
 * The paths of the broker's jars, in a fixed order; downloads them first if nobody has yet. Of several
 * processes one downloads and the others wait. Rejects with an EmbeddedFailure.
 */
export async function kafkaJars(env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<string[]> {
  const dir = jarsDir(env);
  if (!existsSync(dir)) await downloadOnce(dir, env, log);
  return readdirSync(dir)
    .filter((name) => name.endsWith('.jar'))
    .sort()
    .map((name) => join(dir, name));
}

async function downloadOnce(dir: string, env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<void> {
  makeCacheDir(join(dir, '..'));
  const turn = await waitForTurn(dir, log);
  if (!turn) return;
  const unfinished = mkdtempSync(`${dir}.`);
  try {
    if (existsSync(dir)) return;
    await download(unfinished, dir, env, log);
    renameSync(unfinished, dir);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    turn.release();
  }
}

function makeCacheDir(cache: string): void {
  try {
    mkdirSync(cache, { recursive: true });
  } catch (cause) {
    throw new EmbeddedFailure(
      `The cache directory ${cache} cannot be written: make it writable, or name another in TALLY_CACHE_DIR.`,
      { cause },
    );
  }
}

/** Undefined when another process has finished the download. */
async function waitForTurn(dir: string, log: (line: string) => void): Promise<Claim | undefined> {
  for (let told = false; !existsSync(dir); await sleep(200)) {
    const turn = claim(`${dir}.claim`);
    if ('release' in turn) return turn;
    if (!isHeld(turn.heldBy)) rmSync(`${dir}.claim`, { force: true });
    else if (!told) log(`Waiting for process ${turn.heldBy.owner.pid}, which is downloading Apache Kafka…`);
    told = true;
  }
  return undefined;
}

async function download(
  into: string,
  dir: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<void> {
  const product = `Apache Kafka ${kafkaVersion()}`;
  const mvn = findOnPath('mvn', env);
  if (!mvn) {
    throw new EmbeddedFailure(
      `${product} has to be downloaded once, and Maven does that, but there is no mvn on the PATH: install Maven, or copy ${dir} from a machine that has it.`,
    );
  }
  log(`Downloading ${product} (once, about 45 MB) into ${dir}…`);
  const args = ['-B', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime'];
  const said: string[] = [];
  let files = 0;
  const progress = setInterval(() => log(`Downloading ${product}: ${files} files so far…`), 5_000);
  try {
    const child = spawn(mvn, [...args, `-DoutputDirectory=${into}`], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (line.includes('Downloaded from')) files += 1;
        else if (/ERROR|Error|java/.test(line)) said.push(line);
      });
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0)
      throw new EmbeddedFailure(explainFailedDownload(said, product), { cause: said.join('\n') });
  } finally {
    clearInterval(progress);
  }
  log(`${product} is cached in ${dir}.`);
}

/** @param said what Maven complained about, as lines. */
export function explainFailedDownload(said: string[], product: string): string {
  const text = said.join('\n');
  if (/Unknown host|Could not transfer|Connection refused|timed out|unreachable|offline mode/i.test(text)) {
    return `${product} could not be downloaded from Maven Central: check the network, or the mirror and proxy in Maven's settings.xml, and start again.`;
  }
  const reason = said.find((line) => line.includes('ERROR')) ?? said.at(-1) ?? 'it did not say why';
  return `Maven could not download ${product}: ${reason.replace(/^\[ERROR]\s*/, '')}`;
}

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const WORKSPACE = fileURLToPath(new URL('../../', import.meta.url));

export interface Told {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real command line as its own process, as a shell does. */
export async function tally(
  args: readonly string[],
  env: Record<string, string>,
  cwd: string,
): Promise<Told> {
  const child = spawn(process.execPath, [`${WORKSPACE}services/cli/bin/tally.mjs`, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

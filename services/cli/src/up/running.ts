import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from '@tallyboard/embedded/identity';
import { Failure } from '@tallyboard/runtime/failure';
import { withFileLock } from '@tallyboard/runtime/file-lock';

const pathIn = (dataDir: string): string => join(dataDir, 'running.json');

/**
 * Takes a data directory for this process, and returns what leaves it. Throws a Failure when another `tally up` has it;
 * one that was killed has it no longer.
 */
export function occupy(dataDir: string): () => void {
  const path = pathIn(dataDir);
  withFileLock(`${path}.lock`, () => {
    const pid = runningIn(dataDir);
    if (pid !== null)
      throw new Failure(
        `"tally up" runs already with the data of ${dataDir}, as process ${pid}: stop that one first (Ctrl-C where it runs, or "kill ${pid}"), or choose another directory with --data-dir or TALLY_DATA_DIR.`,
      );
    writeFileSync(path, `${JSON.stringify(identify(process.pid))}\n`);
  });
  return () => rmSync(path, { force: true });
}

/** The process whose stack runs with the data of a directory; null when there is none. */
export function runningIn(dataDir: string): number | null {
  const owner = readOwner(pathIn(dataDir));
  return owner && isAlive(owner) ? owner.pid : null;
}

function readOwner(path: string): ProcessIdentity | null {
  try {
    const { pid, started } = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : null;
  } catch {
    return null;
  }
}

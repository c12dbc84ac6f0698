import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';

/** Says that a directory is ours, so that --fresh cannot empty somebody's home. */
const MARKER = 'tallyboard.txt';
/** What beginning anew takes away. Keys stay: they are no data, and scripts hold them. */
const DATA = ['kafka', 'clickhouse', 'logs', 'simulator.json'];

/** Of a directory that was given keys before it was given a marker. */
const KEYS = ['api-keys.json', 'credentials.json'];

/** Makes the directory, or takes the one that is there. */
export function prepareDataDir(path: string): void {
  claimDataDir(path);
  orSayWhy(path, () => void mkdirSync(logsIn(path), { recursive: true }));
}

/** Makes the directory ours before anything is written into it, and refuses one that holds something else. */
export function claimDataDir(path: string): void {
  const marker = join(path, MARKER);
  orSayWhy(path, () => {
    makeDirectory(path);
    if (!existsSync(marker)) {
      if (readdirSync(path).some((name) => !KEYS.includes(name)))
        throw new Failure(
          `${path} is not empty and not a data directory of tally: choose another with --data-dir or TALLY_DATA_DIR.`,
        );
      writeFileSync(
        marker,
        'Data of "tally up": Kafka, ClickHouse, logs and API keys. "tally up --fresh" begins anew.\n',
      );
    }
    // What it encloses needs no other lock: keys, passwords, data and logs are for their owner alone, in older ones too.
    chmodSync(path, 0o700);
  });
}

/** Removes the data of earlier runs. Only for who occupies the directory: nobody else may be using them. */
export function beginAnew(path: string): void {
  orSayWhy(path, () => {
    for (const name of DATA) rmSync(join(path, name), { recursive: true, force: true });
    mkdirSync(logsIn(path), { recursive: true });
  });
}

/**
 * With its parents. Where nothing can be made (/proc, an automounter), Linux says ENOENT although the parent is there, and
 * Node's own `recursive` tries for ever.
 */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function orSayWhy(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      `The data directory ${path} cannot be used (${(error as NodeJS.ErrnoException).code}): choose another with --data-dir or TALLY_DATA_DIR.`,
    );
  }
}

export const logsIn = (dataDir: string): string => join(dataDir, 'logs');

/** What the simulator has sent, so that it goes on where it stopped. */
export const simulatorStateIn = (dataDir: string): string => join(dataDir, 'simulator.json');

/** The path of a log that begins now; what was there is kept once, as `….previous.log`. */
export function freshLog(dataDir: string, name: string): string {
  const path = join(logsIn(dataDir), `${name}.log`);
  if (existsSync(path)) renameSync(path, join(logsIn(dataDir), `${name}.previous.log`));
  return path;
}

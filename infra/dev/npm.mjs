// What `npm start` has to know of npm.
import { execFileSync } from 'node:child_process';

/** Options of `tally up` that npm has no use for. Without `--` before them it takes them, and says nothing to the script. */
const OPTIONS = ['fresh', 'lively', 'rate', 'history-days', 'misbehave', 'simulator', 'data-dir'];

/** Those that were meant for `tally up` and went to npm. */
export const keptByNpm = (env) =>
  OPTIONS.filter((option) => env[`npm_config_${option.replaceAll('-', '_')}`] !== undefined).map((option) =>
    option === 'simulator' ? '--no-simulator' : `--${option}`,
  );

const LOOK_EVERY_MS = 1_000;

/**
 * Calls `then` once the npm that runs this script is no more. Between the two there may be a shell, which outlives an npm
 * that is killed, and nothing else tells of it.
 */
export function whenNpmEnds(then, env = process.env) {
  if (env.npm_lifecycle_event === undefined) return;
  const parent = processOf(process.ppid);
  if (!parent) return;
  const watched = isNpm(parent) ? [process.ppid] : [process.ppid, parent.parent];
  const timer = setInterval(() => {
    if (watched.every(isThere)) return;
    clearInterval(timer);
    then();
  }, LOOK_EVERY_MS);
  timer.unref();
}

const isNpm = ({ command }) => !/^(\S*\/)?(ba|da|k|z)?sh /.test(command);

/** Undefined where there is no ps. */
function processOf(pid) {
  try {
    const line = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [, parent, command] = /^\s*(\d+)\s+(.*)$/m.exec(line) ?? [];
    return parent === undefined ? undefined : { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}

function isThere(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

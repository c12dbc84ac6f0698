// `npm start`: checks the machine, installs, builds, and runs everything; arguments go to `tally up`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { keptByNpm, whenNpmEnds } from './npm.mjs';
import { exitCodeOf, installAndBuild, requireTools, root } from './steps.mjs';

const [kept] = keptByNpm(process.env);
if (kept !== undefined) {
  console.error(`npm keeps ${kept} for itself: put "--" before the options, as in "npm start -- ${kept}".`);
  process.exit(2);
}
requireTools();
await installAndBuild();

console.error('» Starting…');
// A process group of its own, so that Ctrl-C arrives once, from here; the IPC channel tells it when this process ends.
const up = spawn(
  process.execPath,
  [join(root, 'services/cli/dist/main.js'), 'up', ...process.argv.slice(2)],
  {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, TALLY_EXIT_WITH_PARENT: '1' },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => up.kill(signal));
whenNpmEnds(() => up.kill('SIGTERM'));
up.on('exit', (code, signal) => process.exit(exitCodeOf(code, signal)));

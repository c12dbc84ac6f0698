import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

const BUILT = new URL('../dist/logging.js', import.meta.url);
const dir = mkdtempSync(join(tmpdir(), 'tally-logging-'));
afterEach(() => rmSync(dir, { recursive: true }));

it('a process whose reader has gone still logs, and ends', async () => {
  const main = join(dir, 'main.mjs');
  writeFileSync(
    main,
    `import { createLogger } from ${JSON.stringify(BUILT.href)};
     const log = createLogger('orphan');
     process.on('message', () => {
       log.info('stopped');
       process.exit(7);
     });
     log.info('ready');`,
  );
  const child = fork(main, [], { execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  try {
    await once(child.stdout!, 'data');
    child.stdout!.destroy();
    await once(child.stdout!, 'close');
    const ended = once(child, 'exit');
    child.send('go on');
    expect(await ended).toEqual([7, null]);
  } finally {
    child.kill('SIGKILL');
  }
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { WORKSPACE } from '../settings.js';

const DEV = join(WORKSPACE, 'infra', 'dev');

describe('npm start', () => {
  it.each([
    [{ npm_config_fresh: 'true' }, '--fresh'],
    [{ npm_config_history_days: '30' }, '--history-days'],
    [{ npm_config_simulator: '' }, '--no-simulator'],
  ])('with %s says how an option that npm took is passed on', (env, option) => {
    const { status, stderr } = spawnSync(process.execPath, [join(DEV, 'start.mjs')], {
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([
      2,
      `npm keeps ${option} for itself: put "--" before the options, as in "npm start -- ${option}".\n`,
    ]);
  });

  it.each([
    ['through a shell', 'sh', '; true'],
    ['directly', 'sh', ''],
  ])('notices that npm, which runs it %s, was killed', async (_how, shell, rest) => {
    const script = `
      import { whenNpmEnds } from ${JSON.stringify(pathToFileURL(join(DEV, 'npm.mjs')).href)};
      const alive = setTimeout(() => {}, 20_000);
      whenNpmEnds(() => { console.log('npm has gone'); clearTimeout(alive); });
      console.log('watching');`;
    const npm = spawn(
      process.execPath,
      [
        '-e',
        `require('node:child_process').spawn(process.env.SHELL_USED, ['-c', process.env.COMMAND], { stdio: 'inherit' });
         setInterval(() => {}, 1_000);`,
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          PATH: process.env.PATH,
          npm_lifecycle_event: 'start',
          NODE: process.execPath,
          SCRIPT: script,
          SHELL_USED: shell,
          COMMAND: `${rest === '' ? 'exec ' : ''}"$NODE" --input-type=module -e "$SCRIPT"${rest}`,
        },
      },
    );
    const [first] = (await once(npm.stdout, 'data')) as [Buffer];
    expect(String(first)).toBe('watching\n');
    npm.kill('SIGKILL');
    expect(await text(npm.stdout)).toBe('npm has gone\n');
  });
});

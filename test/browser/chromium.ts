import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium to test in: CHROMIUM_PATH if set, else one in a usual place, else null. */
function findChromium(env: NodeJS.ProcessEnv): string | null {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  return USUAL.find((path) => existsSync(path)) ?? null;
}

/** The Chromium of these tests. Where there is none they say so and count as skipped. */
export const executablePath = findChromium(process.env);

if (!executablePath) {
  console.error(
    '\n!!! BROWSER TESTS SKIPPED: no Chromium on this machine. Install chromium, or set CHROMIUM_PATH. !!!\n',
  );
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath ?? '', args: FLAGS });

/** Headless, and silent on the network except for what the page itself asks. */
export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

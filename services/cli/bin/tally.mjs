#!/usr/bin/env node
// What `npx tally` runs: here before the first build, so that installing can link it.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error(
    'tally is not built yet: run "npm start", which builds and starts everything, or "npm run build".',
  );
  process.exitCode = 1;
}

#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { run } from './run.js';
import { createOutput } from './terminal/output.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

// A reader that has seen enough (head, less) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
// A terminal that has gone must not keep "tally up" from stopping in good order.
process.stderr.on('error', () => undefined);
const context = {
  env: process.env,
  cwd: process.cwd(),
  output: createOutput(process.stdout, process.stderr),
};
process.exitCode = await run(process.argv.slice(2), context, version);

import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from '../run.js';
import { createOutput } from '../terminal/output.js';

/** What a command line ended with. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs command lines in `dir`, with their data directory in it and no other setting but `env`. */
export function tallyIn(dir: string, env: Record<string, string> = {}) {
  return async (args: string[], more: Record<string, string> = {}): Promise<Ran> => {
    const out = new PassThrough();
    const err = new PassThrough();
    const written = Promise.all([text(out), text(err)]);
    const context = {
      env: { TALLY_DATA_DIR: join(dir, 'data'), ...env, ...more },
      cwd: dir,
      output: createOutput(out, err),
    };
    const code = await run(args, context, '0.1.0');
    out.end();
    err.end();
    const [stdout, stderr] = await written;
    return { code, stdout, stderr };
  };
}

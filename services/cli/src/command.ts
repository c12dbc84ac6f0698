import type { Output } from './terminal/output.js';

/** What every command gets besides its own arguments; nothing below reads the process directly. */
export interface Context {
  env: Record<string, string | undefined>;
  /** Where relative paths begin. */
  cwd: string;
  output: Output;
}

import type { Output } from './output.js';
import { plain } from './plain.js';

/** Shows how far long work has come. `total` 0 means unknown. */
export interface Progress {
  update(done: number, total: number, note?: string): void;
  /** Ends it, with a last word that stays. */
  finish(note: string): void;
}

const BAR = 28;
const REDRAW_MS = 100;
const PLAIN_MS = 5_000;

/** A bar on stderr when that is a terminal; otherwise a plain line every few seconds. */
export function createProgress(
  output: Output,
  label: string,
  options: { now?: () => number; quiet?: boolean } = {},
): Progress {
  const now = options.now ?? Date.now;
  if (options.quiet) return { update: () => undefined, finish: () => undefined };
  const { err } = output;
  const name = plain(label);
  const tty = err.isTTY === true;
  let last = tty ? Number.NEGATIVE_INFINITY : now();
  return {
    update(done, total, note) {
      const at = now();
      if (at - last < (tty ? REDRAW_MS : PLAIN_MS)) return;
      last = at;
      if (tty)
        err.write(
          `\r\u001b[2K${bar(name, done, total, note && plain(note)).slice(0, (err.columns ?? 80) - 1)}`,
        );
      else output.say(`${label}: ${share(done, total)}${note ? `${total > 0 ? ',' : ''} ${note}` : ''}`);
    },
    finish(note) {
      if (tty) err.write('\r\u001b[2K');
      output.say(`${label}: ${note}`);
    },
  };
}

function bar(label: string, done: number, total: number, note?: string): string {
  const full = total > 0 ? Math.min(BAR, Math.floor((done / total) * BAR)) : 0;
  return `${label} [${'█'.repeat(full)}${'░'.repeat(BAR - full)}] ${share(done, total)}${note ? ` ${note}` : ''}`;
}

function share(done: number, total: number): string {
  return total > 0 ? `${Math.floor((Math.min(done, total) / total) * 100)} %` : count(done);
}

/** 1234567 as `1,234,567`. */
export const count = (n: number): string => n.toLocaleString('en-US');

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
/** Before that nobody knows how long it will take. */
const SURE_AFTER_MS = 3_000;

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
  let began: { at: number; done: number } | undefined;
  const timeLeft = (at: number, done: number, total: number): string => {
    const [took, since] = [at - began!.at, done - began!.done];
    return total > 0 && took >= SURE_AFTER_MS && since > 0
      ? `, ${inWords((took * (total - done)) / since)} left`
      : '';
  };
  return {
    update(done, total, note) {
      const at = now();
      began ??= { at, done };
      if (at - last < (tty ? REDRAW_MS : PLAIN_MS)) return;
      last = at;
      const left = timeLeft(at, done, total);
      if (tty)
        err.write(
          `\r\u001b[2K${bar(name, `${share(done, total)}${left}`, done / total, note && plain(note)).slice(0, (err.columns ?? 80) - 1)}`,
        );
      else
        output.say(`${label}: ${share(done, total)}${left}${note ? `${total > 0 ? ',' : ''} ${note}` : ''}`);
    },
    finish(note) {
      if (tty) err.write('\r\u001b[2K');
      output.say(`${label}: ${note}`);
    },
  };
}

/** `part`: of all, from 0 to 1; not finite where that is not known. */
function bar(label: string, said: string, part: number, note?: string): string {
  const full = Number.isFinite(part) ? Math.min(BAR, Math.floor(part * BAR)) : 0;
  return `${label} [${'█'.repeat(full)}${'░'.repeat(BAR - full)}] ${said}${note ? ` ${note}` : ''}`;
}

/** In one unit, as more would be a guess; rounded up, so that it is not over before it is. */
function inWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

function share(done: number, total: number): string {
  return total > 0 ? `${Math.floor((Math.min(done, total) / total) * 100)} %` : count(done);
}

/** 1234567 as `1,234,567`. */
export const count = (n: number): string => n.toLocaleString('en-US');

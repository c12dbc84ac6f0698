import type { Readable } from 'node:stream';

/** Reads what is left of a body that nobody wants, and drops it, so that its sender gets to read the answer. */
export function dropRest(request: Readable): void {
  request.resume();
  const timer = setTimeout(() => request.destroy(), DROP_WITHIN_MS).unref();
  request.on('close', () => clearTimeout(timer));
}

const DROP_WITHIN_MS = 5_000;

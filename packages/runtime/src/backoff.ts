export interface Backoff {
  minMs: number;
  maxMs: number;
}

/** How long to wait after the `failures`-th failure in a row, counted from 1: twice as long as after the one before. */
export function backoffMs(failures: number, { minMs, maxMs }: Backoff): number {
  return Math.min(maxMs, minMs * 2 ** (failures - 1));
}

import type { Output } from '../terminal/output.js';
import { createProgress } from '../terminal/progress.js';

/** One line of a service's log. */
export type LogEntry = Record<string, unknown>;

/**
 * Shows how far the simulator has come with its history, by what it logs: `sending history` with `percent`, then `live`
 * with `rate`. Silent when there was no history to send.
 */
export function historyProgress(output: Output): (entry: LogEntry) => void {
  let progress: ReturnType<typeof createProgress> | null = null;
  let done = false;
  return ({ msg, percent, rate }) => {
    if (done) return;
    if (msg === 'sending history') {
      progress ??= createProgress(output, 'Simulated history');
      if (typeof percent === 'number') progress.update(percent, 100);
    }
    if (msg !== 'live') return;
    done = true;
    const pace = typeof rate === 'number' && rate > 0 ? `about ${rate} events a second` : 'at its own pace';
    progress?.finish(`sent; from now on live, ${pace}`);
  };
}

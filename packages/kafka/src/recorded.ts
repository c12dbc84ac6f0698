import type { IncomingMessage } from './consumer.js';

/** Header of a message that was written again: when it was first, epoch ms by the broker's clock. */
export const RECORDED_AT = 'tally_recorded_at';

/** When Kafka first took a message, epoch ms; its own timestamp says when it came to stand where it does. */
export function recordedAt({ timestamp, headers }: Pick<IncomingMessage, 'timestamp' | 'headers'>): number {
  const said = headers[RECORDED_AT]?.toString() ?? '';
  return /^\d{1,15}$/.test(said) ? Math.min(Number(said), timestamp) : timestamp;
}

/** Whether a message was read by all before, and written once more to take others out before it, see rewrite.ts. */
export const isWrittenAgain = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers[RECORDED_AT] !== undefined;

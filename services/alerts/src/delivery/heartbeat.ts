import type { Logger } from '@tallyboard/runtime/logging';
import { repeat } from '@tallyboard/runtime/repeat';
import type { Receivers } from '../receivers/receiver.js';
import type { Delivery } from './delivery.js';

export interface HeartbeatOptions {
  heartbeat: NonNullable<Receivers['heartbeat']>;
  delivery: Delivery;
  /** Whether alerts are judged as they should be; while they are not, no heartbeat is sent. */
  isAlive: () => boolean;
  now: () => number;
  log: Logger;
}

/**
 * The dead man's switch: tells its receiver again and again that alerts are alive, so that silence is an alarm there.
 * A heartbeat that is not taken before the next one is due is given up.
 */
export function startHeartbeat(options: HeartbeatOptions): { stop(): Promise<void> } {
  const { heartbeat, delivery, isAlive, now, log } = options;
  const { everyMs, receiver } = heartbeat;
  const beat = async () => {
    if (!isAlive()) return;
    const id = `heartbeat-${now()}`;
    await delivery.deliver(
      { id, tenant: '', kind: 'heartbeat', transitions: [], links: {} },
      { to: [receiver.name], giveUpAfterMs: everyMs },
    );
  };
  return repeat(everyMs, beat, (error) => log.debug({ err: error }, 'a heartbeat was not sent'));
}

import { createRequire } from 'node:module';

/** What is used here of kafkajs's queue of requests to one broker. */
interface RequestQueue {
  pending: unknown[];
  scheduleCheckPendingRequests(): void;
}

const require = createRequire(import.meta.url);
const { prototype } = require('kafkajs/src/network/requestQueue/index.js') as { prototype: RequestQueue };
const { scheduleCheckPendingRequests } = prototype;

/**
 * After each answer kafkajs 2.2.4 looks again for requests that wait, also when none does: at a time long past, which
 * is in a millisecond, and so for ever, a thousand times a second on each connection. Node 24 warns of it. A request
 * that comes to wait schedules that look by itself.
 */
export function restWhenNothingWaits(): void {
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
}

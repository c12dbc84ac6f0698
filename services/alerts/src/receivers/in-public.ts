import type { Receiver } from './receiver.js';

/** What may be shown of a receiver: no secret, and of an address that is one only scheme and host. */
export function inPublic({ name, channel, minSeverity, tz, quiet, quietCritical, groupWaitMs }: Receiver) {
  return {
    name,
    type: channel.type,
    to: placeOf(channel),
    min_severity: minSeverity,
    tz,
    quiet,
    quiet_critical: quietCritical,
    group_wait_ms: groupWaitMs,
  };
}

function placeOf(channel: Receiver['channel']): string {
  switch (channel.type) {
    case 'webhook':
    case 'slack':
    case 'teams':
      return channel.target.url.origin;
    case 'email':
      return channel.to.join(', ');
    case 'kafka':
      return channel.topic;
  }
}

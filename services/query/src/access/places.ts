import { Refusal } from '@tallyboard/answers/refusal';
import { TENANT_SHARE } from '../limits.js';
import type { Client } from './client.js';

export interface PlaceLimits {
  /** Requests in work. */
  requests: number;
  requestsPerClient: number;
}

export interface Places {
  /** Takes a place for a request; what it returns gives it back, once. */
  take(tenant: string, client: Client): (() => void) | Refusal;
}

/** Bounds how many requests ask ClickHouse at once or wait to be read, of a client, of a tenant and of all. */
export function createPlaces({ requests, requestsPerClient }: PlaceLimits): Places {
  const taken = new Map<string, number>();
  const of = (name: string) => taken.get(name) ?? 0;
  const add = (name: string, change: number) => {
    if (of(name) + change > 0) taken.set(name, of(name) + change);
    else taken.delete(name);
  };
  return {
    take(tenant, client) {
      const names = ['all', `tenant ${tenant}`, `client ${client.id}`] as const;
      const [all, ofTenant, ofClient] = names;
      if (of(ofClient) >= requestsPerClient) return tooMany(429, client.name, requestsPerClient);
      const most = requests * TENANT_SHARE;
      if (of(ofTenant) >= most) return tooMany(429, 'this tenant', most);
      if (of(all) >= requests) return tooMany(503, 'this server', requests);
      for (const name of names) add(name, 1);
      let isHeld = true;
      return () => {
        if (isHeld) for (const name of names) add(name, -1);
        isHeld = false;
      };
    },
  };
}

const tooMany = (status: 429 | 503, who: string, most: number) =>
  new Refusal(
    status,
    'too_many_requests',
    `${who} has ${most} requests in work, which is the most: wait for an answer before asking again`,
    {},
    1,
  );

import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { hostOf } from '../receivers/hosts.js';
import type { Target } from '../receivers/receiver.js';
import { isPublicAddress } from './public-address.js';

export interface Address {
  address: string;
  family: number;
}

/** Every address of a host name. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

export const resolveBySystem: Resolve = (host) => systemLookup(host, { all: true });

/**
 * Resolves the host of a target once and says where a connection may go: to exactly these addresses, or why nowhere.
 * One address that is not public is enough to refuse them all, unless the host is allowed by name.
 */
export async function pin(
  { url, allowHosts }: Target,
  resolve: Resolve,
): Promise<{ lookup: LookupFunction } | { refused: string }> {
  const host = hostOf(url.hostname);
  const isAllowed = allowHosts.has(host);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isAllowed))
    return { refused: 'only https:// is sent to, and http:// to hosts in allow_hosts' };
  if (url.username !== '' || url.password !== '') return { refused: 'the address has a user name in it' };
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (addresses.length === 0) return { refused: 'the host has no address' };
  if (!isAllowed && !addresses.every(({ address }) => isPublicAddress(address)))
    return { refused: 'the host has an address that is not public, and is not in allow_hosts' };
  return { lookup: answering(addresses) };
}

/** A lookup that asks nobody. */
const answering =
  (addresses: readonly Address[]): LookupFunction =>
  (_host, options, done) => {
    const [first] = addresses;
    if (options.all)
      done(
        null,
        addresses.map(({ address, family }) => ({ address, family })),
      );
    else done(null, first!.address, first!.family);
  };

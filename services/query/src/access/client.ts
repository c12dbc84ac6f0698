/** Whoever is counted as one: a key, or without one an address. */
export interface Client {
  id: string;
  /** As a sentence begins with it: `this API key`. */
  name: string;
}

/** `address` is that of the connection: behind a proxy everybody without a key is one client. */
export function clientOf(keyId: string | null, address: string): Client {
  return keyId === null
    ? { id: `address ${address}`, name: 'this address' }
    : { id: `key ${keyId}`, name: 'this API key' };
}

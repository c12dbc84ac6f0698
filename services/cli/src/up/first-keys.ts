import { createCredential, credentialsFileIn, findCredential } from '../credentials.js';
import { DEMO_TENANT } from './services.js';

/** Makes the keys that a new data directory needs; returns the one that the simulator sends with. */
export function firstKeys(dataDir: string, say: (line: string) => void): string {
  const known = findCredential(dataDir, DEMO_TENANT, 'ingest');
  if (known) return known.key;
  createCredential(dataDir, { tenant: DEMO_TENANT, scopes: ['read'], label: 'reading' });
  createCredential(dataDir, {
    tenant: DEMO_TENANT,
    scopes: ['read', 'events', 'ingest', 'alerts', 'admin'],
    label: 'operator',
  });
  const sending = createCredential(dataDir, { tenant: DEMO_TENANT, scopes: ['ingest'], label: 'sending' });
  say(`Made API keys for the tenant "${DEMO_TENANT}", kept in ${credentialsFileIn(dataDir)}.`);
  return sending.key;
}

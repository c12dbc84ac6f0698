import type { Settings } from '@tallyboard/runtime/settings';
import { findCredential } from '../credentials.js';
import type { Service } from '../http.js';
import { type clientSettings, dataDirOf } from '../settings.js';

/** The query service, asked with the key for `tenant` if there is one; without, it may still answer anonymously. */
export function queryService(settings: Settings<typeof clientSettings>, tenant: string): Service {
  return {
    name: 'The query service',
    url: settings.queryUrl,
    setting: 'TALLY_QUERY_URL',
    key: settings.apiKey ?? findCredential(dataDirOf(settings.dataDir), tenant, 'read')?.key,
  };
}

import type { Scope } from '@tallyboard/runtime/api-keys';
import { Failure } from '@tallyboard/runtime/failure';
import type { Settings } from '@tallyboard/runtime/settings';
import { findCredential } from '../credentials.js';
import { request, type Service } from '../http.js';
import { type clientSettings, dataDirOf } from '../settings.js';
import { DEMO_TENANT } from '../up/services.js';

/**
 * The query service, asked with TALLY_API_KEY, else with a kept key of this scope for `tenant` (undefined: nobody said which, and the
 * demo is meant where there is a choice). Without a key it may still answer, for whom it says.
 */
export function queryService(
  settings: Settings<typeof clientSettings>,
  tenant: string | undefined,
  scope: Scope = 'read',
): Service {
  return {
    name: 'The query service',
    url: settings.queryUrl,
    setting: 'TALLY_QUERY_URL',
    key: settings.apiKey ?? findCredential(dataDirOf(settings.dataDir), tenant ?? DEMO_TENANT, scope)?.key,
  };
}

export interface Named {
  id: string;
  name: string;
}

/** The offices or reps that the service knows; none when it does not say. */
export async function listNamed(service: Service, what: 'offices' | 'reps'): Promise<Named[]> {
  const answer = await request(service, `/v1/${what}`);
  return answer.status === 200 ? (JSON.parse(answer.text) as Record<typeof what, Named[]>)[what] : [];
}

/** The numbers of one tenant must never be taken for those of another. */
export function otherTenant(asked: string, answered: string | undefined, { key }: Service): Failure {
  const whose =
    answered === undefined ? 'does not say of which tenant its answer is' : `answered for ${answered}`;
  const way = key
    ? `the API key is not one of ${asked}: set TALLY_API_KEY to one that is, or unset it`
    : `there is no API key for ${asked}`;
  return new Failure(
    `The query service ${whose}, not for ${asked}, and ${way}; "tally keys create --tenant ${asked} --scopes read" makes one.`,
  );
}

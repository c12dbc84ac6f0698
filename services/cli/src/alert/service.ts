import type { Alert } from '@tallyboard/api/alerts';
import { Failure } from '@tallyboard/runtime/failure';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Context } from '../command.js';
import { findCredential } from '../credentials.js';
import { refusedQuestion, request, type Service } from '../http.js';
import { queryService } from '../query/service.js';
import { clientSettings, dataDirOf } from '../settings.js';
import { DEMO_TENANT } from '../up/services.js';

/** What every command that asks has. */
export interface Common {
  json?: boolean;
  tenant?: string;
}

/** The service to ask; `acts`: it wants a key that may act. */
export function serviceOf({ env }: Context, tenant: string | undefined, acts = false): Service {
  const settings = loadSettings(clientSettings, env);
  const service = queryService(settings, tenant);
  if (!acts || settings.apiKey !== undefined) return service;
  // A kept key that may only read may not act.
  const key = findCredential(dataDirOf(settings.dataDir), tenant ?? DEMO_TENANT, 'alerts')?.key;
  return { ...service, key };
}

/** The body of an answer of 200; null of 204. */
export async function asked(
  service: Service,
  path: string,
  { method = 'GET', body }: { method?: 'GET' | 'POST' | 'PUT' | 'DELETE'; body?: object } = {},
): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await request(
    service,
    path,
    body === undefined ? { method } : { method, headers, body: JSON.stringify(body) },
  );
  if (answer.status === 404 && !answer.text.includes('no_such'))
    throw new Failure(`${service.name} knows of no alerts service: set its TALLY_ALERTS_URL.`);
  if (answer.status === 204) return null;
  if (answer.status !== 200) throw refusedQuestion(service, answer);
  return JSON.parse(answer.text);
}

/** The id that begins so. */
export async function idOf(service: Service, beginning: string): Promise<string> {
  const { alerts } = (await asked(service, '/v1/alerts')) as { alerts: Alert[] };
  const found = alerts.filter(({ id }) => id.startsWith(beginning));
  if (found.length === 1) return found[0]!.id;
  throw new Failure(
    found.length === 0
      ? `There is no alert ${beginning}.`
      : `${found.length} alerts begin with ${beginning}.`,
  );
}

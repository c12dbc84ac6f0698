import { Failure } from '@tallyboard/runtime/failure';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Context } from '../command.js';
import { findCredential } from '../credentials.js';
import type { Service } from '../http.js';
import { createSender, type Send } from '../import/send.js';
import { clientSettings, dataDirOf } from '../settings.js';

export const sendNothing: Send = async () => [];

/** Sends with TALLY_API_KEY, else with a kept key of the tenant. */
export function senderTo(context: Context, tenant: string): Send {
  const settings = loadSettings(clientSettings, context.env);
  const key = settings.apiKey ?? findCredential(dataDirOf(settings.dataDir), tenant, 'ingest')?.key;
  if (!key)
    throw new Failure(
      `There is no API key to import for "${tenant}": make one with "tally keys create --tenant ${tenant} --scopes ingest,read", or set TALLY_API_KEY.`,
    );
  const ingest: Service = {
    name: 'The ingest service',
    url: settings.ingestUrl,
    setting: 'TALLY_INGEST_URL',
    key,
  };
  let said = '';
  return createSender(ingest, {
    tenant,
    onWait: (why) => {
      if (why !== said) context.output.say(`Waiting to send again: ${why}`);
      said = why;
    },
  });
}

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addApiKey, createApiKey } from '@tallyboard/runtime/api-keys';
import { isolated } from '@tallyboard/testkit/isolated';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settingsOf } from '@tallyboard/testkit/test-user';

/** The product without its command line: three services as processes, and a page for everybody. */
export interface RealStack {
  /** Where the wallboard is; ends in a slash. */
  url: string;
  processor: RunningService;
  query: RunningService;
  /** Sends events of now through `POST /v1/events`; throws unless all of them are accepted. */
  send(events: readonly { type: string; data: Record<string, unknown> }[]): Promise<void>;
  stop(): Promise<void>;
}

const TENANT = 'acme';

export async function startRealStack(): Promise<RealStack> {
  const names = isolated();
  const dir = await mkdtemp(join(tmpdir(), 'tally-browser-'));
  const keysFile = join(dir, 'api-keys.json');
  const { key, record } = createApiKey({ tenant: TENANT, scopes: ['ingest'] });
  addApiKey(keysFile, record);
  const env = {
    ...settingsOf(names),
    TALLY_API_KEYS_FILE: keysFile,
    TALLY_ANONYMOUS_TENANT: TENANT,
  };
  const running: RunningService[] = [];
  const start = async (name: string) => {
    const service = await startService(name, env);
    running.push(service);
    return service;
  };
  const stop = async () => {
    for (const service of running.reverse()) await service.stop();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const processor = await start('processor');
    const ingest = await start('ingest');
    const query = await start('query');
    return {
      url: `${query.url}/`,
      processor,
      query,
      async send(events) {
        const time = new Date().toISOString();
        const response = await fetch(`${ingest.url}/v1/events`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${key}`,
            'content-type': 'application/cloudevents-batch+json',
          },
          body: JSON.stringify(
            events.map((event) => ({ specversion: '1.0', id: randomUUID(), source: 'crm', time, ...event })),
          ),
        });
        const answer = await response.text();
        if (response.status !== 202) throw new Error(`ingest answered ${response.status}: ${answer}`);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

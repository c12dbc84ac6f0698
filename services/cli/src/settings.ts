import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings, logSettings, setting } from '@tallyboard/runtime/settings';

/** The root of the workspace: dist/settings.js and src/settings.ts are equally deep. */
export const WORKSPACE = fileURLToPath(new URL('../../../', import.meta.url));

/** Where `tally up` keeps everything, and where the other commands find its API keys. */
export const dataDirSettings = {
  ...logSettings,
  dataDir: setting.path('TALLY_DATA_DIR', {
    default: join(WORKSPACE, '.tally'),
    doc: 'Where tally up keeps its data, keys and logs',
  }),
};

/** Where the services answer that commands talk to. */
export const clientSettings = {
  ...dataDirSettings,
  queryUrl: setting.url('TALLY_QUERY_URL', { default: 'http://127.0.0.1:3000', doc: 'The query service' }),
  ingestUrl: setting.url('TALLY_INGEST_URL', { default: 'http://127.0.0.1:3001', doc: 'The ingest service' }),
  apiKey: setting.text('TALLY_API_KEY', {
    optional: true,
    secret: true,
    doc: 'The key to ask with, instead of one that tally keys create put into the data directory',
  }),
};

/** As an absolute path; `~/` is home, as in a shell. */
export const dataDirOf = (path: string): string =>
  resolve(path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);

/** The data directory that commands look into. */
export const dataDirIn = ({ TALLY_DATA_DIR }: Record<string, string | undefined>): string =>
  dataDirOf(loadSettings({ dataDir: dataDirSettings.dataDir }, { TALLY_DATA_DIR }).dataDir);

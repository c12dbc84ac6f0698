import { fileURLToPath } from 'node:url';
import {
  apiKeySettings,
  clickhouseSettings,
  hostSettings,
  kafkaSettings,
  logSettings,
  setting,
} from '@tallyboard/runtime/settings';

export const querySettings = {
  ...kafkaSettings,
  ...clickhouseSettings,
  ...logSettings,
  ...hostSettings,
  ...apiKeySettings,
  host: setting.text('TALLY_QUERY_HOST', {
    default: '127.0.0.1',
    doc: 'Address of the API and the wallboard',
  }),
  port: setting.port('TALLY_QUERY_PORT', { default: 3000, doc: 'Port of the API and the wallboard' }),
  anonymousTenant: setting.text('TALLY_ANONYMOUS_TENANT', {
    optional: true,
    doc: 'Tenant that requests without an API key read; leave it out wherever others can reach the port',
  }),
  liveWithinMs: setting.integer('TALLY_LIVE_WITHIN_MS', {
    default: 5_000,
    min: 1,
    doc: 'Up to this lag, in milliseconds, an answer counts as live',
  }),
  wallboardDir: setting.path('TALLY_WALLBOARD_DIR', {
    default: fileURLToPath(new URL('../../wallboard/dist', import.meta.url)),
    doc: 'Directory of the built wallboard',
  }),
};

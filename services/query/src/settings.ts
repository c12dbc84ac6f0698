import { fileURLToPath } from 'node:url';
import {
  apiKeySettings,
  clickhouseSettings,
  hostSettings,
  kafkaSettings,
  logSettings,
  setting,
  shardsSettings,
} from '@tallyboard/runtime/settings';
import { LIMITS } from './limits.js';

export const querySettings = {
  ...kafkaSettings,
  ...clickhouseSettings,
  ...shardsSettings,
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
  alertsUrl: setting.url('TALLY_ALERTS_URL', {
    optional: true,
    doc: 'The alerts service, whose answers are passed on to the wallboard; without it there are none',
  }),
  liveWithinMs: setting.integer('TALLY_LIVE_WITHIN_MS', {
    default: 5_000,
    min: 1,
    doc: 'Up to this lag, in milliseconds, an answer counts as live',
  }),
  maxStreams: setting.integer('TALLY_QUERY_MAX_STREAMS', {
    default: 100,
    min: 1,
    max: LIMITS.streams / 2,
    doc: 'Streams that one API key, or without one an address, may have open',
  }),
  maxQuestions: setting.integer('TALLY_QUERY_MAX_QUESTIONS', {
    default: 240,
    min: LIMITS.queriesPerStream,
    max: LIMITS.questions / 2,
    doc: 'Different questions that the streams of one API key or address may ask; screens that ask the same share them',
  }),
  maxRequests: setting.integer('TALLY_QUERY_MAX_REQUESTS', {
    default: 32,
    min: 1,
    max: LIMITS.requests / 2,
    doc: 'Requests of one API key or address that may be in work at once',
  }),
  workPercent: setting.integer('TALLY_QUERY_WORK_PERCENT', {
    default: 50,
    min: 1,
    max: 300,
    doc: 'Part of the time, in percent, that ClickHouse may work for the streams of one API key or address',
  }),
  wallboardDir: setting.path('TALLY_WALLBOARD_DIR', {
    default: fileURLToPath(new URL('../../wallboard/dist', import.meta.url)),
    doc: 'Directory of the built wallboard',
  }),
};

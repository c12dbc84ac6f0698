import { apiKeySettings, kafkaSettings, logSettings, setting } from '@tallyboard/runtime/settings';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Every setting of the ingest service. */
export const ingestSettings = {
  host: setting.text('TALLY_INGEST_HOST', { default: '127.0.0.1', doc: 'Address it listens on' }),
  port: setting.port('TALLY_INGEST_PORT', { default: 3001, doc: 'Port it listens on' }),
  apiKeysFile: setting.required(apiKeySettings.apiKeysFile),
  maxBodyBytes: setting.integer('TALLY_INGEST_MAX_BODY_BYTES', {
    default: 4 * MIB,
    min: KIB,
    max: 64 * MIB,
    doc: 'Longest JSON body; NDJSON has no limit but that of its lines',
  }),
  maxBatchEvents: setting.integer('TALLY_INGEST_MAX_BATCH_EVENTS', {
    default: 10_000,
    min: 1,
    max: 100_000,
    doc: 'Most events in one JSON batch',
  }),
  maxLineBytes: setting.integer('TALLY_INGEST_MAX_LINE_BYTES', {
    default: 64 * KIB,
    min: KIB,
    max: MIB,
    doc: 'Longest line of NDJSON',
  }),
  maxInFlightBytes: setting.integer('TALLY_INGEST_MAX_IN_FLIGHT_BYTES', {
    default: 32 * MIB,
    min: MIB,
    doc: 'Bodies in work at once; a tenant may fill half of it',
  }),
  maxInFlightRequests: setting.integer('TALLY_INGEST_MAX_IN_FLIGHT_REQUESTS', {
    default: 1_000,
    min: 2,
    doc: 'Requests in work at once; a tenant may fill half of it',
  }),
  ...kafkaSettings,
  ...logSettings,
};

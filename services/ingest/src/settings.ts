import {
  apiKeySettings,
  hostSettings,
  kafkaSettings,
  logSettings,
  setting,
  shardsSettings,
} from '@tallyboard/runtime/settings';

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
    doc: 'What is kept of all requests at once; a tenant may take as much as it leaves free, alone half of it',
  }),
  maxInFlightRequests: setting.integer('TALLY_INGEST_MAX_IN_FLIGHT_REQUESTS', {
    default: 1_000,
    min: 2,
    doc: 'Open requests; a tenant may take as many as it leaves free, alone half of them',
  }),
  maxRequestsPerKey: setting.integer('TALLY_INGEST_MAX_REQUESTS_PER_KEY', {
    default: 250,
    min: 1,
    doc: 'Open requests of one API key',
  }),
  maxConnections: setting.integer('TALLY_INGEST_MAX_CONNECTIONS', {
    default: 2_000,
    min: 2,
    doc: 'Open connections; the address with most of them loses its oldest idle one for another',
  }),
  maxHeadersMs: setting.integer('TALLY_INGEST_MAX_HEADERS_MS', {
    default: 10_000,
    min: 1,
    doc: 'Longest time in which the headers of a request arrive, in milliseconds',
  }),
  maxBodyMs: setting.integer('TALLY_INGEST_MAX_BODY_MS', {
    default: 60_000,
    min: 1,
    doc: 'Longest time in which a JSON body arrives, in milliseconds',
  }),
  maxLineMs: setting.integer('TALLY_INGEST_MAX_LINE_MS', {
    default: 30_000,
    min: 1,
    doc: 'Longest time in which a line of NDJSON arrives, in milliseconds',
  }),
  maxIdleMs: setting.integer('TALLY_INGEST_MAX_IDLE_MS', {
    default: 60_000,
    min: 1,
    doc: 'Longest silence of a sender, in milliseconds',
  }),
  minBytesPerS: setting.integer('TALLY_INGEST_MIN_BYTES_PER_S', {
    default: 500,
    min: 1,
    doc: 'Least bytes a second of a line that has begun, or a JSON body, after its first five seconds',
  }),
  ...kafkaSettings,
  ...shardsSettings,
  ...logSettings,
  ...hostSettings,
};

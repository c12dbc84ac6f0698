import {
  clickhouseSettings,
  hostSettings,
  kafkaSettings,
  logSettings,
  schemaSettings,
  setting,
  shardsSettings,
} from '@tallyboard/runtime/settings';

export const processorSettings = {
  ...kafkaSettings,
  ...clickhouseSettings,
  ...schemaSettings,
  ...shardsSettings,
  ...logSettings,
  ...hostSettings,
  host: setting.text('TALLY_PROCESSOR_HOST', {
    default: '127.0.0.1',
    doc: 'Address of health and Prometheus metrics',
  }),
  port: setting.port('TALLY_PROCESSOR_PORT', {
    default: 3002,
    doc: 'Port of health and Prometheus metrics',
  }),
  shard: setting.text('TALLY_SHARD', {
    optional: true,
    doc: 'Which of the shards in TALLY_SHARDS_FILE it serves',
  }),
  migrates: setting.flag('TALLY_PROCESSOR_MIGRATES', {
    default: true,
    doc: 'Makes and changes tables when it starts; false where its user may not, and tally migrate does',
  }),
  roles: setting.someOf('TALLY_PROCESSOR_ROLES', ['projector', 'aggregator'], {
    default: ['projector', 'aggregator'],
    doc: 'What this instance does: projector, aggregator or both',
  }),
};

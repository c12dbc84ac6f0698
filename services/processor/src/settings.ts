import {
  clickhouseSettings,
  hostSettings,
  kafkaSettings,
  logSettings,
  setting,
} from '@tallyboard/runtime/settings';

export const processorSettings = {
  ...kafkaSettings,
  ...clickhouseSettings,
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
  roles: setting.someOf('TALLY_PROCESSOR_ROLES', ['projector', 'aggregator'], {
    default: ['projector', 'aggregator'],
    doc: 'What this instance does: projector, aggregator or both',
  }),
};

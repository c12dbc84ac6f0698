import {
  apiKeySettings,
  clickhouseSettings,
  hostSettings,
  kafkaSettings,
  logSettings,
  setting,
  shardsSettings,
} from '@tallyboard/runtime/settings';

export const alertsSettings = {
  ...kafkaSettings,
  ...clickhouseSettings,
  ...shardsSettings,
  ...logSettings,
  ...hostSettings,
  ...apiKeySettings,
  host: setting.text('TALLY_ALERTS_HOST', { default: '127.0.0.1', doc: 'Address of the alerts API' }),
  port: setting.port('TALLY_ALERTS_PORT', { default: 3004, doc: 'Port of the alerts API' }),
  anonymousTenant: setting.text('TALLY_ANONYMOUS_TENANT', {
    optional: true,
    doc: 'Tenant that requests without an API key read; leave it out wherever others can reach the port',
  }),
  anonymousAcknowledges: setting.flag('TALLY_ANONYMOUS_ACKNOWLEDGES', {
    default: false,
    doc: 'Whether requests without an API key acknowledge alerts, as from a wall in the office; nothing else is done without a key',
  }),
  rules: setting.path('TALLY_ALERT_RULES', {
    optional: true,
    doc: 'YAML file of rules, or a folder of such files; read again when they change',
  }),
  readyFor: setting.list('TALLY_ALERT_READY_RULES', {
    default: [],
    doc: 'Tenants for which the ready rules are on',
  }),
  receivers: setting.path('TALLY_ALERT_RECEIVERS', {
    optional: true,
    doc: 'YAML file of those who are told; without it alerts are on the wall, in the API and in Kafka alone',
  }),
  pageUrl: setting.url('TALLY_ALERT_PAGE_URL', {
    default: 'http://localhost:3000',
    doc: 'Where the wallboard is, for links in messages',
  }),
};

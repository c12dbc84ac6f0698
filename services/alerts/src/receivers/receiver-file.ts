import { Hours, SEVERITIES } from '@tallyboard/alerting/rule';
import { type Static, type TObject, type TProperties, Type } from 'typebox';

const text = (description: string) => Type.String({ minLength: 1, maxLength: 1_000, description });
const optional = (description: string) => Type.Optional(text(description));
/** Names that begin with TALLY_ are settings, and others are refused at the start of every service. */
const variable = (description: string) =>
  Type.Optional(
    Type.String({
      pattern: '^(?!TALLY_)[A-Za-z_][A-Za-z0-9_]{0,100}$',
      description: `${description}; its name does not begin with TALLY_, as those of settings do`,
    }),
  );
const address = (description: string) =>
  Type.String({ pattern: '^[^\\s<>"@]+@[^\\s<>"@]+$', maxLength: 254, description });

const common = {
  name: Type.String({
    pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
    description: 'what rules call it: letters, digits, - and _',
  }),
  tenants: Type.Optional(
    Type.Array(text('a tenant'), {
      minItems: 1,
      maxItems: 1_000,
      description: 'a list of tenants whose alerts it is told of; default: all',
    }),
  ),
  min_severity: Type.Optional(Type.Enum([...SEVERITIES], { description: 'less severe ones are not sent' })),
  tz: optional('a zone, as Europe/Berlin, for quiet hours and for the times in messages; default UTC'),
  quiet: Type.Optional(Hours),
  quiet_critical: Type.Optional(
    Type.Boolean({ description: 'true or false: critical ones wait for the end of the quiet hours too' }),
  ),
  group_by: Type.Optional(
    Type.Array(Type.Enum(['rule']), {
      maxItems: 1,
      description: '[rule], or [] to put all in one message; default [rule]',
    }),
  ),
  group_wait: Type.Optional(
    Type.String({
      pattern: '^(0|[1-9][0-9]{0,3})(s|m|h)$',
      description: 'how long more are waited for, to go in one message; as in 0s, 30s, 5m; default 0s',
    }),
  ),
};

/** One of the three; in the file itself it is shown to whoever may read the file. */
const link = {
  url: optional('where it is posted to: an https:// address'),
  url_env: variable('environment variable that holds the address'),
  url_file: optional('file that holds the address'),
  allow_hosts: Type.Optional(
    Type.Array(text('a host name without port'), {
      maxItems: 100,
      description: 'hosts that may have a private address and http://',
    }),
  ),
};

const kind = <const T extends string, P extends TProperties>(type: T, properties: P) =>
  Type.Object({ type: Type.Literal(type), ...common, ...properties }, { additionalProperties: false });

const Webhook = kind('webhook', {
  ...link,
  secret_env: variable('environment variable with the secret that signs (whsec_… in base64)'),
  secret_file: optional('file with the secret that signs: whsec_… in base64'),
});
const Slack = kind('slack', link);
const Teams = kind('teams', link);
const Email = kind('email', {
  smtp: Type.Object(
    {
      host: text('the mail server'),
      port: Type.Integer({ minimum: 1, maximum: 65_535, description: 'its port, from 1 to 65535' }),
      secure: Type.Optional(
        Type.Boolean({ description: 'TLS from the beginning; default on port 465. Otherwise STARTTLS' }),
      ),
      user: optional('who logs in'),
      password_env: variable('environment variable with the password'),
      password_file: optional('file with the password'),
    },
    { additionalProperties: false },
  ),
  from: address('the sender, name@example.com'),
  to: Type.Array(address('a recipient, name@example.com'), {
    minItems: 1,
    maxItems: 100,
    description: 'recipients',
  }),
});
const Kafka = kind('kafka', {
  topic: Type.String({ pattern: '^[A-Za-z0-9._-]{1,200}$', description: 'name of the topic' }),
});

/** What a receiver of each type may say. */
export const RECEIVER_TYPES = {
  webhook: Webhook,
  slack: Slack,
  teams: Teams,
  email: Email,
  kafka: Kafka,
} satisfies Record<string, TObject>;

export type ReceiverEntry = Static<(typeof RECEIVER_TYPES)[keyof typeof RECEIVER_TYPES]>;

/** The dead man's switch: as long as messages come, alerts are alive. */
export const Heartbeat = Type.Object(
  {
    ...link,
    receiver: optional('a receiver of this file, instead of an address'),
    every: Type.String({ pattern: '^[1-9][0-9]{0,3}(s|m|h)$', description: 'how often; as in 60s, 5m' }),
  },
  { additionalProperties: false },
);

export type Heartbeat = Static<typeof Heartbeat>;

/** The file but for what its receivers say, which depends on their type. */
export const ReceiverFile = Type.Object(
  {
    receivers: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
      maxItems: 1_000,
      description: 'a list of receivers',
    }),
    heartbeat: Type.Optional(Heartbeat),
  },
  { additionalProperties: false, description: 'receivers: and a list of them' },
);

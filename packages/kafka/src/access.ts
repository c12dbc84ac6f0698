import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { Failure } from '@tallyboard/runtime/failure';
import { kafkaSettings, type Settings } from '@tallyboard/runtime/settings';
import type { SASLOptions } from 'kafkajs';
import { tokensOf } from './oauth-tokens.js';

/** Where Kafka is, and how to come in. */
export interface KafkaAccess {
  /** host:port of one or more brokers. */
  brokers: string[];
  /** Absent: in the clear. */
  ssl?: ConnectionOptions;
  /** Absent: anonymous. */
  sasl?: SASLOptions;
  /** How many copies topics must have; absent: three, or as many as there are brokers. */
  copies?: number | undefined;
}

const named = (setting: keyof typeof kafkaSettings): string => kafkaSettings[setting].name;

/** What the settings say; a Failure when they do not fit together, or name files that cannot be read. */
export function kafkaAccess(settings: Settings<typeof kafkaSettings>): KafkaAccess {
  const { kafkaBrokers: brokers, kafkaTls, kafkaSasl, kafkaCopies: copies } = settings;
  if (!kafkaTls) {
    mustBeUnset(settings, ['kafkaTlsCa', 'kafkaTlsCert', 'kafkaTlsKey'], `${named('kafkaTls')}=true`);
    if (revealsSecrets(kafkaSasl) && !brokers.every(isLoopback))
      throw new Failure(
        `${named('kafkaSasl')}=${kafkaSasl} without ${named('kafkaTls')}=true would send what is secret in the clear to ${brokers.join(', ')}: speak to Kafka by TLS.`,
      );
  }
  return {
    brokers,
    ...(copies === undefined ? {} : { copies }),
    ...(kafkaTls ? { ssl: tls(settings) } : {}),
    ...(kafkaSasl === 'none' ? anonymous(settings) : { sasl: sasl(settings, kafkaSasl) }),
  };
}

type KafkaSettings = Settings<typeof kafkaSettings>;
type Mechanism = Exclude<KafkaSettings['kafkaSasl'], 'none'>;

/** Scram proves that one knows the password without saying it. */
const revealsSecrets = (mechanism: KafkaSettings['kafkaSasl']): boolean =>
  mechanism === 'plain' || mechanism === 'oauthbearer';

const isLoopback = (address: string): boolean =>
  /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d+$/.test(address);

function tls({ kafkaTlsCa, kafkaTlsCert, kafkaTlsKey }: KafkaSettings): ConnectionOptions {
  if ((kafkaTlsCert === undefined) !== (kafkaTlsKey === undefined))
    throw new Failure(
      `${named('kafkaTlsCert')} and ${named('kafkaTlsKey')} go together: set both, or neither.`,
    );
  return {
    ...(kafkaTlsCa === undefined ? {} : { ca: read('kafkaTlsCa', kafkaTlsCa) }),
    ...(kafkaTlsCert === undefined ? {} : { cert: read('kafkaTlsCert', kafkaTlsCert) }),
    ...(kafkaTlsKey === undefined ? {} : { key: read('kafkaTlsKey', kafkaTlsKey) }),
  };
}

function sasl(settings: KafkaSettings, mechanism: Mechanism): SASLOptions {
  const username = wanted(settings, 'kafkaUser', mechanism);
  const password = wanted(settings, 'kafkaPassword', mechanism);
  if (mechanism !== 'oauthbearer') {
    mustBeUnset(settings, ['kafkaTokenUrl', 'kafkaTokenScope'], `${named('kafkaSasl')}=oauthbearer`);
    return { mechanism, username, password } as SASLOptions;
  }
  const url = wanted(settings, 'kafkaTokenUrl', mechanism);
  const scope = settings.kafkaTokenScope;
  const token = tokensOf({ url, clientId: username, clientSecret: password, ...(scope ? { scope } : {}) });
  return { mechanism, oauthBearerProvider: async () => ({ value: await token() }) };
}

function anonymous(settings: KafkaSettings): Record<string, never> {
  const ways = `${named('kafkaSasl')}, as in ${named('kafkaSasl')}=scram-sha-512`;
  mustBeUnset(settings, ['kafkaUser', 'kafkaPassword', 'kafkaTokenUrl', 'kafkaTokenScope'], ways);
  return {};
}

function wanted(
  settings: KafkaSettings,
  key: 'kafkaUser' | 'kafkaPassword' | 'kafkaTokenUrl',
  mechanism: Mechanism,
): string {
  const value = settings[key];
  if (value === undefined) throw new Failure(`${named('kafkaSasl')}=${mechanism} wants ${named(key)} too.`);
  return value;
}

/** What is set and would be passed over: somebody believes that it holds. */
function mustBeUnset(
  settings: KafkaSettings,
  keys: readonly (keyof KafkaSettings)[],
  otherwise: string,
): void {
  const idle = keys.filter((key) => settings[key] !== undefined);
  if (idle.length > 0)
    throw new Failure(
      `${idle.map(named).join(', ')} would do nothing: set ${otherwise} too, or leave it out.`,
    );
}

function read(key: keyof typeof kafkaSettings, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Failure(
      `${named(key)} names ${path}, which cannot be read (${(cause as NodeJS.ErrnoException).code}).`,
      { cause },
    );
  }
}

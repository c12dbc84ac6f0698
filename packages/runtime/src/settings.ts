import { Failure } from './failure.js';
import { unknownSettings } from './unknown-settings.js';

/** One environment variable: how it is read, what it means, and what holds when it is not set. */
export interface Setting<T> {
  /** Of the variable, TALLY_…. */
  readonly name: string;
  readonly doc: string;
  /** What a right value is, in words that follow "wants". */
  readonly wants: string;
  /** The value is shown nowhere. */
  readonly secret: boolean;
  readonly fallback: 'required' | { readonly value: T };
  /** Undefined when the text is no such value. */
  parse(text: string): T | undefined;
}

/** No `default` and not `optional`: required. */
export interface SettingOptions<T> {
  doc: string;
  default?: T;
  optional?: boolean;
  secret?: boolean;
}

/** The settings of a program, by the names its code uses. */
export type Shape = Record<string, Setting<unknown>>;
export type Settings<S extends Shape> = { [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/**
 * Reads every setting from `env`; empty counts as not set. Throws one Failure that names all wrong ones, what
 * they hold (never of a secret) and what they want, and all names that are settings of nothing.
 */
export function loadSettings<S extends Shape>(
  shape: S,
  env: Record<string, string | undefined>,
): Settings<S> {
  const values: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [key, { name, wants, fallback, secret, parse }] of Object.entries(shape)) {
    const text = env[name];
    if (text === undefined || text === '') {
      if (fallback === 'required') wrong.push(`${name} is not set and wants ${wants}`);
      else values[key] = fallback.value;
      continue;
    }
    const parsed = parse(text);
    if (parsed === undefined)
      wrong.push(`${name} ${secret ? 'holds something else but' : `is ${show(text)} but`} wants ${wants}`);
    else values[key] = parsed;
  }
  wrong.push(
    ...unknownSettings(
      env,
      Object.values(shape).map(({ name }) => name),
    ),
  );
  if (wrong.length > 0) throw new Failure(`Wrong settings: ${wrong.join('; ')}.`);
  return values as Settings<S>;
}

/** A text table of names, defaults and meanings, for `--help`. */
export function describeSettings(shape: Shape): string {
  const rows = Object.values(shape).map(({ name, fallback, doc, wants }) => [
    name,
    fallback === 'required' ? '(required)' : defaultText(fallback.value),
    `${doc} (${wants})`,
  ]);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]!.length));
  return rows
    .map(([name, value, doc]) => `${name!.padEnd(width(0))}  ${value!.padEnd(width(1))}  ${doc}`)
    .join('\n');
}

/** Builders of settings, one per kind of value. */
export const setting = {
  text: <O extends SettingOptions<string>>(name: string, options: O) =>
    make<string, O>(name, options, 'text', (text) => text),

  /** Whole, between `min` (default 0) and `max`. */
  integer: <O extends SettingOptions<number> & { min?: number; max?: number }>(name: string, options: O) => {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    return make<number, O>(name, options, `a whole number ${range}`, (text) => whole(text, min, max));
  },

  /** 0 stands for any free port. */
  port: <O extends SettingOptions<number>>(name: string, options: O) =>
    make<number, O>(name, options, 'a port from 0 to 65535', (text) => whole(text, 0, 65_535)),

  /** http or https; without the slash at its end. */
  url: <O extends SettingOptions<string>>(name: string, options: O) =>
    make<string, O>(name, options, 'an http:// or https:// address', (text) =>
      /^https?:\/\/./.test(text) && URL.canParse(text) ? text.replace(/\/+$/, '') : undefined,
    ),

  flag: <O extends SettingOptions<boolean>>(name: string, options: O) =>
    make<boolean, O>(name, options, 'true or false', (text) => FLAGS.get(text.toLowerCase())),

  /** One or several of these, separated by commas; as one text. */
  urls: <O extends SettingOptions<string>>(name: string, options: O) =>
    make<string, O>(
      name,
      options,
      'an http:// or https:// address, or several separated by commas',
      (text) => {
        const parts = listIn(text)?.map((part) => setting.url(name, { doc: '' }).parse(part));
        return parts?.includes(undefined) ? undefined : parts?.join(',');
      },
    ),

  oneOf: <const V extends string, O extends SettingOptions<NoInfer<V>>>(
    name: string,
    values: readonly V[],
    options: O,
  ) =>
    make<V, O>(name, options, `one of ${values.join(', ')}`, (text) =>
      values.find((value) => value === text),
    ),

  path: <O extends SettingOptions<string>>(name: string, options: O) =>
    make<string, O>(name, options, 'a path', (text) => (text.includes('\0') ? undefined : text)),

  /** Separated by commas, at least one. */
  list: <O extends SettingOptions<string[]>>(name: string, options: O) =>
    make<string[], O>(name, options, 'a list separated by commas', listIn),

  /** host:port of each, separated by commas. */
  addresses: <O extends SettingOptions<string[]>>(name: string, options: O) =>
    make<string[], O>(name, options, 'host:port, or several separated by commas', (text) => {
      const parts = listIn(text);
      return parts?.every(isAddress) ? parts : undefined;
    }),

  /** Some of `values`, separated by commas. */
  someOf: <const V extends string, O extends SettingOptions<NoInfer<V>[]>>(
    name: string,
    values: readonly V[],
    options: O,
  ) =>
    make<V[], O>(name, options, `one or more of ${values.join(', ')}`, (text) => {
      const parts = listIn(text);
      const known = parts?.flatMap((part) => values.find((each) => each === part) ?? []);
      return known?.length === parts?.length ? known : undefined;
    }),

  /** The same setting for a program that cannot do without. */
  required: <T>(optional: Setting<T | undefined>): Setting<T> => ({
    ...(optional as Setting<T>),
    fallback: 'required',
  }),
};

export const kafkaSettings = {
  kafkaBrokers: setting.addresses('TALLY_KAFKA_BROKERS', {
    default: ['127.0.0.1:9092'],
    doc: 'Kafka brokers',
  }),
  topicPrefix: setting.text('TALLY_TOPIC_PREFIX', {
    default: '',
    doc: 'Put before the name of every topic, so that several deployments share a broker',
  }),
  kafkaCopies: setting.integer('TALLY_KAFKA_COPIES', {
    optional: true,
    min: 1,
    max: 9,
    doc: 'Copies of each partition that topics must have (replication factor), of which all but one must have what is acknowledged; default: 3, or as many as there are brokers',
  }),
  kafkaTls: setting.flag('TALLY_KAFKA_TLS', { default: false, doc: 'Speaks to Kafka by TLS' }),
  kafkaTlsCa: setting.path('TALLY_KAFKA_TLS_CA', {
    optional: true,
    doc: 'PEM file of who signed the certificates of the brokers; default: whom Node.js trusts',
  }),
  kafkaTlsCert: setting.path('TALLY_KAFKA_TLS_CERT', {
    optional: true,
    doc: 'PEM file of the certificate by which brokers know the services (mutual TLS)',
  }),
  kafkaTlsKey: setting.path('TALLY_KAFKA_TLS_KEY', {
    optional: true,
    doc: 'PEM file of the key of that certificate',
  }),
  kafkaSasl: setting.oneOf(
    'TALLY_KAFKA_SASL',
    ['none', 'plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'],
    { default: 'none', doc: 'How the services say who they are (SASL)' },
  ),
  kafkaUser: setting.text('TALLY_KAFKA_USER', {
    optional: true,
    doc: 'Kafka user, or the client id of OAuth',
  }),
  kafkaPassword: setting.text('TALLY_KAFKA_PASSWORD', {
    optional: true,
    secret: true,
    doc: 'Password of that user, or the client secret of OAuth',
  }),
  kafkaTokenUrl: setting.url('TALLY_KAFKA_TOKEN_URL', {
    optional: true,
    doc: 'Where OAuth gives tokens to clients (client credentials)',
  }),
  kafkaTokenScope: setting.text('TALLY_KAFKA_TOKEN_SCOPE', {
    optional: true,
    doc: 'Scope of the tokens that are asked for',
  }),
};

export const clickhouseSettings = {
  clickhouseUrl: setting.urls('TALLY_CLICKHOUSE_URL', {
    default: 'http://127.0.0.1:8123',
    doc: 'ClickHouse over HTTP; of replicas, which hold the same, one is asked for as long as it answers',
  }),
  clickhouseUser: setting.text('TALLY_CLICKHOUSE_USER', { default: 'default', doc: 'ClickHouse user' }),
  clickhousePassword: setting.text('TALLY_CLICKHOUSE_PASSWORD', {
    default: '',
    secret: true,
    doc: 'Password of that user',
  }),
  clickhouseDatabase: setting.text('TALLY_CLICKHOUSE_DATABASE', {
    default: 'tally',
    doc: 'Database that holds facts and cells',
  }),
};

export const shardsSettings = {
  shardsFile: setting.path('TALLY_SHARDS_FILE', {
    optional: true,
    doc: 'JSON file of shards, which says where the topics and the ClickHouse of each tenant are, whatever TALLY_CLICKHOUSE_URL and TALLY_CLICKHOUSE_DATABASE say; read again when it changes; without it there is one',
  }),
};

/** For whoever makes tables. */
export const schemaSettings = {
  engines: setting.oneOf('TALLY_CLICKHOUSE_ENGINES', ['single', 'replicated'], {
    default: 'single',
    doc: 'Engines of the tables that are made: ReplacingMergeTree, or ReplicatedReplacingMergeTree for ClickHouse in replicas',
  }),
};

export const logSettings = {
  logLevel: setting.oneOf('TALLY_LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    default: 'info',
    doc: 'The least that is logged',
  }),
};

export const hostSettings = {
  allowedHosts: setting.list('TALLY_ALLOWED_HOSTS', {
    default: ['localhost'],
    doc: 'Names under which services may be asked, beside their IP addresses: the public name behind a proxy, or that of a container',
  }),
};

export const apiKeySettings = {
  apiKeysFile: setting.path('TALLY_API_KEYS_FILE', {
    optional: true,
    doc: 'JSON file of API keys, hashed; read again when it changes',
  }),
};

const FLAGS = new Map([
  ...['true', '1', 'yes', 'on'].map((text) => [text, true] as const),
  ...['false', '0', 'no', 'off'].map((text) => [text, false] as const),
]);

function make<T, O extends SettingOptions<T>>(
  name: string,
  options: O,
  wants: string,
  parse: (text: string) => T | undefined,
): Made<T, O> {
  const { doc, secret = false, optional = false } = options;
  const known = 'default' in options || optional;
  const fallback = known ? { value: options.default } : 'required';
  return { name, doc, wants, secret, fallback, parse } as Made<T, O>;
}

function listIn(text: string): string[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  return parts.includes('') ? undefined : parts;
}

function isAddress(text: string): boolean {
  const port = /^(?:\[[\da-fA-F:]+\]|[^\s:/[\]]+):(\d{1,5})$/.exec(text)?.[1];
  return port !== undefined && whole(port, 1, 65_535) !== undefined;
}

function whole(text: string, min: number, max: number): number | undefined {
  const value = /^-?\d{1,16}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

type Made<T, O> = O extends { optional: true } ? Setting<T | undefined> : Setting<T>;

function defaultText(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = Array.isArray(value) ? value.join(',') : String(value);
  return text === '' ? '(empty)' : text;
}

/** What people typed, shortened, without the credentials of a URL. */
function show(text: string): string {
  const bare = text.replace(/\/\/[^/@]*@/g, '//***@');
  return JSON.stringify(bare.length > 100 ? `${bare.slice(0, 97)}...` : bare);
}

import { describe, expect, expectTypeOf, it } from 'vitest';
import { Failure } from './failure.js';
import { describeSettings, kafkaSettings, loadSettings, setting } from './settings.js';

const shape = {
  port: setting.port('TALLY_PORT', { default: 3001, doc: 'Where it listens' }),
  workers: setting.integer('TALLY_WORKERS', { default: 2, min: 1, max: 8, doc: 'How many' }),
  url: setting.url('TALLY_URL', { default: 'http://127.0.0.1:8123', doc: 'The database' }),
  role: setting.oneOf('TALLY_ROLE', ['project', 'restate'], { default: 'project', doc: 'What it does' }),
  quiet: setting.flag('TALLY_QUIET', { default: false, doc: 'Says less' }),
  brokers: setting.list('TALLY_BROKERS', { default: ['a:1'], doc: 'Brokers' }),
  password: setting.text('TALLY_PASSWORD', { default: '', secret: true, doc: 'Of the database' }),
  parts: setting.someOf('TALLY_PARTS', ['a', 'b', 'c'], { default: ['a', 'b'], doc: 'Which parts' }),
  keys: setting.path('TALLY_KEYS', { optional: true, doc: 'A file' }),
};

const failureOf = (env: Record<string, string>, of = shape): string => {
  try {
    loadSettings(of, env);
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
  throw new Error('the settings were taken');
};

describe('loadSettings', () => {
  it('gives every default, and undefined for what is optional, when nothing is set', () => {
    expect(loadSettings(shape, { TALLY_PORT: '' })).toEqual({
      port: 3001,
      workers: 2,
      url: 'http://127.0.0.1:8123',
      role: 'project',
      quiet: false,
      brokers: ['a:1'],
      password: '',
      parts: ['a', 'b'],
      keys: undefined,
    });
  });

  it('reads each kind of value', () => {
    const env = {
      TALLY_PORT: '0',
      TALLY_WORKERS: '8',
      TALLY_URL: 'https://db.example/',
      TALLY_ROLE: 'restate',
      TALLY_QUIET: 'Yes',
      TALLY_BROKERS: 'a:1, b:2',
      TALLY_PASSWORD: 'p',
      TALLY_PARTS: 'c, a',
      TALLY_KEYS: './keys.json',
    };
    expect(loadSettings(shape, env)).toEqual({
      port: 0,
      workers: 8,
      url: 'https://db.example',
      role: 'restate',
      quiet: true,
      brokers: ['a:1', 'b:2'],
      password: 'p',
      parts: ['c', 'a'],
      keys: './keys.json',
    });
  });

  it('types what is optional and what is one of a few', () => {
    const settings = loadSettings(shape, {});
    expectTypeOf(settings.role).toEqualTypeOf<'project' | 'restate'>();
    expectTypeOf(settings.keys).toEqualTypeOf<string | undefined>();
    expectTypeOf(settings.port).toEqualTypeOf<number>();
  });

  it('names all wrong settings at once, with what they hold and what they want', () => {
    const message = failureOf({ TALLY_PORT: '70000', TALLY_ROLE: 'both', TALLY_URL: 'localhost' });
    expect(message).toContain('TALLY_PORT is "70000" but wants a port from 0 to 65535');
    expect(message).toContain('TALLY_ROLE is "both" but wants one of project, restate');
    expect(message).toContain('TALLY_URL is "localhost" but wants an http:// or https:// address');
    expect(message.split('\n')).toHaveLength(1);
  });

  it.each([
    ['TALLY_WORKERS', '0'],
    ['TALLY_WORKERS', '9'],
    ['TALLY_WORKERS', '2.5'],
    ['TALLY_WORKERS', '0x2'],
    ['TALLY_QUIET', 'maybe'],
    ['TALLY_BROKERS', 'a:1,,b:2'],
    ['TALLY_PARTS', 'a,d'],
    ['TALLY_KEYS', 'a\0b'],
  ])('refuses %s=%j', (name, value) => {
    expect(failureOf({ [name]: value })).toContain(name);
  });

  it('never shows a secret or the credentials of an address', () => {
    const secret = { ...shape, pin: setting.integer('TALLY_PIN', { secret: true, doc: 'Secret' }) };
    expect(failureOf({ TALLY_PIN: 'hunter2' }, secret)).toBe(
      'Wrong settings: TALLY_PIN holds something else but wants a whole number of at least 0.',
    );
    expect(failureOf({ TALLY_URL: 'ftp://me:hunter2@db' })).not.toContain('hunter2');
  });

  it('demands what has no default', () => {
    const required = { keys: setting.required(shape.keys) };
    expect(() => loadSettings(required, {})).toThrow('TALLY_KEYS is not set and wants a path');
    expect(loadSettings(required, { TALLY_KEYS: 'k' })).toEqual({ keys: 'k' });
  });
});

describe('a name that begins with TALLY_ and is no setting', () => {
  it('is named with what was probably meant, beside all that is wrong', () => {
    expect(failureOf({ TALLY_INGEST_PROT: '3001', TALLY_COLOUR: 'red', TALLY_PORT: 'x' })).toBe(
      'Wrong settings: TALLY_PORT is "x" but wants a port from 0 to 65535; TALLY_INGEST_PROT is no setting (did you mean TALLY_INGEST_PORT?); TALLY_COLOUR is no setting (the README lists them).',
    );
  });

  it('may be meant for one of the program itself', () => {
    expect(failureOf({ TALLY_WORKER: '2' })).toContain('did you mean TALLY_WORKERS?');
  });

  it('is named without its value, which may be a misspelt secret', () => {
    expect(failureOf({ TALLY_CLICKHOUSE_PASWORD: 'hunter2' })).not.toContain('hunter2');
  });

  it.each([
    ['of another program', 'TALLY_SIMULATOR_SEED'],
    ['of the tests', 'TALLY_TEST_BACKEND'],
    ['of whoever starts a service', 'TALLY_EXIT_WITH_PARENT'],
    ['of the engines', 'TALLY_CACHE_DIR'],
    ['of a Kubernetes Service named tally-query', 'TALLY_QUERY_SERVICE_HOST'],
    ['of its named port', 'TALLY_QUERY_SERVICE_PORT_HTTP'],
    ['of the link to it', 'TALLY_QUERY_PORT_3000_TCP_ADDR'],
    ['of something else', 'TALLYHO'],
  ])('is left alone when it is one %s', (_of, name) => {
    expect(() => loadSettings(shape, { [name]: 'x' })).not.toThrow();
  });

  it('is not set while it is empty', () => {
    expect(() => loadSettings(shape, { TALLY_INGEST_PROT: '' })).not.toThrow();
  });
});

describe('describeSettings', () => {
  it('lists name, default and meaning in columns', () => {
    const lines = describeSettings(shape).split('\n');
    expect(lines).toHaveLength(9);
    expect(lines[0]).toBe('TALLY_PORT      3001                   Where it listens (a port from 0 to 65535)');
    expect(lines[6]).toContain('(empty)');
    expect(lines[8]).toContain('(none)');
  });

  it.each(['kafka', 'kafka:', 'kafka:0', 'kafka:70000', ':9092', 'http://kafka:9092', 'a:1,b', 'a b:1'])(
    'takes %s for no address of a broker',
    (text) => {
      expect(() => loadSettings(kafkaSettings, { TALLY_KAFKA_BROKERS: text })).toThrow(
        `TALLY_KAFKA_BROKERS is ${JSON.stringify(text)} but wants host:port, or several separated by commas.`,
      );
    },
  );

  it('takes names, IPv4 and IPv6 for addresses of brokers', () => {
    const text = 'kafka-1.svc:9092, 10.0.0.7:1,[::1]:9092';
    expect(loadSettings(kafkaSettings, { TALLY_KAFKA_BROKERS: text }).kafkaBrokers).toEqual([
      'kafka-1.svc:9092',
      '10.0.0.7:1',
      '[::1]:9092',
    ]);
  });
});

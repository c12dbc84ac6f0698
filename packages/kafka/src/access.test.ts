import { kafkaSettings, loadSettings } from '@tallyboard/runtime/settings';
import { describe, expect, it } from 'vitest';
import { kafkaAccess } from './access.js';

const access = (env: Record<string, string>) =>
  kafkaAccess(
    loadSettings(
      kafkaSettings,
      Object.fromEntries(Object.entries(env).map(([name, value]) => [`TALLY_KAFKA_${name}`, value])),
    ),
  );
const AWAY = { BROKERS: 'kafka.example:9092' };
const TALLY = { USER: 'tally', PASSWORD: 'secret' };

describe('access to Kafka', () => {
  it('is anonymous and in the clear where nothing else is said', () => {
    expect(access({})).toEqual({ brokers: ['127.0.0.1:9092'] });
  });

  it('goes by TLS with whom Node.js trusts, and by scram with a password', () => {
    expect(access({ ...AWAY, ...TALLY, TLS: 'true', SASL: 'scram-sha-512', COPIES: '2' })).toEqual({
      brokers: ['kafka.example:9092'],
      copies: 2,
      ssl: {},
      sasl: { mechanism: 'scram-sha-512', username: 'tally', password: 'secret' },
    });
  });

  it('proves by scram that it knows the password, also in the clear', () => {
    expect(access({ ...AWAY, ...TALLY, SASL: 'scram-sha-256' }).sasl).toMatchObject({ username: 'tally' });
  });

  it.each([
    [{ ...AWAY, ...TALLY, SASL: 'plain' }, /would send what is secret in the clear to kafka\.example:9092/],
    [
      { ...AWAY, ...TALLY, SASL: 'oauthbearer', TOKEN_URL: 'https://id.example' },
      /would send what is secret in the clear/,
    ],
    [{ SASL: 'plain', USER: 'tally' }, /TALLY_KAFKA_SASL=plain wants TALLY_KAFKA_PASSWORD too/],
    [{ ...TALLY, SASL: 'oauthbearer' }, /TALLY_KAFKA_SASL=oauthbearer wants TALLY_KAFKA_TOKEN_URL too/],
    [TALLY, /TALLY_KAFKA_USER, TALLY_KAFKA_PASSWORD would do nothing/],
    [{ ...TALLY, SASL: 'plain', TOKEN_URL: 'https://id.example' }, /TALLY_KAFKA_TOKEN_URL would do nothing/],
    [{ TLS_CA: '/ca.pem' }, /TALLY_KAFKA_TLS_CA would do nothing: set TALLY_KAFKA_TLS=true too/],
    [{ TLS: 'true', TLS_CERT: '/c.pem' }, /TALLY_KAFKA_TLS_CERT and TALLY_KAFKA_TLS_KEY go together/],
    [{ TLS: 'true', TLS_CA: '/no/ca.pem' }, /TALLY_KAFKA_TLS_CA names \/no\/ca\.pem, which cannot be read/],
  ])('refuses %o', (env, sentence) => {
    expect(() => access(env as unknown as Record<string, string>)).toThrow(sentence);
  });

  it('shows no password where it refuses', () => {
    expect(() => access({ ...AWAY, ...TALLY, SASL: 'plain' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret in the clear: secret') }),
    );
    expect(() => access(TALLY)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/\bsecret\b/) }),
    );
  });
});

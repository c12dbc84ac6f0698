import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@tallyboard/embedded/free-port';
import { type RunningKafka, startKafka } from '@tallyboard/embedded/kafka';
import { kafkaAccess } from '@tallyboard/kafka/access';
import { endOffsets } from '@tallyboard/kafka/admin';
import { connectKafka } from '@tallyboard/kafka/connect';
import { createProducer } from '@tallyboard/kafka/producer';
import { ensureTopics } from '@tallyboard/kafka/topics';
import { kafkaSettings, loadSettings } from '@tallyboard/runtime/settings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A broker that nobody may speak to in the clear, and the OAuth server that it believes. */
let kafka: RunningKafka;
let oauth: Server;
let dir: string;
let port: number;
/** What was asked of the OAuth server. */
const granted: string[] = [];

const PASSWORD = 'for this test';
/** Of the Java that runs Kafka. */
const KEYTOOL = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'keytool') : 'keytool';
const MODULES = 'org.apache.kafka.common.security';

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tally-secured-'));
  port = await freePort();
  const store = join(dir, 'broker.p12');
  const keytool = (...args: string[]) =>
    execFileSync(KEYTOOL, [...args, '-keystore', store, '-storepass', PASSWORD], { stdio: 'pipe' });
  const names = ['-dname', 'CN=broker', '-ext', 'san=ip:127.0.0.1,dns:localhost'];
  keytool(
    '-genkeypair',
    '-alias',
    'broker',
    '-keyalg',
    'EC',
    '-storetype',
    'PKCS12',
    '-validity',
    '2',
    ...names,
  );
  keytool('-exportcert', '-rfc', '-alias', 'broker', '-file', join(dir, 'ca.pem'));
  kafka = await startKafka({
    dataDir: join(dir, 'kafka'),
    secured: {
      port,
      protocol: 'SASL_SSL',
      scram: ['SCRAM-SHA-256', 'SCRAM-SHA-512'].map((way) => `${way}=[name=tally,password=${PASSWORD}]`),
      settings: {
        'ssl.keystore.type': 'PKCS12',
        'ssl.keystore.location': store,
        'ssl.keystore.password': PASSWORD,
        'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
        'plain.sasl.jaas.config': `${MODULES}.plain.PlainLoginModule required user_tally="${PASSWORD}";`,
        'scram-sha-256.sasl.jaas.config': `${MODULES}.scram.ScramLoginModule required;`,
        'scram-sha-512.sasl.jaas.config': `${MODULES}.scram.ScramLoginModule required;`,
        'oauthbearer.sasl.jaas.config': `${MODULES}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
      },
    },
  });
  oauth = createServer((request, response) => {
    granted.push(request.headers.authorization ?? '');
    const now = Math.floor(Date.now() / 1_000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'none' })}.${part({ sub: 'tally', iat: now, exp: now + 600 })}.`;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: token, expires_in: 600 }));
  });
  await once(oauth.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  oauth?.close();
  await kafka?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const connect = (env: Record<string, string>) =>
  connectKafka({
    ...kafkaAccess(
      loadSettings(kafkaSettings, {
        TALLY_KAFKA_BROKERS: `127.0.0.1:${port}`,
        TALLY_KAFKA_TLS: 'true',
        TALLY_KAFKA_TLS_CA: join(dir, 'ca.pem'),
        TALLY_KAFKA_USER: 'tally',
        TALLY_KAFKA_PASSWORD: PASSWORD,
        ...env,
      }),
    ),
    clientId: 'test',
  });

describe('a Kafka that is spoken to by TLS', () => {
  it.each([
    ['plain', {}],
    ['scram-sha-256', {}],
    ['scram-sha-512', {}],
    ['oauthbearer', { url: true }],
  ])('lets in by %s who may come in', async (mechanism, { url = false }: { url?: boolean }) => {
    const token = `http://127.0.0.1:${(oauth.address() as AddressInfo).port}/token`;
    const connection = connect({
      TALLY_KAFKA_SASL: mechanism,
      ...(url ? { TALLY_KAFKA_TOKEN_URL: token } : {}),
    });
    const prefix = `${mechanism}.`;
    await ensureTopics(connection, prefix);
    const producer = await createProducer(connection);
    await producer.send(`${prefix}crm.events`, [{ key: 'a', value: Buffer.from('b'), partition: 0 }]);
    await producer.close();
    expect((await endOffsets(connection, `${prefix}crm.events`)).get(0)).toBe(1);
    // One token serves every connection.
    if (url) expect(granted).toEqual([`Basic ${Buffer.from('tally:for%20this%20test').toString('base64')}`]);
  });

  it.each(['plain', 'scram-sha-512'])('says of a wrong password by %s what to look at', async (mechanism) => {
    const connection = connect({ TALLY_KAFKA_SASL: mechanism, TALLY_KAFKA_PASSWORD: 'another' });
    await expect(ensureTopics(connection, 'no.')).rejects.toThrow(
      /^Kafka at 127\.0\.0\.1:\d+ does not let the services in \(.+\): see TALLY_KAFKA_SASL, TALLY_KAFKA_USER and TALLY_KAFKA_PASSWORD\.$/,
    );
  });

  it('is not believed when nobody known has signed its certificate', async () => {
    const connection = connect({ TALLY_KAFKA_SASL: 'scram-sha-512', TALLY_KAFKA_TLS_CA: '' });
    await expect(ensureTopics(connection, 'no.')).rejects.toThrow(
      /^Kafka at 127\.0\.0\.1:\d+ cannot be spoken to by TLS \(.*self-signed certificate.*\): see TALLY_KAFKA_TLS_CA/,
    );
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from '@tallyboard/contracts/codec';
import { freePort } from '@tallyboard/embedded/free-port';
import { type RunningKafka, startKafka } from '@tallyboard/embedded/kafka';
import { endOffsets } from '@tallyboard/kafka/admin';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { replay } from '@tallyboard/kafka/replay';
import { topicNames } from '@tallyboard/kafka/topics';
import { addApiKey, createApiKey } from '@tallyboard/runtime/api-keys';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { callLogged } from './testing/ingest.js';
import { openRequest } from './testing/slow-sender.js';

const topic = topicNames('').events;
/** However long a broker takes on a busy machine. */
const PATIENCE = { timeout: 90_000, interval: 250 };

let dir: string;
let broker: RunningKafka;
let kafka: KafkaConnection;
let ingest: RunningService;
let key: string;

/** A broker of its own, since it is taken away. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tally-ingest-'));
  const keysFile = join(dir, 'api-keys.json');
  const made = createApiKey({ tenant: 'acme', scopes: ['ingest'] });
  addApiKey(keysFile, made.record);
  key = made.key;
  broker = await startBroker(await freePort());
  kafka = connectKafka({ brokers: [broker.brokers], clientId: 'ingest-test' });
  ingest = await startService('ingest', {
    TALLY_KAFKA_BROKERS: broker.brokers,
    TALLY_API_KEYS_FILE: keysFile,
  });
});
afterAll(async () => {
  await ingest?.stop();
  await broker?.stop();
  await rm(dir, { recursive: true, force: true });
});

const startBroker = (port: number) => startKafka({ dataDir: join(dir, 'kafka'), port });

async function post(type: string, body: string) {
  const response = await fetch(`${ingest.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body,
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: (await response.json()) as { accepted?: number; rejected?: number; error?: { code: string } },
  };
}
const send = (...ids: string[]) =>
  post('application/cloudevents-batch+json', JSON.stringify(ids.map((id) => callLogged(id))));
const sendLines = (lines: string[]) => post('application/x-ndjson', lines.join('\n'));

/** What stands in the log: key, id and tenant of each event, and the id in its header. */
async function log() {
  const events: { key: string; id: string; tenant: string; header: string }[] = [];
  await replay(kafka, topic, {
    to: await endOffsets(kafka, topic),
    onMessages(_partition, messages) {
      for (const message of messages) {
        const decoded = decode(message.value!);
        if (!decoded.ok) throw new Error(decoded.reason);
        const { event_id: id, tenant } = decoded.event;
        events.push({ key: String(message.key), id, tenant, header: String(message.headers?.ce_id) });
      }
    },
  });
  return events;
}

describe('ingest with a real broker', () => {
  it('has in the log what it has answered 202 for, under the tenant of the key', async () => {
    const answer = await send('1', '2');
    expect([answer.status, answer.body.accepted]).toEqual([202, 2]);
    const events = await log();
    expect(events).toHaveLength(2);
    expect(events).toContainEqual({ key: 'acme/call/C-1', id: '1', tenant: 'acme', header: '1' });
  });

  it('refuses an event that says it is of another tenant', async () => {
    const before = (await log()).length;
    const stranger = JSON.stringify(callLogged('stranger', { tenant: 'globex' }));
    const answer = await post('application/cloudevents+json', stranger);
    expect([answer.status, answer.body.error?.code]).toEqual([400, 'invalid_event']);
    expect(await log()).toHaveLength(before);
  });

  it('ends an open stream when its key is gone from the key file', async () => {
    const keysFile = join(dir, 'api-keys.json');
    const keys = await readFile(keysFile);
    const made = createApiKey({ tenant: 'acme', scopes: ['ingest'] });
    addApiKey(keysFile, made.record);
    const port = Number(new URL(ingest.url).port);
    const sender = openRequest(port, { key: made.key, type: 'application/x-ndjson' });
    sender.send(`${JSON.stringify(callLogged('before it is revoked'))}\n`);
    await vi.waitFor(
      async () => expect((await log()).map(({ id }) => id)).toContain('before it is revoked'),
      PATIENCE,
    );
    await writeFile(keysFile, keys);
    expect(await sender.answer).toMatchObject({
      status: 401,
      body: { error: { code: 'key_revoked' }, accepted: 1, settled_lines: 1 },
    });
    expect((await send('with the other key')).status).toBe(202);
  });

  it('takes a long stream of lines', async () => {
    const before = (await log()).length;
    const lines = Array.from({ length: 20_000 }, (_, i) => JSON.stringify(callLogged(`line-${i}`)));
    lines[7] = '{"specversion":';
    const answer = await sendLines(lines);
    expect(answer.status).toBe(202);
    expect([answer.body.accepted, answer.body.rejected]).toEqual([19_999, 1]);
    expect(await log()).toHaveLength(before + 19_999);
  });

  it('answers 503 with Retry-After while the broker is away, and goes on by itself when it is back', async () => {
    const before = new Set((await log()).map(({ id }) => id));
    const { port } = broker;
    await broker.stop();
    // The first may have been on its way when the broker went; whatever is answered 202 has to be in the log.
    const accepted = new Set<string>();
    let n = 0;
    await vi.waitFor(async () => {
      n += 1;
      const answer = await send(`away-${n}`);
      if (answer.status === 202) accepted.add(`away-${n}`);
      expect([answer.status, answer.body.error?.code]).toEqual([503, 'kafka_unavailable']);
      expect(Number(answer.retryAfter)).toBeGreaterThan(0);
    }, PATIENCE);
    const lines = await sendLines([JSON.stringify(callLogged('away-line'))]);
    expect([lines.status, Number(lines.retryAfter) > 0]).toEqual([503, true]);
    expect((await fetch(`${ingest.url}/healthz`)).status).toBe(503);
    expect((await fetch(`${ingest.url}/livez`)).status).toBe(200);

    broker = await startBroker(port);
    await vi.waitFor(async () => {
      n += 1;
      expect((await send(`back-${n}`)).status).toBe(202);
      accepted.add(`back-${n}`);
    }, PATIENCE);
    await vi.waitFor(async () => expect((await fetch(`${ingest.url}/healthz`)).status).toBe(200), PATIENCE);
    const now = new Set((await log()).map(({ id }) => id));
    for (const id of [...before, ...accepted]) expect(now).toContain(id);
    expect(ingest.output()).not.toMatch(/unexpected/);
  }, 240_000);
});

import { encode, keyOf } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { endOffsets } from '@tallyboard/kafka/admin';
import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import { createProducer, type OutgoingMessage, type Producer } from '@tallyboard/kafka/producer';
import { replay } from '@tallyboard/kafka/replay';
import { ERROR_HEADERS } from '@tallyboard/pipeline/dead-letter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from './pipeline.js';

let pipeline: Pipeline;
let producer: Producer;
beforeAll(async () => {
  pipeline = await startPipeline(['acme', 'globex']);
  producer = await createProducer(pipeline.kafka);
});
afterAll(async () => {
  await producer?.close();
  await pipeline?.stop();
});

function call(id: string): CrmEvent {
  const startedAt = Date.parse('2026-03-18T10:00Z');
  const checked = check('call.logged', {
    ...{ event_id: `e-${id}`, source: 'phone', tenant: 'acme', occurred_at: startedAt, source_version: 1 },
    ...{ call_id: id, started_at: startedAt, rep_id: null, direction: 'outbound', outcome: 'connected' },
    ...{ duration_ms: 1_000, channel: 'phone', account_id: null },
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  return checked.event;
}
const message = (event: CrmEvent): OutgoingMessage => ({ key: keyOf(event), value: encode(event) });

/** As a processor puts it there that does not know the contract yet. */
const letter = (event: CrmEvent, offset: number): OutgoingMessage => ({
  ...message(event),
  headers: {
    ce_id: event.event_id,
    [ERROR_HEADERS.topic]: pipeline.topics.events,
    [ERROR_HEADERS.partition]: '0',
    [ERROR_HEADERS.offset]: String(offset),
    [ERROR_HEADERS.reason]: 'schema id 7 is of no contract in schemas',
  },
});

async function messagesOf(topic: string): Promise<IncomingMessage[]> {
  const all: IncomingMessage[] = [];
  await replay(pipeline.kafka, topic, {
    to: await endOffsets(pipeline.kafka, topic),
    onMessages: (_partition, messages) => void all.push(...messages),
  });
  return all;
}
interface Listed {
  offset: number;
  from: string;
  key: string;
  reason: string;
  redriven: boolean;
}
const listed = async (...options: string[]) =>
  JSON.parse((await pipeline.tally('dlq', 'list', '--json', ...options)).stdout).letters as Listed[];
const callsOf = async (tenant: string) =>
  (await pipeline.ask(tenant, 'calls', { from: '2026-03-18', to: '2026-03-19' }))[0]!.value;

describe('what cannot be processed', () => {
  it('is in no number, and an event under the key of another tenant is in none of either', async () => {
    await producer.send(pipeline.topics.events, [
      message(call('C-1')),
      { ...message(call('C-2')), key: 'globex/call/C-2' },
      { key: 'acme/call/C-3', value: Buffer.from('no event') },
    ]);
    await pipeline.settled();
    expect([await callsOf('acme'), await callsOf('globex')]).toEqual([1, 0]);
    expect((await pipeline.tally('verify', '--json')).code).toBe(0);
    const letters = await listed();
    expect(letters.map(({ key, redriven }) => [key, redriven]).sort()).toEqual([
      ['acme/call/C-3', false],
      ['globex/call/C-2', false],
    ]);
    expect(await listed('--tenant', 'globex')).toMatchObject([
      { reason: 'the key is "globex/call/C-2", but the event is of "acme/call/C-2"' },
    ]);
    expect(await listed('--reason', 'no Confluent framing')).toMatchObject([{ key: 'acme/call/C-3' }]);
    expect(await listed('--limit', '1')).toEqual([letters[1]]);
  });

  it('is shown whole, with what it says if it can be read now', async () => {
    await producer.send(pipeline.topics.dlq, [letter(call('C-4'), 41), letter(call('C-4'), 41)]);
    const [first] = await listed('--reason', 'schema id 7');
    const { stdout } = await pipeline.tally('dlq', 'show', String(first!.offset));
    expect(stdout).toContain(`from    ${pipeline.topics.events}/0/41`);
    expect(stdout).toContain('ce_id: e-C-4');
    expect(stdout).toMatch(/It can be read now:\n\{.*"call_id": "C-4"/s);
    const whole = JSON.parse((await pipeline.tally('dlq', 'show', String(first!.offset), '--json')).stdout);
    expect(Buffer.from(whole.value_base64, 'base64')).toEqual(encode(call('C-4')));
  });

  it('is sent again as it was when it can be read, and not when that is only tried', async () => {
    const before = await messagesOf(pipeline.topics.events);
    const tried = await pipeline.tally('dlq', 'redrive', '--dry-run');
    expect(tried.code).toBe(4);
    expect(tried.stdout).toMatch(
      /1 of 4 letters could be sent to .*; nothing was; 1 were sent before; 2 still/,
    );
    expect(await messagesOf(pipeline.topics.events)).toHaveLength(before.length);

    const done = await pipeline.tally('dlq', 'redrive');
    expect(done.code).toBe(4);
    expect(done.stdout).toMatch(/acme\/call\/C-4: call\.logged sent\n/);
    expect(done.stdout).toMatch(/globex\/call\/C-2: still cannot be read: the key is "globex/);
    const sent = (await messagesOf(pipeline.topics.events)).filter(
      ({ key, offset, value }) =>
        !before.some((each) => each.offset === offset && each.value?.equals(value!)) && key,
    );
    expect(sent.map(({ key, headers }) => [String(key), Object.keys(headers)])).toEqual([
      ['acme/call/C-4', ['ce_id']],
    ]);
    await pipeline.settled();
    expect(await callsOf('acme')).toBe(2);
    expect((await pipeline.tally('verify', '--json')).code).toBe(0);
  });

  it('is sent again once: a second time sends nothing and says so', async () => {
    const [first, second] = await listed('--reason', 'schema id 7');
    expect([first!.redriven, second!.redriven]).toEqual([true, true]);
    expect(await listed('--waiting', '--reason', 'schema id 7')).toEqual([]);
    const before = (await messagesOf(pipeline.topics.events)).length;
    const { code, stdout } = await pipeline.tally('dlq', 'redrive', String(first!.offset));
    expect([code, stdout]).toEqual([
      0,
      `0 of 1 letters sent to ${pipeline.topics.events}; 1 were sent before.\n`,
    ]);
    expect(await messagesOf(pipeline.topics.events)).toHaveLength(before);
  });

  it('is refused by its offset when there is no such letter, and then nothing is sent', async () => {
    const { code, stdout, stderr } = await pipeline.tally('dlq', 'redrive', '999');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`There is no letter 999 in ${pipeline.topics.dlq}: "tally dlq list" shows them.\n`);
  });
});

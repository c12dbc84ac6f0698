import { decode } from '@tallyboard/contracts/codec';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCloudEvent, type Sender } from './cloud-event.js';
import { callLogged, testApp } from './testing/ingest.js';

const SENDER: Sender = { tenant: 'acme', scopes: ['ingest', 'erase'] };

const ATTRIBUTES = [
  'specversion',
  'id',
  'source',
  'type',
  'time',
  'subject',
  'sourceversion',
  'datacontenttype',
  'dataschema',
  'tenant',
  'data_base64',
  'data',
];
const FIELDS = [...Object.keys((callLogged('1') as { data: object }).data), 'source_version', 'account_id'];
/** Names that are somewhere on the way from an object to its prototype, or in nobody's contract. */
const STRANGERS = ['__proto__', 'constructor', 'toString', 'toJSON', 'length', 'type', '', '\ud800', '1'];

/** JSON as text, so that keys may be there twice and `__proto__` is a key like others. */
const jsonText: Arbitrary<string> = fc.oneof(
  fc.json({ maxDepth: 5 }),
  fc.constantFrom(
    'null',
    '"\\ud800"',
    '"\\u0000"',
    '"\\ufffd"',
    '-0',
    '1e400',
    '-1e-400',
    '9007199254740991',
    '9007199254740993',
    '123456789012345678901234567890',
    '{"toString":1}',
    '{"valueOf":{},"toString":{}}',
    '{"toJSON":1,"length":-1}',
    '{"__proto__":{"toString":1}}',
    '{"a":1,"a":{"a":2,"a":3}}',
    `"${'x'.repeat(70_000)}"`,
    `"${'😀'.repeat(300)}"`,
  ),
  fc.integer({ min: 1, max: 30_000 }).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`),
  fc.integer({ min: 1, max: 10_000 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
);

/** The text of an event in which one attribute, or one field of its data, is replaced or there a second time. */
const oddEvent: Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...ATTRIBUTES, ...STRANGERS).map((name) => ['', name] as const),
      fc.constantFrom(...FIELDS, ...STRANGERS).map((name) => ['data', name] as const),
    ),
    jsonText,
    fc.boolean(),
  )
  .map(([[within, name], text, first]) => {
    const pair = `${JSON.stringify(name)}:${text}`;
    const event = JSON.stringify(callLogged('1'));
    const opening = within === '' ? '{' : '"data":{';
    return first
      ? event.replace(opening, () => `${opening}${pair},`)
      : event.replace(within === '' ? /}$/ : /}}$/, () => (within === '' ? `,${pair}}` : `,${pair}}}`));
  });

describe('readCloudEvent', () => {
  it('makes of any JSON a message that says the same, or a list of what is wrong; it never throws', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(oddEvent, jsonText), (text) => {
        const reading = readCloudEvent(JSON.parse(text), SENDER);
        if (reading.ok) {
          taken += 1;
          const decoded = decode(reading.message.value!);
          expect(decoded).toMatchObject({ ok: true, event: { event_id: reading.id, tenant: 'acme' } });
          for (const header of Object.values(reading.message.headers!))
            expect(String(header).isWellFormed()).toBe(true);
          return;
        }
        expect(reading.violations.length).toBeGreaterThan(0);
        // What is answered and kept of a wrong event is bounded, however long the event is.
        expect(JSON.stringify(reading).length).toBeLessThan(8_000);
        expect(reading.violations.map(({ reason }) => reason).join()).not.toContain('cannot be read');
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('refuses alone what throws while it is read', () => {
    const { ...trap } = callLogged('1');
    Object.defineProperty(trap, 'source', {
      get() {
        throw new Error('a trap');
      },
    });
    expect(readCloudEvent(trap, SENDER)).toMatchObject({
      ok: false,
      violations: [{ reason: 'cannot be read: a trap' }],
    });
  });
});

describe('POST /v1/events', () => {
  it('takes the events around any odd one, in a batch and in a stream', async () => {
    const { send, sendLines } = testApp({ maxBodyBytes: 1_000_000, maxLineBytes: 500_000 });
    const [before, after] = [JSON.stringify(callLogged('before')), JSON.stringify(callLogged('after'))];
    await fc.assert(
      fc.asyncProperty(oddEvent, async (odd) => {
        const headers = { 'content-type': 'application/cloudevents-batch+json' };
        const batch = await send(`[${before},${odd},${after}]`, { headers });
        const stream = await sendLines([before, odd, after].join('\n'));
        for (const { status, body } of [batch, stream]) {
          expect(status).toBe(202);
          expect(body.accepted + body.rejected).toBe(3);
          expect(body.accepted).toBeGreaterThanOrEqual(2);
        }
        expect(stream.body.accepted).toBe(batch.body.accepted);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['type', { type: { toString: 1 } }],
    ['datacontenttype', { datacontenttype: { toString: 1 } }],
  ])('answers 202 to a batch with an odd %s, and names it', async (field, changes) => {
    const { status, body } = await testApp().send([callLogged('1'), callLogged('2', changes)]);
    expect(status).toBe(202);
    expect(body).toMatchObject({
      accepted: 1,
      results: [{ status: 'accepted' }, { id: '2', status: 'rejected', violations: [{ field }] }],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { encode, keyOf } from './codec.js';
import type { CrmEvent } from './events.js';
import { readMessage } from './log-message.js';
import { check } from './validate.js';

function callOf(tenant: string): CrmEvent {
  const at = Date.parse('2026-03-18T10:00Z');
  const checked = check('call.removed', {
    ...{ event_id: 'e-1', source: 'phone', tenant, occurred_at: at, source_version: 1 },
    ...{ call_id: 'C-1', started_at: at },
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  return checked.event;
}
const acme = callOf('acme');
const read = (key: string | null, value: Buffer | null) =>
  readMessage({ key: key === null ? null : Buffer.from(key), value });

describe('a message of the log', () => {
  it('is its event when it lies under the key of that', () => {
    expect(read(keyOf(acme), encode(acme))).toMatchObject({ ok: true, event: acme });
  });

  it.each([
    ['another tenant', 'globex/call/C-1'],
    ['another kind of entity', 'acme/deal/C-1'],
    ['another entity', 'acme/call/C-2'],
    ['nothing of ours', 'x'],
  ])('is refused under the key of %s, whatever it says', (_of, key) => {
    expect(read(key, encode(acme))).toEqual({
      ok: false,
      reason: `the key is "${key}", but the event is of "acme/call/C-1"`,
    });
  });

  it('is refused without a key, without a value, and when it is no event', () => {
    expect(read(null, encode(acme))).toMatchObject({
      reason: expect.stringMatching(/^the key is none, but/),
    });
    expect(read('acme/call/C-1', null)).toEqual({ ok: false, reason: 'no value' });
    expect(read('acme/call/C-1', Buffer.from('x'))).toMatchObject({
      reason: expect.stringMatching(/^no Confluent framing/),
    });
  });

  it('is refused under a key of bytes that only look the same as text', () => {
    const odd = { ...acme, call_id: 'C-\uFFFD' } as CrmEvent;
    const key = Buffer.concat([Buffer.from('acme/call/C-'), Buffer.from([0xff])]);
    expect(readMessage({ key, value: encode(odd) }).ok).toBe(false);
  });
});

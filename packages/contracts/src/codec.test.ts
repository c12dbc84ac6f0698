import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decode, encode, entityIdOf, keyOf } from './codec.js';
import { EVENT_TYPES } from './registry.js';
import { check } from './validate.js';

const EVENTS = join(import.meta.dirname, '../../../schemas/events');

const examples = readdirSync(EVENTS).flatMap((entity) =>
  readdirSync(join(EVENTS, entity, 'examples')).map((file) => ({
    type: `${entity}.${file.replace('.json', '')}`,
    all: JSON.parse(readFileSync(join(EVENTS, entity, 'examples', file), 'utf8')) as Record<
      string,
      unknown
    >[],
  })),
);

describe('every contract', () => {
  it('has two or more examples', () => {
    expect(
      examples
        .filter(({ all }) => all.length >= 2)
        .map(({ type }) => type)
        .sort(),
    ).toEqual([...EVENT_TYPES].sort());
  });

  it.each(examples)('$type: each example fits it and comes back from Avro as it was', ({ type, all }) => {
    for (const example of all) {
      const checked = check(type, example);
      if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
      expect(checked.event).toEqual({ type, ...example });
      const decoded = decode(encode(checked.event));
      expect(decoded).toMatchObject({ ok: true, event: checked.event });
      expect(keyOf(checked.event)).toBe(
        `${example.tenant}/${type.split('.')[0]}/${entityIdOf(checked.event)}`,
      );
    }
  });
});

describe('the codec', () => {
  const call = () => {
    const checked = check('call.logged', examples.find(({ type }) => type === 'call.logged')!.all[0]!);
    if (!checked.ok) throw new Error('example broken');
    return checked.event;
  };

  it('gives one event one digest, and another event another', () => {
    const digest = (value: Buffer) => (decode(value) as { digest: number }).digest;
    expect(digest(encode(call()))).toBe(digest(encode(call())));
    expect(digest(encode({ ...call(), source_version: 99 }))).not.toBe(digest(encode(call())));
  });

  it('says why it cannot read a value', () => {
    const unknownId = encode(call());
    unknownId.writeUInt32BE(9_999, 1);
    expect(decode(Buffer.from('garbage'))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('no Confluent framing'),
    });
    expect(decode(unknownId)).toMatchObject({ ok: false, reason: expect.stringContaining('9999') });
    expect(decode(encode(call()).subarray(0, 20))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not Avro of call.logged'),
    });
    expect(decode(Buffer.alloc(0))).toMatchObject({ ok: false });
  });

  it('refuses what Avro can carry and the contract forbids', () => {
    const value = encode({ ...call(), call_id: 'a\u0000b' } as never);
    expect(decode(value)).toMatchObject({ ok: false, reason: expect.stringContaining('call_id') });
  });

  it.each(['0.0000', '-0.0001', '4821.5000', '99999999999999.9999', '-99999999999999.9999', '0.0128'])(
    'keeps the amount %s to the last digit',
    (amount) => {
      const checked = check('deal.closed', {
        event_id: 'e',
        source: 's',
        tenant: 't',
        occurred_at: 1_772_442_900_000,
        deal_id: 'd',
        closed_at: 1_772_442_900_000,
        outcome: 'won',
        amount,
        currency: 'EUR',
      });
      if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
      expect(decode(encode(checked.event))).toMatchObject({ event: { amount } });
    },
  );
});

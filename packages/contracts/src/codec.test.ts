import { describe, expect, it } from 'vitest';
import { decode, encode, entityIdOf, keyOf } from './codec.js';
import { readExamples } from './testing/examples.js';
import { check } from './validate.js';

const examples = readExamples();

describe('every contract', () => {
  it('has two or more examples', () => {
    expect(examples.filter(({ examples }) => examples.length < 2)).toEqual([]);
  });

  it.each(examples)(
    '$type: each example fits it and comes back from Avro as it was',
    ({ type, examples }) => {
      for (const example of examples) {
        const checked = check(type, example);
        if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
        expect(checked.event).toEqual({ type, ...example });
        const decoded = decode(encode(checked.event));
        expect(decoded).toMatchObject({ ok: true, event: checked.event });
        expect(keyOf(checked.event)).toBe(
          `${example.tenant}/${type.split('.')[0]}/${entityIdOf(checked.event)}`,
        );
      }
    },
  );
});

describe('the codec', () => {
  const call = () => {
    const checked = check('call.logged', examples.find(({ type }) => type === 'call.logged')!.examples[0]!);
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

  it.each([
    ['a byte that begins nothing', [0xff, 0x41, 0x42]],
    ['half of a character', [0x41, 0xe2, 0x82]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['an overlong slash', [0x41, 0xc0, 0xaf]],
  ])('refuses text that is not UTF-8 by its field: %s', (_what, bytes) => {
    const value = encode({ ...call(), call_id: 'CCC' } as never);
    Buffer.from(bytes).copy(value, value.indexOf('CCC'));
    expect(decode(value)).toEqual({
      ok: false,
      reason: 'call.logged has text that is not UTF-8: call_id',
    });
  });

  it('keeps a U+FFFD that the source wrote', () => {
    const event = { ...call(), call_id: 'M\ufffdller', account_id: '\ufffd' } as never;
    expect(decode(encode(event))).toMatchObject({ ok: true, event });
    const both = encode({ ...call(), call_id: '\ufffd', source: 'CCC' } as never);
    both[both.indexOf('CCC')] = 0xff;
    expect(decode(both)).toMatchObject({ ok: false, reason: expect.stringMatching(/: source$/) });
  });

  it('refuses a decimal that is too long to be one without working it out', () => {
    const closed = check('deal.closed', examples.find(({ type }) => type === 'deal.closed')!.examples[0]!);
    if (!closed.ok) throw new Error('example broken');
    const value = encode({ ...closed.event, amount: '7.7777', currency: null, reason: null } as never);
    // amount: branch 1, length, bytes of 77777; two nulls after it
    const amount = value.lastIndexOf(Buffer.from([0x02, 0x06, 0x01, 0x2f, 0xd1]));
    const long = Buffer.concat([
      value.subarray(0, amount),
      Buffer.from([0x02, 0x80, 0x10]),
      Buffer.alloc(1_024, 0x11),
      value.subarray(amount + 5),
    ]);
    expect(decode(long)).toMatchObject({ ok: false, reason: expect.stringContaining('1024 bytes') });
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

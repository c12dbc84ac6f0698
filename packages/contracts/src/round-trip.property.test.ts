import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from './codec.js';
import type { CrmEvent } from './events.js';
import { type AvroType, type Field, fieldsOf, kindOf } from './fields.js';
import { EVENT_TYPES } from './registry.js';
import { examplesOf } from './testing/examples.js';
import { anyJson, type Data, dataOf } from './testing/random-data.js';
import { check, type Violation } from './validate.js';

/** The least and the greatest that a field of this type takes, and what is just beyond. */
function extremesOf({ name, nullable }: Field, type: AvroType): [within: unknown[], beyond: unknown[]] {
  // An empty text is nothing, where there may be nothing.
  const empty = nullable ? [[''], []] : [[], ['']];
  if (typeof type === 'object' && type.symbols)
    // A scale of scores belongs to each kind of survey.
    return [
      [...(name === 'kind' ? [] : type.symbols), ...empty[0]!],
      [...type.symbols.map((word) => `${word}x`), ...empty[1]!],
    ];
  if (name === 'expected_close')
    return [
      ['2028-02-29', ...empty[0]!],
      ['2026-02-29', 'soon', ...empty[1]!],
    ];
  switch (kindOf(type)) {
    case 'array':
    case 'record':
      return [empty[0]!, [...empty[1]!, 0, {}, []]];
    case 'timestamp-millis': {
      const [first, end] = [Date.UTC(1900, 0, 1), Date.UTC(2100, 0, 1)];
      return [
        [
          first,
          -1,
          1e10,
          end - 1,
          '1900-01-01T00:00:00Z',
          '1970-01-01T00:00:00Z',
          '2099-12-31T23:59:59.999Z',
          ...empty[0]!,
        ],
        [first - 1, 0, 1e10 - 1, end, first + 0.5, '2100-01-01T00:00:00+00:00', ...empty[1]!],
      ];
    }
    case 'decimal':
      if (name === 'rate')
        return [
          ['9999999999999999.999999999999', '0.000000000001', 1, '1e3', '.5', 0.1, '1.00000000000049'],
          ['10000000000000000', '0', 0, '-1', '0.0000000000004', '1e-20', '.', ...empty[1]!],
        ];
      return [
        [
          '99999999999999.9999',
          '-99999999999999.9999',
          '0.0001',
          '-0.0001',
          0,
          '-0',
          '0.00001',
          '1e3',
          '.5',
          ...empty[0]!,
        ],
        ['100000000000000', '1e15', '1e99', '.', Number.POSITIVE_INFINITY, ...empty[1]!],
      ];
    case 'int':
      return [
        [1, 5, '3'],
        [-1, 0.5, 11, 2 ** 31, '-3', '3.0'],
      ];
    case 'long': {
      // What is added up stays far from where its sums would end.
      const largest = name === 'source_version' ? 2 ** 53 - 2 : 4e12;
      return [
        [0, -0, 1, '1', 2 ** 31, 2 ** 32, largest],
        [-1, 0.5, largest + 1, 2 ** 53, 1e300, Number.NaN, '-1', '1e3'],
      ];
    }
    default:
      if (name === 'currency')
        return [
          ['AAA', 'ZZZ', 'eur'],
          ['EURO', 'EU', ...empty[1]!],
        ];
      if (name === 'rate_id')
        return [
          ['EUR/USD', 'eur / usd', 'JPY/KWD'],
          ['EUR/EUR', 'EURUSD', 'EUR/', 'EU/USD', 'EUR/USDT', ...empty[1]!],
        ];
      if (name === 'effective_from')
        return [
          ['2026-03-02', '1900-01-01', '2099-12-31', '2024-02-29'],
          ['2026-02-30', '2026-3-2', '02.03.2026', '1899-12-31', '2100-01-01', ...empty[1]!],
        ];
      if (name === 'zone')
        return [
          ['UTC', 'Asia/Kathmandu'],
          [...empty[1]!, 'Mars/Olympus', 'x'.repeat(65)],
        ];
      if (name === 'reason')
        return [
          [...empty[0]!, 'x'.repeat(10_000), 'a\nb', 'a\u0000', '\u{10ffff}'],
          ['x'.repeat(10_001), '\ud800', 7, true],
        ];
      return [
        [
          'x'.repeat(256),
          ` ${'x'.repeat(256)} `,
          '😀'.repeat(128),
          '\u{10ffff}',
          '\ufffd',
          '\uffff',
          '\'\\`"',
        ],
        ['x'.repeat(257), '😀'.repeat(129), '\u0000', '\u007f', '\u009f', '\ud800', 7, true],
      ];
  }
}

function holds(type: string, data: Data): 'accepted' | 'refused' {
  const checked = check(type, data);
  if (checked.ok) {
    expect(decode(encode(checked.event))).toEqual({
      ok: true,
      event: checked.event,
      digest: expect.any(Number),
    });
    return 'accepted';
  }
  expect(checked.violations.length).toBeGreaterThan(0);
  checked.violations.forEach(isReadable);
  return 'refused';
}

/** Short, whole text, whatever was sent. */
function isReadable({ field, reason, expected }: Violation): void {
  expect(field.length).toBeLessThanOrEqual(60);
  expect(reason.length).toBeLessThan(120);
  expect(expected.length).toBeGreaterThan(0);
  expect((field + reason).replaceAll(/\\u[0-9a-f]{4}/g, '').isWellFormed()).toBe(true);
}

describe.each(EVENT_TYPES)('%s', (type) => {
  it('is given back by the codec as it was accepted, whatever its fields hold', () => {
    let accepted = 0;
    fc.assert(
      fc.property(dataOf(type), (data) => {
        if (holds(type, data) === 'accepted') accepted += 1;
      }),
      { numRuns: 200 },
    );
    // Otherwise nothing was shown.
    expect(accepted).toBeGreaterThan(5);
  });

  it('is accepted or refused by name, never thrown at, with any JSON in any field', () => {
    const example = examplesOf(type)[0]!;
    const names = [...Object.keys(example), '__proto__', 'constructor', 'type', 'x'.repeat(1_000), '\ud800'];
    fc.assert(
      fc.property(fc.constantFrom(...names), anyJson, (name, value) => {
        const data = JSON.parse(JSON.stringify(example));
        Object.defineProperty(data, name, { value, enumerable: true, configurable: true, writable: true });
        holds(type, data);
      }),
      { numRuns: 100 },
    );
  });

  it.each(fieldsOf(type).map((field) => [field.name, field] as const))(
    'is given back with the extremes of %s, and refused beyond them',
    (name, field) => {
      const [within, beyond] = extremesOf(field, field.avro);
      const having = (value: unknown) => holds(type, { ...examplesOf(type)[0], [name]: value });
      for (const value of within) expect(having(value), JSON.stringify(value)).toBe('accepted');
      for (const value of beyond) expect(having(value), JSON.stringify(value)).toBe('refused');
    },
  );
});

describe('what is added up', () => {
  it.each(['call.logged', 'call.amended'] as const)(
    'is read by %s from a log of before its bound as it was written',
    (type) => {
      const checked = check(type, examplesOf(type)[0]!);
      if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
      const event = { ...checked.event, duration_ms: 2 ** 53 - 2 } as CrmEvent;
      expect(decode(encode(event))).toMatchObject({ ok: true, event });
    },
  );

  it('is bounded within a list, too, and only where it comes in', () => {
    const [example] = examplesOf('order.placed');
    const lines = [{ product: 'Licence', quantity: 4e12 + 1, amount: '1' }];
    expect(check('order.placed', { ...example, lines })).toMatchObject({ ok: false });
    const checked = check('order.placed', { ...example, lines: [{ ...lines[0], quantity: 4e12 }] });
    if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
    const event = { ...checked.event, lines: [{ ...lines[0], amount: '1.0000' }] } as CrmEvent;
    expect(decode(encode(event))).toMatchObject({ ok: true, event });
  });
});

describe('a check', () => {
  it('refuses any JSON as a type', () => {
    fc.assert(
      fc.property(anyJson, (type) => {
        const checked = check(type, examplesOf('call.logged')[0]!);
        expect(checked).toMatchObject({ ok: false, violations: [{ field: 'type' }] });
        if (!checked.ok) expect(checked.violations[0]!.reason.length).toBeLessThan(120);
      }),
    );
  });

  it('names ten unknown fields and counts the others', () => {
    const more = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`x${i}`, i]));
    const checked = check('call.logged', { ...examplesOf('call.logged')[0], ...more });
    if (checked.ok) throw new Error('it was accepted');
    expect(checked.violations).toHaveLength(10);
    expect(checked.violations.at(-1)).toMatchObject({
      field: 'x9',
      reason: 'unknown field, as are 99990 more',
    });
  });
});

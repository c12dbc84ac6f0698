import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec, keyOf } from '../codec.js';
import { formatDecimal } from '../decimal-type.js';
import type { CrmEvent, EventType } from '../events.js';
import { fieldsOf } from '../fields.js';
import { readMessage } from '../log-message.js';
import { EVENT_TYPES, PUBLISHED, versionsOf } from '../registry.js';
import { examplesOf } from '../testing/examples.js';
import { dataOf } from '../testing/random-data.js';
import { check } from '../validate.js';
import type { EventBytes } from './event-bytes.js';
import { createScan } from './scan.js';
import { KIND } from './shape.js';

const scan = createScan();

/** What is read in place, as the decoder says it. */
function saidOf(event: EventBytes): Record<string, unknown> {
  const said: Record<string, unknown> = { type: event.shape.type };
  for (const { name } of fieldsOf(event.shape.type)) said[name] = null;
  event.shape.fields.forEach(({ name, kind, symbols }, f) => {
    if (event.isNull[f] === 1) return;
    const number = event.numbers[f]!;
    said[name] =
      kind === KIND.text
        ? event.text(f)
        : kind === KIND.symbol
          ? symbols[number]!.toString()
          : kind === KIND.decimal
            ? formatDecimal(BigInt(number))
            : number;
  });
  return said;
}

/** Reads a message in both ways, and holds them to each other; whether it was read in place. */
function holds(value: Buffer, key: Buffer): boolean {
  const event = scan(value, key);
  if (event === null) return false;
  expect(readMessage({ key, value })).toEqual({ ok: true, event: saidOf(event), digest: event.digest });
  return true;
}

/** Writers of each version that there is of a contract. */
const writersOf = (type: EventType) =>
  versionsOf(type, PUBLISHED).map(({ version }) =>
    createCodec(PUBLISHED.filter((schema) => schema.type === type && schema.version <= version)),
  );

const changes = fc.array(
  fc.record({
    at: fc.nat(),
    byte: fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 0x20, 0x2f, 0x7f, 0x80, 0xc3, 0xff), fc.nat(255)),
    how: fc.constantFrom('set', 'insert', 'remove'),
  }),
  { minLength: 1, maxLength: 2 },
);

function changed(bytes: Buffer, by: readonly { at: number; byte: number; how: string }[]): Buffer {
  const all = [...bytes];
  for (const { at, byte, how } of by) {
    const place = at % (all.length + 1);
    all.splice(place, how === 'insert' ? 0 : 1, ...(how === 'remove' ? [] : [byte]));
  }
  return Buffer.from(all);
}

describe.each(EVENT_TYPES)('%s', (type) => {
  const writers = writersOf(type);
  const events = dataOf(type)
    .map((data) => check(type, data))
    .filter((checked) => checked.ok)
    .map((checked) => (checked as { event: CrmEvent }).event);
  /** Of a version that cannot say the event, null. */
  const written = fc.tuple(events, fc.constantFrom(...writers)).map(([event, writer]) => {
    try {
      return { key: Buffer.from(keyOf(event)), value: writer.encode(event) };
    } catch {
      return null;
    }
  });

  it('is read in place as it is decoded, whichever version wrote it', () => {
    fc.assert(
      fc.property(written, (message) => {
        if (message) holds(message.value, message.key);
      }),
      { numRuns: 300 },
    );
  });

  it('is read in place as it is decoded, or not at all, when its bytes are damaged', () => {
    fc.assert(
      fc.property(written, changes, fc.boolean(), (message, by, ofKey) => {
        if (!message) return;
        const { key, value } = message;
        if (ofKey) holds(value, changed(key, by));
        else holds(changed(value, by), key);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** What is left to the decoder as a rule, and why. */
const LEFT: Partial<Record<EventType, string>> = {
  'campaign.touched': 'one of several fields is wanted',
  'order.amended': 'lines',
  'order.placed': 'lines',
  'rate.removed': 'pairs of currencies',
  'rate.updated': 'rates',
  'schedule.updated': 'zones and hours',
  'survey.answered': 'scales',
};

it.each(EVENT_TYPES.filter((type) => !(type in LEFT)))('reads an example of %s in place', (type) => {
  const checked = check(type, examplesOf(type)[0]!);
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  for (const writer of writersOf(type))
    expect(holds(writer.encode(checked.event), Buffer.from(keyOf(checked.event)))).toBe(true);
});

import { msIn } from '../forms/instants.js';
import { MAX_TEXT } from '../forms/texts.js';
import { idFieldOf, PUBLISHED, type PublishedSchema } from '../registry.js';
import { crc32Of } from './crc32.js';
import { EventBytes } from './event-bytes.js';
import { KIND, type Shape, shapeOf } from './shape.js';

export type { EventBytes } from './event-bytes.js';

/** Null: it is not read in place, and the decoder judges it. */
export type Scan = (value: Buffer, key: Buffer) => EventBytes | null;

const HEADER_BYTES = 5;
const SLASH = 0x2f;
const SPACE = 0x20;
const TILDE = 0x7e;
const MAX_INT = 2 ** 31 - 1;
const MAX_LONG = Number.MAX_SAFE_INTEGER - 1;
/** What six bytes hold needs no bigint. */
const SMALL_DECIMAL = 6;
/** Of a varint, so that a number holds it. */
const VARINT_BYTES = 8;

/**
 * Reads events where they lie in their messages, checking them as the decoder does: of what it takes, every field and the
 * digest are those of `decode`. It takes the usual alone, in the one way in which `encode` writes it, and leaves to
 * `readMessage` what is longer, older, not ASCII, wrong, or anything else. What it gives is overwritten by the next.
 */
export function createScan(published: readonly PublishedSchema[] = PUBLISHED): Scan {
  const events = new Map<number, EventBytes>();
  for (const schema of published) {
    const shape = shapeOf(schema, published);
    if (shape) events.set(schema.id, new EventBytes(shape, crossFieldsOf(shape)));
  }
  return (value, key) => {
    if (value.length < HEADER_BYTES || value[0] !== 0) return null;
    const event = events.get(value.readUInt32BE(1));
    return event && scanFields(event, value) && isOf(event, key) && digest(event) ? event : null;
  };
}

/** Where the fields are that belong together; -1: it has none. */
function crossFieldsOf({ entity, fields }: Shape) {
  const at = (name: string) => fields.findIndex((field) => field.name === name);
  return { tenant: at('tenant'), id: at(idFieldOf(entity)), amount: at('amount'), currency: at('currency') };
}

function scanFields(event: EventBytes, bytes: Buffer): boolean {
  const { shape, from, to, numbers, isNull } = event;
  const { fields } = shape;
  event.bytes = bytes;
  let at = HEADER_BYTES;
  for (let f = 0; f < fields.length; f += 1) {
    const field = fields[f]!;
    isNull[f] = 0;
    if (field.nullable) {
      if (at >= bytes.length) return false;
      const branch = bytes[at]!;
      at += 1;
      if (branch === 0) {
        isNull[f] = 1;
        to[f] = at;
        continue;
      }
      // Zigzag of 1, the other branch.
      if (branch !== 2) return false;
    }
    if (field.kind === KIND.none) return false;
    at = readVarint(bytes, at);
    const number = varint;
    if (at < 0) return false;
    switch (field.kind) {
      case KIND.text: {
        if (number < 0 || number > bytes.length - at) return false;
        from[f] = at;
        at += number;
        if (!isText(event, f, from[f]!, at)) return false;
        break;
      }
      case KIND.instant:
        if (msIn(number) === undefined) return false;
        numbers[f] = number;
        break;
      case KIND.long:
        if (number < 0 || number > MAX_LONG) return false;
        numbers[f] = number;
        break;
      case KIND.int:
        if (number < 0 || number > MAX_INT) return false;
        numbers[f] = number;
        break;
      case KIND.symbol:
        if (number < 0 || number >= field.symbols.length) return false;
        numbers[f] = number;
        break;
      case KIND.decimal: {
        if (number < 1 || number > SMALL_DECIMAL || number > bytes.length - at) return false;
        // A sign before the sign says nothing, and the decoder takes it away.
        if (number > 1 && (bytes[at] === 0 || bytes[at] === 0xff) && (bytes[at]! ^ bytes[at + 1]!) < 0x80)
          return false;
        numbers[f] = bytes.readIntBE(at, number);
        at += number;
        break;
      }
    }
    to[f] = at;
  }
  const { amount, currency } = event.cross;
  if (amount >= 0 && isNull[amount] === 0 && (currency < 0 || isNull[currency] === 1)) return false;
  return at === bytes.length;
}

/** What `readVarint` has read. */
let varint = 0;

/** Where a zigzag varint ends; -1: it is longer than a number, or than it need be. */
function readVarint(bytes: Buffer, begin: number): number {
  let at = begin;
  let sum = 0;
  let scale = 1;
  for (; ; at += 1, scale *= 0x80) {
    if (at >= bytes.length || at - begin >= VARINT_BYTES) return -1;
    const byte = bytes[at]!;
    sum += (byte & 0x7f) * scale;
    if (byte < 0x80) {
      if (byte === 0 && at > begin) return -1;
      break;
    }
  }
  const isNegative = (bytes[begin]! & 1) === 1;
  // Even ones are exact for twice as far.
  if (sum > Number.MAX_SAFE_INTEGER * (isNegative ? 1 : 2)) return -1;
  varint = isNegative ? -(sum + 1) / 2 : sum / 2;
  return at + 1;
}

function isText(event: EventBytes, f: number, from: number, to: number): boolean {
  const { bytes, shape } = event;
  const field = shape.fields[f]!;
  const length = to - from;
  let isPlain = field.isPlain && length > 0 && length <= MAX_TEXT && bytes[from] !== SPACE;
  for (let i = from; isPlain && i < to; i += 1) {
    const byte = bytes[i]!;
    isPlain = byte >= SPACE && byte <= TILDE;
  }
  if (isPlain) return f !== event.cross.tenant || !includesSlash(bytes, from, to);
  const text = bytes.toString('utf8', from, to);
  // Stands for bytes that are no text, maybe.
  if (text.includes('\ufffd')) return false;
  return !(field.nullable && text.trim() === '') && field.takes(text);
}

function includesSlash(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (bytes[i] === SLASH) return true;
  return false;
}

/** Whether the key is that of the event, see `readMessage`. */
function isOf({ bytes, from, to, shape, cross: { tenant, id } }: EventBytes, key: Buffer): boolean {
  const { entity } = shape;
  const slash = to[tenant]! - from[tenant]!;
  const begin = slash + 1 + entity.length + 1;
  if (key.length !== begin + to[id]! - from[id]!) return false;
  if (key[slash] !== SLASH || key[begin - 1] !== SLASH) return false;
  for (let i = 0; i < slash; i += 1) if (key[i] !== bytes[from[tenant]! + i]) return false;
  for (let i = 0; i < entity.length; i += 1) if (key[slash + 1 + i] !== entity.charCodeAt(i)) return false;
  for (let i = begin; i < key.length; i += 1) if (key[i] !== bytes[from[id]! + i - begin]) return false;
  return true;
}

/** See `createDigest`. Bytes as `encode` writes them are those of which a digest is. */
function digest(event: EventBytes): boolean {
  const { bytes, shape, isNull, to } = event;
  for (const { absent, count } of shape.digests) {
    let saysAll = true;
    for (let i = 0; saysAll && i < absent.length; i += 1) saysAll = isNull[absent[i]!] === 1;
    if (!saysAll) continue;
    if (count === null) return false;
    event.digest = crc32Of(bytes, HEADER_BYTES, to[count - 1]!, shape.seed);
    return true;
  }
  return false;
}

import { isUtf8 } from 'node:buffer';
import type { Permit } from './admission.js';
import { BrokenOff } from './arriving.js';
import { CONTENT_TYPES } from './content-types.js';
import { createGrowingBuffer } from './growing-buffer.js';
import { busy, type Refusal, tooLong } from './refusal.js';

/** The events of a JSON body; `single`: it is one, and not a batch of one. */
export type JsonEvents = { ok: true; events: unknown[]; single: boolean } | { ok: false; refusal: Refusal };

/** Its permit holds what has come of it. Throws `BrokenOff` when it is too long, or when there is no room for more of it. */
export async function readBody(
  body: AsyncIterable<Buffer>,
  { permit, maxBodyBytes }: { permit: Permit; maxBodyBytes: number },
): Promise<Buffer> {
  const read = createGrowingBuffer();
  for await (const bytes of body) {
    if (read.bytes().length + bytes.length > maxBodyBytes) throw new BrokenOff(tooLong(maxBodyBytes));
    read.add(bytes);
    const full = permit.hold(read.keptBytes());
    if (full) throw new BrokenOff(busy(full));
  }
  return read.bytes();
}

/** What the body says, in the form that its content type promises; application/json goes by what is in it. */
export function eventsIn(body: Buffer, contentType: string): JsonEvents {
  if (body.length === 0)
    return bad('invalid_json', 'The body is empty: send a CloudEvent, a batch of them, or NDJSON.');
  if (!isUtf8(body)) return bad('invalid_json', 'The body is not UTF-8.');
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch (error) {
    return bad('invalid_json', `The body is not JSON: ${(error as Error).message}.`);
  }
  const isBatch = Array.isArray(value);
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  if (type === CONTENT_TYPES.single && isBatch)
    return bad('invalid_body', `A batch goes by the content type ${CONTENT_TYPES.batch}.`);
  if (type === CONTENT_TYPES.batch && !isBatch)
    return bad('invalid_body', `A single event goes by the content type ${CONTENT_TYPES.single}.`);
  return isBatch
    ? { ok: true, events: value as unknown[], single: false }
    : { ok: true, events: [value], single: true };
}

const bad = (code: string, message: string): JsonEvents => ({
  ok: false,
  refusal: { status: 400, code, message },
});

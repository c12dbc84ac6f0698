import { isUtf8 } from 'node:buffer';
import type { Result, Violation } from '@tallyboard/api/ingest';
import type { OutgoingMessage } from '@tallyboard/kafka/producer';
import type { Permit } from './admission.js';
import { BrokenOff } from './arriving.js';
import { readCloudEvent, type Sender } from './cloud-event.js';
import { type Erasures, noteErasure } from './erasures.js';
import { createLineSplitter, type Line } from './lines.js';
import type { Publisher } from './publisher.js';
import { busy } from './refusal.js';

export interface StreamOptions {
  sender: Sender;
  permit: Permit;
  publisher: Publisher;
  maxLineBytes: number;
}

export interface StreamOutcome {
  accepted: number;
  rejected: number;
  /** The rejected lines; the others up to `settledLines` are in the log, or blank. */
  results: Result[];
  /** The last line whose fate is known. */
  settledLines: number;
  /** Of what is accepted. */
  erasures: Erasures;
  /** Why the rest was not read or not published; null after the last line. */
  stopped: unknown;
}

/** The stream was ended because too many lines were wrong. */
export class TooManyRejected extends Error {}

export const MAX_REJECTED_LINES = 10_000;
const MAX_PENDING_MESSAGES = 2_000;
const MAX_PENDING_BYTES = 256 * 1024;
/** Bounds what a slice of tiny wrong lines adds at once. */
const SLICE_BYTES = 16 * 1024;

/** What a message, or a rejected line, keeps beside its text: headers, objects. */
const OVERHEAD_BYTES = 512;

/**
 * Publishes NDJSON of CloudEvents. One chunk is on its way to Kafka while the next one is read, and no more is
 * read before it has arrived: the sender is slowed to what Kafka takes, and its permit holds what is kept of it: an
 * unfinished line, two chunks, the rejected lines. Never rejects: what breaks off the body or the publishing is `stopped`.
 */
export async function publishLines(
  body: AsyncIterable<Buffer>,
  { sender, permit, publisher, maxLineBytes }: StreamOptions,
): Promise<StreamOutcome> {
  const outcome: StreamOutcome = {
    accepted: 0,
    rejected: 0,
    results: [],
    settledLines: 0,
    erasures: {},
    stopped: null,
  };
  let rejects: Result[] = [];
  let pending: OutgoingMessage[] = [];
  let erasures: Erasures = {};
  let pendingBytes = 0;
  let sendingBytes = 0;
  let rejectedBytes = 0;
  let unreadBytes = 0;
  let lastLine = 0;
  let sending: Promise<void> | null = null;

  const reject = (line: number, id: string | null, violations: Violation[]) => {
    rejects.push({ line, id, status: 'rejected', violations });
    rejectedBytes += OVERHEAD_BYTES;
    for (const { field, reason, expected } of violations)
      rejectedBytes += field.length + reason.length + expected.length;
  };
  const splitter = createLineSplitter(maxLineBytes, (line, number) => {
    lastLine = number;
    const read = readLine(line, maxLineBytes);
    if (read === 'blank') return;
    if ('violation' in read) return void reject(number, null, [read.violation]);
    const reading = readCloudEvent(read.value, sender);
    if (!reading.ok) return void reject(number, reading.id, reading.violations);
    pending.push(reading.message);
    noteErasure(erasures, reading.type);
    pendingBytes += (line as Buffer).length + OVERHEAD_BYTES;
  });
  const hold = () =>
    permit.hold(unreadBytes + splitter.keptBytes() + pendingBytes + sendingBytes + rejectedBytes);
  const send = () => {
    const chunk = { messages: pending, rejects, lastLine, erasures };
    pending = [];
    erasures = {};
    sendingBytes = pendingBytes;
    pendingBytes = 0;
    rejects = [];
    sending = publisher
      .publish(chunk.messages)
      .then(() => {
        outcome.accepted += chunk.messages.length;
        for (const [type, n] of Object.entries(chunk.erasures))
          outcome.erasures[type] = (outcome.erasures[type] ?? 0) + n;
        outcome.rejected += chunk.rejects.length;
        outcome.settledLines = chunk.lastLine;
        for (const rejected of chunk.rejects) outcome.results.push(rejected);
      })
      .catch((error: unknown) => {
        outcome.stopped ??= error;
      })
      .finally(() => {
        sending = null;
        sendingBytes = 0;
        hold();
      });
  };
  /** What small chunks have gathered goes on as soon as the one before has arrived. */
  const take = async (bytes: Buffer) => {
    splitter.push(bytes);
    const full = pending.length >= MAX_PENDING_MESSAGES || pendingBytes >= MAX_PENDING_BYTES;
    if (full || rejects.length >= MAX_REJECTED_LINES || hold()) await sending;
    if (!sending && !outcome.stopped) send();
    if (hold()) await sending;
    const noRoom = hold();
    if (noRoom) outcome.stopped ??= new BrokenOff(busy(noRoom));
    if (outcome.results.length >= MAX_REJECTED_LINES) outcome.stopped ??= new TooManyRejected();
  };

  try {
    for await (const data of body) {
      for (let start = 0; start < data.length && !outcome.stopped; start += SLICE_BYTES) {
        unreadBytes = Math.max(0, data.length - start - SLICE_BYTES);
        await take(data.subarray(start, start + SLICE_BYTES));
      }
      if (outcome.stopped) break;
    }
  } catch (error) {
    outcome.stopped ??= error;
  }
  await sending;
  if (outcome.stopped) return outcome;
  splitter.end();
  send();
  await sending;
  return outcome;
}

function readLine(line: Line, maxLineBytes: number): { value: unknown } | { violation: Violation } | 'blank' {
  if (!Buffer.isBuffer(line))
    return wrong(`the line has ${line.tooLongBytes} bytes`, `at most ${maxLineBytes} bytes in a line`);
  if (!isUtf8(line)) return wrong('not UTF-8', 'text in UTF-8');
  let text = line.toString();
  if (line[0] !== OPENING_BRACE) {
    text = text.replace(BYTE_ORDER_MARK, '').trim();
    if (text === '') return 'blank';
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return wrong(`not JSON: ${(error as Error).message}`, 'one JSON object per line');
  }
}

const OPENING_BRACE = 0x7b;
const BYTE_ORDER_MARK = /^\uFEFF/;

const wrong = (reason: string, expected: string) => ({ violation: { field: '', reason, expected } });

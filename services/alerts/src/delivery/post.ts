import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Target } from '../receivers/receiver.js';
import { orAborted } from './or-aborted.js';
import { type Outcome, reasonOf } from './outcome.js';
import { pin, type Resolve } from './pinned.js';

export interface PostOptions {
  resolve: Resolve;
  signal: AbortSignal;
  /** All of it: the name, the connection, the request and the head of the answer. */
  timeoutMs: number;
  /** Of the clock, epoch ms; a Retry-After may be a date. */
  now: () => number;
}

/**
 * Posts JSON to an address that somebody wrote into a file: only to public addresses or allowed hosts, over a new
 * connection to what the name was resolved to, without a proxy, and following no redirect.
 */
export async function post(
  target: Target,
  headers: Readonly<Record<string, string>>,
  body: string,
  { resolve, signal, timeoutMs, now }: PostOptions,
): Promise<Outcome> {
  signal.throwIfAborted();
  const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const pinned = await orAborted(pin(target, resolve), ending);
    if ('refused' in pinned) return { kind: 'final', reason: `not sent: ${pinned.refused}` };
    const answer = await exchange(target.url, headers, body, pinned.lookup, ending);
    return judged(answer, now());
  } catch (error) {
    signal.throwIfAborted();
    if (ending.aborted) return { kind: 'again', reason: `no answer within ${timeoutMs / 1_000} s` };
    return { kind: 'again', reason: reasonOf(error) };
  }
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
  /** A single word that says more, as Slack's `no_service`; never more of what was answered. */
  word: string;
}

function exchange(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const bytes = Buffer.from(body);
    const sent = request(
      url,
      {
        method: 'POST',
        // A connection of its own: one that is open already leads to what the name was before.
        agent: false,
        lookup,
        signal,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': bytes.length,
          'user-agent': 'tallyboard-alerts',
          ...headers,
        },
      },
      (response) => {
        const { statusCode: status = 0 } = response;
        const retryAfter = response.headers['retry-after'];
        if (status >= 400) void wordOf(response).then((word) => resolve({ status, retryAfter, word }));
        else {
          resolve({ status, retryAfter, word: '' });
          drop(response);
        }
      },
    );
    sent.on('error', reject);
    sent.end(bytes);
  });
}

function judged({ status, retryAfter, word }: Answer, nowMs: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const reason = `answered ${status}${word === '' ? '' : ` ${word}`}`;
  if (status >= 300 && status < 400)
    return { kind: 'final', reason: `${reason}: redirects are not followed, give the address it leads to` };
  const mayPass = status >= 500 || status === 408 || status === 425 || status === 429;
  return mayPass
    ? { kind: 'again', reason, waitMs: retryAfterMs(retryAfter, nowMs) }
    : { kind: 'final', reason };
}

/** RFC 9110, 10.2.3: seconds or a date. Longer than an hour nobody is believed. */
export function retryAfterMs(header: string | undefined, nowMs: number): number {
  if (header === undefined) return 0;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), 3_600_000);
}

/** Reads no more than a little. */
async function wordOf(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of response) {
      text += chunk;
      if (text.length > MOST_READ) break;
    }
  } catch {
    // The status has been read, and says enough.
  }
  return /^[a-z_]{1,40}$/.test(text) ? text : '';
}

/** What else is said is not read, and not for long. */
function drop(response: IncomingMessage): void {
  let bytes = 0;
  response.on('error', () => {});
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_DROPPED) response.destroy();
  });
}

const MOST_READ = 1_000;
const MOST_DROPPED = 65_536;

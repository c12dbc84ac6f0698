import type { ErrorBody } from '@tallyboard/api/query';
import { Failure } from '@tallyboard/runtime/failure';
import { EXIT } from './exit-codes.js';

export interface Service {
  /** As people call it: `The ingest service`. */
  name: string;
  url: string;
  /** The setting that moves it. */
  setting: string;
  /** An API key; without one the request says nothing about who asks. */
  key?: string | undefined;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** One request. A server that does not answer is a Failure that says what to do; any status is an Answer. */
export async function request(service: Service, path: string, init: RequestInit = {}): Promise<Answer> {
  const headers = new Headers(init.headers);
  if (service.key) headers.set('authorization', `Bearer ${service.key}`);
  try {
    const response = await fetch(new URL(path, service.url), { ...init, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    throw silent(service, error);
  }
}

/** A server that does not answer, as a sentence. */
export function silent(service: Service, cause: unknown): Failure {
  const code = (cause as { cause?: { code?: string } }).cause?.code ?? (cause as Error).message;
  return new Failure(
    `${service.name} does not answer at ${service.url} (${code}): start it (npm start) or set ${service.setting} to where it runs.`,
    { cause },
  );
}

/** An answer that is not what was hoped for, as a sentence. */
export function refused(service: Service, answer: Answer): Failure {
  const error = errorOf(answer.text);
  if (answer.status === 401)
    return new Failure(
      `${service.name} wants an API key${service.key ? ' and does not know this one' : ''}: set TALLY_API_KEY, or create a key with "tally keys create".`,
    );
  if (answer.status === 403)
    return new Failure(
      `${service.name} does not let this API key do that${error ? ` (${error.message})` : ''}: create one with the scope it needs by "tally keys create".`,
    );
  const sentence = error ? sentenceOf(error) : answer.text.slice(0, 200);
  return new Failure(`${service.name} answered ${answer.status}: ${sentence}`);
}

/** A 400 to what the command line asked: that was wrong, and not the service. */
export function refusedQuestion(service: Service, answer: Answer): Failure {
  const error = errorOf(answer.text);
  if (answer.status !== 400 || !error) return refused(service, answer);
  const sentence = sentenceOf(error);
  return new Failure(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`, { exitCode: EXIT.usage });
}

/** The JSON of an answer; a Failure where somebody else must be at that address. */
export function jsonOf<Body extends object>({ name, url, setting }: Service, { text }: Answer): Body {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body as Body;
  } catch {
    // Said below.
  }
  throw new Failure(`What answers at ${url} is not ${name.toLowerCase()}: set ${setting} to where it runs.`);
}

function sentenceOf(error: ErrorBody['error']): string {
  const said = `${error.message.replace(/\.$/, '')}${alternatives(error)}`;
  return said.endsWith('?') ? said : `${said}.`;
}

/** Longer lists help nobody on a terminal. */
const MOST_LISTED = 15;

/** What is allowed, unless the message says so itself. */
function alternatives({ message, allowed = [] }: ErrorBody['error']): string {
  const told = allowed.length > MOST_LISTED || allowed.some((each) => message.includes(each));
  return told || allowed.length === 0 ? '' : `; allowed: ${allowed.join(', ')}`;
}

function errorOf(text: string): ErrorBody['error'] | null {
  try {
    const { error } = JSON.parse(text) as Partial<ErrorBody>;
    return error && typeof error.message === 'string' ? error : null;
  } catch {
    return null;
  }
}

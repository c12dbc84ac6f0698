import { Refusal } from '@tallyboard/answers/refusal';
import type { Client } from '../access/client.js';
import { TENANT_SHARE } from '../limits.js';

/** What one stream takes. */
export interface Subscription {
  tenant: string;
  /** Whose key or address it is. */
  client: Client;
  questions: readonly string[];
}

export interface StreamLimits {
  streams: number;
  streamsPerClient: number;
  /** Different questions. */
  questions: number;
  questionsPerClient: number;
}

/** Why a further stream is not opened beside those that are open; null: it may be. */
export function refuseStream(
  open: Iterable<Subscription>,
  asked: Subscription,
  limits: StreamLimits,
): Refusal | null {
  const all = count([asked]);
  const tenant = count([asked]);
  const client = count([asked]);
  for (const each of open) {
    all.add(each);
    if (each.tenant === asked.tenant) tenant.add(each);
    if (each.client.id === asked.client.id) client.add(each);
  }
  const { streams, streamsPerClient, questions, questionsPerClient } = limits;
  const who = asked.client.name;
  if (client.streams > streamsPerClient)
    return tooManyStreams(429, `${who} has ${streamsPerClient} streams open, which is the most`);
  if (client.questions > questionsPerClient)
    return tooManyQuestions(429, who, client.questions, questionsPerClient);
  if (tenant.streams > streams * TENANT_SHARE)
    return tooManyStreams(429, `this tenant has ${streams * TENANT_SHARE} streams open, which is the most`);
  if (tenant.questions > questions * TENANT_SHARE)
    return tooManyQuestions(429, 'this tenant', tenant.questions, questions * TENANT_SHARE);
  if (all.streams > streams)
    return tooManyStreams(503, `this server has ${streams} streams open, which is the most`);
  return all.questions > questions ? tooManyQuestions(503, 'everybody here', all.questions, questions) : null;
}

const tooManyStreams = (status: 429 | 503, why: string) =>
  new Refusal(status, 'too_many_streams', `${why}: close one, or ask more questions in each`);

const tooManyQuestions = (status: 429 | 503, who: string, asked: number, most: number) =>
  new Refusal(
    status,
    'too_many_questions',
    `${who} would stream ${asked} different questions, and ${most} are the most: screens that ask the same questions share them`,
  );

function count(first: readonly Subscription[]) {
  const questions = new Set<string>();
  let streams = 0;
  const add = (subscription: Subscription) => {
    streams += 1;
    for (const q of subscription.questions) questions.add(`${subscription.tenant}/${q}`);
  };
  for (const each of first) add(each);
  return {
    add,
    get streams() {
      return streams;
    },
    get questions() {
      return questions.size;
    },
  };
}

import { Webhook } from 'standardwebhooks';
import { messageOf } from '../message/message.js';
import { slackPayload } from '../message/slack.js';
import { teamsPayload } from '../message/teams.js';
import { webhookBody } from '../message/webhook-body.js';
import type { Receiver, Target } from '../receivers/receiver.js';
import { byEmail } from './email.js';
import { type Attempt, type Prepare, reasonOf } from './outcome.js';
import type { Resolve } from './pinned.js';
import { post } from './post.js';

/** Puts a value under a key into a topic; resolves when it is there. */
export type Produce = (topic: string, key: string, value: string) => Promise<void>;

export interface Ways {
  produce: Produce;
  resolve: Resolve;
  now: () => number;
  timeoutMs: number;
}

/** How notifications get to a receiver. */
export function channelTo(receiver: Receiver, ways: Ways): Prepare {
  const { channel, tz } = receiver;
  const posting =
    (target: Target, body: string, headers: () => Record<string, string>): Attempt =>
    (signal) =>
      post(target, headers(), body, { ...ways, signal });
  switch (channel.type) {
    case 'webhook': {
      const signers = channel.secrets.map((secret) => new Webhook(secret));
      return (notification, toldMs) => {
        const body = webhookBody(notification, messageOf(notification, { tz, nowMs: toldMs }), toldMs);
        return posting(channel.target, body, () => signed(notification.id, body, signers, ways.now()));
      };
    }
    case 'slack':
    case 'teams': {
      const payload = channel.type === 'slack' ? slackPayload : teamsPayload;
      return (notification, toldMs) =>
        posting(
          channel.target,
          JSON.stringify(payload(messageOf(notification, { tz, nowMs: toldMs }))),
          () => ({}),
        );
    }
    case 'email':
      return byEmail(receiver, channel, ways.timeoutMs);
    case 'kafka':
      return (notification, toldMs) => {
        const { tenant, transitions } = notification;
        const body = webhookBody(notification, messageOf(notification, { tz, nowMs: toldMs }), toldMs);
        // One partition for a rule keeps the steps of each of its alerts in order.
        const key = `${tenant}/${transitions[0]?.rule ?? ''}`;
        return async () => {
          try {
            await ways.produce(channel.topic, key, body);
            return { kind: 'taken' };
          } catch (error) {
            return { kind: 'again', reason: reasonOf(error) };
          }
        };
      };
  }
}

/** https://www.standardwebhooks.com: id, time of the attempt, and a signature by each secret. */
function signed(
  id: string,
  body: string,
  signers: readonly Webhook[],
  nowMs: number,
): Record<string, string> {
  const at = new Date(nowMs);
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(nowMs / 1_000)) };
  if (signers.length === 0) return headers;
  return { ...headers, 'webhook-signature': signers.map((signer) => signer.sign(id, at, body)).join(' ') };
}

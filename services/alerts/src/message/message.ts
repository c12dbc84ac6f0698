import type { Notification, Transition } from '@tallyboard/alerting/alert';
import { SEVERITIES, type Severity } from '@tallyboard/alerting/rule';
import { type AlertWords, aboutAlert, MOST_TITLE } from './alert-words.js';
import { clipped, plainText } from './plain-text.js';

/** A notification in words: one line each, plain text, nothing escaped yet. Every channel sets these. */
export interface Message {
  /** Under 120 characters. */
  title: string;
  severity: Severity;
  /** Nothing is wrong any more, or nothing was. */
  isGood: boolean;
  alerts: readonly AlertWords[];
  /** Transitions that are not among `alerts`, because a message of any length is read by nobody. */
  more: number;
}

export interface Telling {
  /** Zone of the times. */
  tz: string;
  /** When it is told, epoch ms. */
  nowMs: number;
}

/** Puts a notification in words. */
export function messageOf(notification: Notification, telling: Telling): Message {
  const { kind, transitions, links } = notification;
  const shown = transitions.slice(0, MOST_ALERTS);
  const alerts = shown.map((transition) =>
    aboutAlert(transition, { ...telling, kind, link: safeLink(links[transition.alert]) }),
  );
  return {
    title: titleOf(notification, alerts),
    severity: worst(transitions),
    isGood: transitions.length > 0 && transitions.every(isGood),
    alerts,
    more: transitions.length - shown.length,
  };
}

/** What a mail shows and a screen can hold; limits of Slack and Teams are far off. */
const MOST_ALERTS = 10;

function titleOf({ kind, tenant, transitions }: Notification, alerts: readonly AlertWords[]): string {
  const [first] = alerts;
  if (kind === 'heartbeat') return 'Alerts of Tallyboard are alive';
  const before = kind === 'test' ? 'Test: ' : '';
  if (!first) return `${before}this is how alerts of ${plainText(tenant, 60)} arrive here`;
  const rest = transitions.length - 1;
  const after = rest === 0 ? '' : ` and ${rest} more`;
  return `${before}${clipped(first.title, MOST_TITLE - before.length - after.length)}${after}`;
}

const worst = (transitions: readonly Transition[]): Severity =>
  SEVERITIES[Math.max(0, ...transitions.map(({ severity }) => SEVERITIES.indexOf(severity)))]!;

const isGood = ({ state }: Transition): boolean => state === 'resolved' || state === 'withdrawn';

/** An address that a click may lead to. */
function safeLink(text: string | undefined): string | null {
  if (text === undefined || text.length > 2_000 || !URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

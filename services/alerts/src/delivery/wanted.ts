import type { Notification } from '@tallyboard/alerting/alert';
import { SEVERITIES, type Severity } from '@tallyboard/alerting/rule';
import { quietUntil } from '../receivers/quiet.js';
import type { Receiver } from '../receivers/receiver.js';

/** The part of a notification that a receiver wants; null: nothing of it. */
export function wantedBy({ minSeverity }: Receiver, notification: Notification): Notification | null {
  if (!isAboutAlerts(notification)) return notification;
  const transitions = notification.transitions.filter(
    ({ severity, is_history }) => !is_history && rank(severity) >= rank(minSeverity),
  );
  return transitions.length === 0 ? null : { ...notification, transitions };
}

/** When a receiver may have a notification that came at `atMs`: after its quiet hours and its wait for others; epoch ms. */
export function dueMs(receiver: Receiver, notification: Notification, atMs: number): number {
  if (!isAboutAlerts(notification)) return atMs;
  const { quiet, quietCritical, tz, groupWaitMs } = receiver;
  const waited = atMs + groupWaitMs;
  const isUrgent = notification.transitions.some(({ severity }) => severity === 'critical');
  return quiet && (quietCritical || !isUrgent) ? quietUntil(quiet, tz, waited) : waited;
}

/** Tests and heartbeats are for whoever waits for them. */
export const isAboutAlerts = ({ kind }: Pick<Notification, 'kind'>): boolean =>
  kind === 'alert' || kind === 'escalation';

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

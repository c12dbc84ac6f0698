import type { Notification, Transition } from '@tallyboard/alerting/alert';
import type { Receiver } from '../receivers/receiver.js';

/** 2026-03-02, a Monday, 12:00 in Berlin; epoch seconds. */
export const NOON = Date.parse('2026-03-02T11:00:00Z') / 1_000;

export const aTransition = (more: Partial<Transition> = {}): Transition => ({
  id: 'step-1',
  alert: 'alert-1',
  tenant: 'demo',
  rule: 'slow-first-response',
  title: 'First response is slow',
  severity: 'warning',
  metric: 'first_response_median',
  unit: 'ms',
  group: { office: 'munich' },
  labels: { office: 'Munich' },
  state: 'firing',
  at: NOON,
  since: NOON - 7_800,
  judgement: {
    holds: true,
    value: 7_800_000,
    n: 120,
    from: NOON - 14_400,
    to: NOON,
    against: { value: 2_400_000, n: 960, words: 'the same hours of 4 weeks' },
    chance: 1 / 2_000,
  },
  words: 'first response slower than chance explains, against the same hours of 4 weeks',
  contributions: [
    { dimension: 'rep', value: 'munich-01', label: 'Anna Bauer', words: '12 of 20 unanswered, usually 3' },
  ],
  learnt_late: false,
  is_history: false,
  ...more,
});

export const aNotification = (
  more: Partial<Notification> = {},
  ...transitions: Transition[]
): Notification => ({
  id: 'notification-1',
  tenant: 'demo',
  kind: 'alert',
  transitions: transitions.length > 0 ? transitions : [aTransition()],
  links: { 'alert-1': 'https://tally.example.com/alerts/alert-1' },
  ...more,
});

export const aReceiver = (more: Partial<Receiver> = {}): Receiver => ({
  name: 'sales',
  tenants: null,
  minSeverity: 'info',
  tz: 'Europe/Berlin',
  quiet: null,
  quietCritical: false,
  groupBy: 'rule',
  groupWaitMs: 0,
  channel: { type: 'kafka', topic: 'alerts' },
  ...more,
});

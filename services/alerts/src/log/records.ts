import type { Action, Transition } from '@tallyboard/alerting/alert';

/** What crm.alerts says, as JSON in Kafka values, keyed by tenant: the whole truth of alerts, in one order. */
export type AlertRecord =
  | { kind: 'transition'; transition: Transition }
  | { kind: 'action'; tenant: string; action: Action }
  | Reminder
  /** A rule is judged from here on; again when it has changed. */
  | { kind: 'rule'; tenant: string; rule: string; fingerprint: string };

/** What fires still is told again, or now: nobody acknowledged it in time, or it was quiet when it began. */
export interface Reminder {
  kind: 'reminder';
  tenant: string;
  alert: string;
  reason: 'escalation' | 'quiet_is_over';
}

/** Anyone who may write to the topic can write something else: null then. */
export function parseRecord(value: Buffer | null): AlertRecord | null {
  try {
    const said = JSON.parse(value?.toString() ?? '') as Partial<AlertRecord> | null;
    switch (said?.kind) {
      case 'transition':
        return isTransition(said.transition) ? (said as AlertRecord) : null;
      case 'action':
        return typeof said.tenant === 'string' && typeof said.action?.kind === 'string'
          ? (said as AlertRecord)
          : null;
      case 'reminder':
        return typeof said.tenant === 'string' && typeof said.alert === 'string'
          ? (said as AlertRecord)
          : null;
      case 'rule':
        return typeof said.tenant === 'string' && typeof said.rule === 'string'
          ? (said as AlertRecord)
          : null;
      default:
        return null;
    }
  } catch {
    return null;
  }
}

const isTransition = (value: unknown): value is Transition => {
  const { id, alert, tenant, rule, state, at, since, group, judgement } = (value ??
    {}) as Partial<Transition>;
  return (
    [id, alert, tenant, rule, state].every((text) => typeof text === 'string') &&
    [at, since].every((instant) => Number.isFinite(instant)) &&
    typeof group === 'object' &&
    group !== null &&
    typeof judgement === 'object' &&
    judgement !== null
  );
};

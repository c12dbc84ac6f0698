import type { Action, Transition } from '@tallyboard/alerting/alert';
import type { Rule } from '@tallyboard/alerting/rule';
import { isRecord } from './record-shapes.js';

/** What crm.alerts says, as JSON in Kafka values, keyed by tenant: the whole truth of alerts, in one order. */
export type AlertRecord =
  | { kind: 'transition'; transition: Transition }
  | { kind: 'action'; tenant: string; action: Action }
  | Reminder
  /** A rule is judged from here on; again when it has changed. */
  | RuleSaid;

export interface RuleSaid {
  kind: 'rule';
  tenant: string;
  rule: string;
  fingerprint: string;
  /** Of all of it that has a say in when it fires. */
  condition?: string;
  routing?: Routing;
}

/** What a rule says of who is told, and when: what fired is told by what the rule said then, however it is changed later. */
export type Routing = Pick<Rule, 'notify' | 'quiet' | 'inhibited_by'>;

/** What fires still is told again, or now: nobody acknowledged it in time, or it was quiet when it began. */
export interface Reminder {
  kind: 'reminder';
  tenant: string;
  alert: string;
  reason: 'escalation' | 'quiet_is_over';
  /** Of an escalation: which receivers. */
  to?: readonly string[];
}

/** Anyone who may write to the topic can write something else, and another version may: null then. */
export function parseRecord(value: Buffer | null): AlertRecord | null {
  try {
    const said = parsed(value?.toString() ?? '');
    return isRecord(said) ? (said as AlertRecord) : null;
  } catch {
    return null;
  }
}

/** JSON can say half a character, which whatever stores text may refuse. */
const parsed = (json: string): unknown =>
  /\\ud[89a-f]/i.test(json)
    ? JSON.parse(json, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value))
    : JSON.parse(json);

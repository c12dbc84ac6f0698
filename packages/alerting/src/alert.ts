import type { Unit } from '@tallyboard/metrics/metric';
import type { Rule, Severity } from './rule.js';

/** What a rule says of one group at an instant. */
export interface Judgement {
  /** Null: not judged, because there are too few cases. */
  holds: boolean | null;
  /** Of the window; null: nothing to divide by. */
  value: number | null;
  /** How many stand behind the value. */
  n: number;
  /** The window, epoch seconds: [from, to). */
  from: number;
  to: number;
  /** What it is compared with: a level, or what was before. */
  against: Against | null;
  /** Probability that chance alone makes such a difference; null where none is computed. */
  chance: number | null;
}

export interface Against {
  value: number | null;
  /** Null: a level that somebody set. */
  n: number | null;
  /** `the 8 weeks before`, `the same hours of 4 weeks`, `the level`. */
  words: string;
}

/**
 * `inactive`: it was pending and came to nothing.
 * `data_missing`: nothing can be said, the data of the window have not come within the longest wait.
 * `withdrawn`: what fired turned out not to have been so.
 */
export const STATES = ['inactive', 'pending', 'firing', 'resolved', 'withdrawn', 'data_missing'] as const;
export type State = (typeof STATES)[number];

/** One step in the life of an alert; said once, under one id, however often it is sent. */
export interface Transition {
  /** Of this step: the same whoever computes it. */
  id: string;
  /** Of the alert: from pending to resolved or withdrawn. */
  alert: string;
  tenant: string;
  rule: string;
  title: string;
  severity: Severity;
  metric: string;
  unit: Unit;
  /** Dimension → value; {} when the rule is not split. */
  group: Readonly<Record<string, string>>;
  /** Names of offices and reps, for people. */
  labels: Readonly<Record<string, string>>;
  state: State;
  /** Zone of the rule's days and hours; of a rule that goes by offices, that of this one. Left out: UTC. */
  tz?: string;
  /** The instant that was judged, epoch seconds; of a withdrawal the one that had fired. */
  at: number;
  /** When the alert began to hold, epoch seconds. */
  since: number;
  judgement: Judgement;
  /** The rule and its condition as a sentence. */
  words: string;
  /** Groups that moved the value most, greatest first. */
  contributions: readonly Contribution[];
  /** It was found out long after `at`, by data that came late or were corrected. */
  learnt_late: boolean;
  /** It ends because the rule is no more, was switched off or looks at other groups: of what it watched nothing is known. */
  rule_is_gone?: true;
  /** Of a withdrawal: the id of the step that was wrong. */
  corrects?: string;
  /** What was found in the past when the rule was new; nobody is told. */
  is_history: boolean;
}

export interface Contribution {
  /** `rep`. */
  dimension: string;
  /** `munich-01`. */
  value: string;
  label?: string;
  /** In words: `12 of 20 unanswered, usually 3`. */
  words: string;
}

/** What people do; told as events too. */
export type Action =
  | { kind: 'acknowledged'; alert: string; by: string; note?: string }
  | {
      kind: 'silenced';
      silence: string;
      /** Epoch seconds. */
      from: number;
      to: number;
      /** Which alerts: all of these must hold; left out: whatever. */
      rule?: string;
      group?: Readonly<Record<string, string>>;
      by: string;
      note?: string;
    }
  | { kind: 'unsilenced'; silence: string; by: string }
  /** A rule made through the API, or made anew. */
  | { kind: 'rule_set'; rule: Rule; by: string }
  | { kind: 'rule_removed'; rule: string; by: string };

/** What goes to a receiver: one or several transitions of alerts that belong together. */
export interface Notification {
  /** Receivers drop what they have seen. */
  id: string;
  tenant: string;
  kind: 'alert' | 'escalation' | 'heartbeat' | 'test';
  transitions: readonly Transition[];
  /** Page of the alert by its id. */
  links: Readonly<Record<string, string>>;
}
